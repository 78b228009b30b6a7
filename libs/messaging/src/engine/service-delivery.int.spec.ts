import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EmployeeLeft, newId, type EventContract } from '@betang/contracts';
import { startRegionUnderTest, waitUntil, type RegionUnderTest } from '@betang/testing';
import type { EventHandler, ReceivedEvent } from '../handling/handler-registry.js';

const leave = (employeeId = newId()) =>
  EmployeeLeft.create({ subject: employeeId, data: { employeeId, leftOn: '2026-01-31', reason: 'RETIRED' } });

/** A handler that writes down what it was given, in its own service's table. */
const recorder = (poison = new Set<string>()): EventHandler => ({
  contract: EmployeeLeft as unknown as EventContract,
  kind: 'process',
  handle: async (events, { transaction }) => {
    for (const event of events)
      if (poison.has(event.subject)) throw Object.assign(new Error('bad'), { code: 'poison' });
    await transaction.execute(
      'INSERT INTO seen (id, subject, position) SELECT * FROM unnest($1::uuid[], $2::text[], $3::bigint[])',
      [
        events.map(({ id }: ReceivedEvent) => id),
        events.map(({ subject }: ReceivedEvent) => subject),
        events.map(({ position }: ReceivedEvent) => position),
      ],
    );
  },
});

describe('the delivery of a region', () => {
  let region: RegionUnderTest;
  beforeAll(async () => {
    region = await startRegionUnderTest('62.03', ['identity', 'learning-hours', 'reporting']);
  });
  afterAll(async () => region?.stop());

  it('brings every committed event to its effect once and in order', async () => {
    const identity = await region.service('identity');
    const reader = await region.service('learning-hours', [recorder()]);
    await makeSeen(region, 'learning_hours');
    identity.start();
    reader.start();
    const events = Array.from({ length: 1_234 }, () => leave());
    for (let at = 0; at < events.length; at += 100) await identity.publish(...events.slice(at, at + 100));
    await waitUntil('all events seen', async () => (await count(reader.database.pool, 'seen')) >= events.length).catch(
      (e) => {
        console.log(
          identity.problems.slice(0, 3),
          reader.problems.slice(0, 3),
          identity.delivery.progress,
          reader.delivery.progress,
        );
        throw e;
      },
    );
    const { rows } = await reader.database.pool.query<{ id: string }>('SELECT id FROM seen ORDER BY position');
    expect(rows.map(({ id }) => id)).toEqual(events.map(({ id }) => id));
    await identity.stop();
    await reader.stop();
  });
});

async function makeSeen(region: RegionUnderTest, schema: string): Promise<void> {
  const pg = await import('pg');
  const client = new pg.default.Client({ connectionString: region.postgres.url.replace(/\/[^/]*$/, '/betang') });
  await client.connect();
  await client.query(
    `CREATE TABLE ${schema}.seen (id uuid PRIMARY KEY, subject text, position bigint); GRANT ALL ON ${schema}.seen TO ${schema}_app`,
  );
  await client.end();
}

async function count(pool: { query(text: string): Promise<{ rows: unknown[] }> }, table: string): Promise<number> {
  const { rows } = await pool.query(`SELECT count(*)::int AS n FROM ${table}`);
  return (rows[0] as { n: number }).n;
}
