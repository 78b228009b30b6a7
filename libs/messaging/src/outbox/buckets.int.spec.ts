import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isTransient, sqlState } from '@betang/platform';
import { startRegionUnderTest, waitUntil, type RegionUnderTest, type ServiceUnderTest } from '@betang/testing';
import { leaving } from '../engine/testing/recorder.js';
import { bucketsAround, dropExpiredBuckets, makeBuckets } from './buckets.js';

const NOW = new Date();
const LATER = new Date('2040-01-15T00:00:00Z');
const LINE = { region: '62.03', service: 'identity', epoch: '1.bucket' };
const MUCH_LATER = new Date('2060-01-15T00:00:00Z');

describe('the months of an outbox', () => {
  let region: RegionUnderTest;
  let identity: ServiceUnderTest;

  beforeAll(async () => {
    region = await startRegionUnderTest('62.03', ['identity']);
    identity = await region.service('identity');
    await makeBuckets(db(), NOW);
  });
  afterAll(async () => region?.stop());

  const db = () => ({ query: identity.query, execute: async () => 0 });
  const partitions = async () =>
    (
      await identity.query<{ name: string }>(
        `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'outbox'::regclass`,
      )
    ).map(({ name }) => name);
  const namesOf = (buckets: readonly string[]) => buckets.map((bucket) => `outbox_${bucket.replace(/[:-]/g, '_')}`);
  const written = async () => (await identity.query<{ n: number }>('SELECT count(*)::int AS n FROM outbox'))[0]!.n;

  it('are made like the outbox itself: same columns, same indexes, same bounds', async () => {
    const shapeOf = (table: string) =>
      identity.query(
        `SELECT (SELECT json_agg(json_build_array(attname, atttypid::regtype, attnotnull, pg_get_expr(d.adbin, d.adrelid)) ORDER BY attnum)
                   FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
                  WHERE a.attrelid = c.oid AND attnum > 0) AS columns,
                (SELECT count(*)::int FROM pg_index WHERE indrelid = c.oid) AS indexes,
                (SELECT count(*)::int FROM pg_index i JOIN pg_inherits ON inhrelid = i.indexrelid WHERE indrelid = c.oid) AS attached
           FROM pg_class c WHERE c.oid = $1::regclass`,
        [table],
      );
    const [made] = namesOf(bucketsAround(NOW));
    expect(await shapeOf(made!)).toEqual(await shapeOf('outbox_other'));
  });

  it('are made while somebody writes for long', async () => {
    await identity.database.unitOfWork.run(async (tx) => {
      await identity.outbox.append(tx, [leaving()] as never);
      const { done, busy } = await makeBuckets(db(), LATER);
      expect([done, busy]).toEqual([bucketsAround(LATER), []]);
    });
    expect(await partitions()).toEqual(expect.arrayContaining(namesOf(bucketsAround(LATER))));
  });

  it('may come into being under a writer, whose transaction is begun anew then', async () => {
    const write = (): Promise<unknown> =>
      identity.query(
        `INSERT INTO outbox (destination, generation, bucket, id, audience, type, subject, time, body)
         VALUES ('local', 1, 'days-90:2041-01', gen_random_uuid(), 'local', 'a', 'b', now(), '')`,
      );
    // Asked outside the transaction: inside it, Postgres would show who was active when it was first asked, for ever.
    const waits = `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'INSERT%days-90:2041-01%'`;
    let surprised: Promise<unknown> = Promise.resolve();
    await identity.database.unitOfWork.run(async (tx) => {
      await tx.query(`SELECT outbox_make_bucket('days-90:2041-01')`);
      surprised = write().catch((error: unknown) => error);
      await waitUntil('the writer waits', async () => (await identity.query(waits)).length > 0, { timeoutMs: 10_000 });
    });
    const error = await surprised;
    expect([sqlState(error), isTransient(error)]).toEqual(['23514', true]);
    await write();
    expect(await identity.query('SELECT 1 FROM outbox_days_90_2041_01')).toHaveLength(1);
  });

  it('are left for later while somebody reads for long, and writers go on', async () => {
    const before = await written();
    await identity.database.unitOfWork.run(async (tx) => {
      await tx.query('SELECT count(*) FROM outbox');
      const [made, ...writers] = await Promise.all([
        makeBuckets(db(), MUCH_LATER),
        ...Array.from({ length: 20 }, () => identity.publish(leaving())),
      ]);
      expect(writers).toHaveLength(20);
      expect([made.done, made.busy]).toEqual([[], bucketsAround(MUCH_LATER)]);
      expect(await written()).toBe(before + 20);
    });
    expect((await makeBuckets(db(), MUCH_LATER)).busy).toEqual([]);
    expect(await partitions()).toEqual(expect.arrayContaining(namesOf(bucketsAround(MUCH_LATER))));
  });

  it('are dropped when nobody uses them any more, and until then nobody waits', async () => {
    await identity.query(`SELECT outbox_make_bucket('days-90:2020-01')`);
    await identity.database.unitOfWork.run(async (tx) => {
      await tx.query('SELECT count(*) FROM outbox');
      expect(await dropExpiredBuckets(db(), LINE, NOW)).toEqual({ done: [], busy: ['days-90:2020-01'] });
      await identity.publish(leaving());
    });
    expect(await dropExpiredBuckets(db(), LINE, NOW)).toEqual({ done: ['days-90:2020-01'], busy: [] });
    expect(await partitions()).not.toContain('outbox_days_90_2020_01');
  });

  it('are dropped with what was never sent, and an incident says so once a line', async () => {
    await identity.query(`SELECT outbox_make_bucket('days-90:2020-02'), outbox_make_bucket('days-90:2020-03')`);
    await identity.query(`INSERT INTO relay_cursor (destination, generation, xid, seq) VALUES ('hub', 0, '0', 0)`);
    const write = (destination: string, bucket: string, audience: string) =>
      identity.query(
        `INSERT INTO outbox (destination, generation, bucket, id, audience, type, subject, time, body)
         VALUES ($1, 0, $2, gen_random_uuid(), $3, 'betang.delivery.directed.v1', 'x', now(), '{}')`,
        [destination, bucket, audience],
      );
    await write('hub', 'days-90:2020-02', 'to.r6271');
    await write('hub', 'days-90:2020-02', 'to.r6271');
    await write('hub', 'days-90:2020-03', 'to.r6271');
    // The local cursor stands behind this row: it counts as sent.
    await write('local', 'days-90:2020-03', 'local');
    expect((await dropExpiredBuckets(db(), LINE, NOW)).done).toEqual(
      expect.arrayContaining(['days-90:2020-02', 'days-90:2020-03']),
    );
    const told = `SELECT service, audience, position::int, detail FROM delivery_incident WHERE kind = 'unsent-dropped'`;
    expect(await identity.query(told)).toEqual([
      { service: 'identity', audience: 'to.r6271', position: 0, detail: 'days-90:2020-02: 2' },
    ]);
  });
});
