import 'reflect-metadata';
import { SERVICES } from '@betang/all-in-one';
import { SERVICE_NAMES, SHARED_SCHEMA, schemaOf } from '@betang/platform';
import { startRunningService, type RunningService } from '@betang/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

/** Everything in the schemas of others that a service's role may do. */
const ELSEWHERE = `WITH places AS (
    SELECT n.oid, n.nspname AS schema FROM pg_namespace AS n
     WHERE n.nspname !~ '^(pg_|information_schema$)' AND NOT n.nspname ~ ('^' || $1 || '(_jobs|_shadow)?$')
       AND has_schema_privilege($1 || '_app', n.oid, 'USAGE')),
  tables AS (
    SELECT schema, c.relname AS name, p AS may FROM places JOIN pg_class AS c ON c.relnamespace = places.oid AND c.relkind IN ('r', 'p', 'v', 'm'),
      unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) AS p WHERE has_table_privilege($1 || '_app', c.oid, p)),
  functions AS (
    SELECT schema, f.proname AS name, 'EXECUTE' AS may FROM places JOIN pg_proc AS f ON f.pronamespace = places.oid
     WHERE has_function_privilege($1 || '_app', f.oid, 'EXECUTE'))
  SELECT schema, name, may FROM tables UNION ALL SELECT schema, name, may FROM functions ORDER BY 1, 2, 3`;

/** What `betang status` and its like are made of. Events that wait or are parked are among it, and may hold persons' data; no other service sees them. */
const BOOKKEEPING: readonly string[] = [
  ...['migration', 'outbox', 'relay_cursor', 'relay_head', 'relay_log', 'replay_answer', 'replay_request'],
  ...['reader_epoch', 'reader_held', 'reader_place', 'reader_watermark', 'archive_pruned', 'stated_purpose'],
  ...['parked', 'delivery_incident', 'projection_rebuild'],
];

interface Right {
  readonly schema: string;
  readonly name: string;
  readonly may: string;
}

describe('the database role of a service', () => {
  let running: RunningService;
  const rightsOf = (schema: string) => running.region.sql<Right>(ELSEWHERE, [schema]);
  const told = (rights: readonly Right[]) => rights.map(({ schema, name, may }) => `${may} ${schema}.${name}`);

  beforeAll(async () => {
    const [first, ...beside] = SERVICES;
    running = await startRunningService({ ...first!, beside, services: [...SERVICE_NAMES] });
  });
  afterAll(() => running?.stop());

  it('does nothing in the schemas of others but read what concerns the region as a whole', async () => {
    for (const name of SERVICE_NAMES.filter((one) => one !== 'identity')) {
      const rights = await rightsOf(schemaOf(name));
      expect(told(rights.filter(({ schema, may }) => schema !== SHARED_SCHEMA || may !== 'SELECT'))).toEqual([]);
      expect(rights.length).toBeGreaterThan(0);
    }
  });

  it('of identity, which shows the state of all, reads their bookkeeping and writes the keys and receipts of the region', async () => {
    const rights = await rightsOf('identity');
    const written = rights.filter(({ may }) => may !== 'SELECT');
    expect(new Set(written.map(({ schema, name }) => `${schema}.${name}`))).toEqual(
      new Set(
        ['lost_acknowledged', 'receipt', 'region_key', 'region_member'].map((name) => `${SHARED_SCHEMA}.${name}`),
      ),
    );
    const read = new Set(rights.filter(({ schema }) => schema !== SHARED_SCHEMA).map(({ name }) => name));
    expect([...read].filter((name) => !BOOKKEEPING.includes(name))).toEqual([]);
    expect(read.has('outbox')).toBe(true);
  });
});
