import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ReplayRequested, newId, type EventRecord } from '@betang/contracts';
import { startRegionUnderTest, type RegionUnderTest, type ServiceUnderTest } from '@betang/testing';
import type { LeaderConnection } from '../leading/leader-connection.js';
import { leaving } from '../engine/testing/recorder.js';
import { findEvent, findPublication } from '../operations/known-events.js';
import { checkPublished, findChainAt } from '../operations/published-line.js';
import { dropExpiredBuckets } from '../outbox/buckets.js';
import { mergeLog, pruneLog } from './log-upkeep.js';
import { MOST_POSITIONS } from './merge-log.js';
import { numberBatch } from './number-batch.js';
import { availableFrom, publishedEvents } from './published-events.js';
import { RelayStore, type RelayIdentity } from './relay-store.js';

const LOCAL = 1_300;
const DIRECTED = 40;
const AUDIENCES = ['local', 'to.r6271'] as const;

/** A fact that is kept for 90 days, for any audience. */
const asked = (to: (typeof AUDIENCES)[number]) =>
  ReplayRequested.create({
    subject: newId(),
    to,
    data: { requestId: newId(), service: 'identity', audience: 'local', epoch: '1.a', from: 1, to: 1 },
  });

describe('the log of what was published', () => {
  let region: RegionUnderTest;
  let identity: ServiceUnderTest;
  let client: LeaderConnection;
  let relayed: RelayIdentity;
  let before: Map<string, EventRecord[]>;

  beforeAll(async () => {
    region = await startRegionUnderTest('62.03', ['identity']);
    identity = await region.service('identity');
    const { query } = identity;
    client = {
      query: async (question: string | { text: string; values?: unknown[] }, values?: unknown[]) => {
        const asText = typeof question === 'string';
        const rows = asText ? await query(question, values) : await query(question.text, question.values);
        return { rows, rowCount: rows.length };
      },
    } as unknown as LeaderConnection;
    relayed = { region: '62.03', service: 'identity', generation: region.epoch.generation, epoch: region.epoch.epoch };
  });
  afterAll(async () => region?.stop());

  beforeEach(async () => {
    await region.sql('TRUNCATE identity.outbox, identity.relay_log, identity.relay_cursor');
    for (let at = 0; at < LOCAL; at += 100) {
      const local = Array.from({ length: 100 }, (_, index) => (index % 3 === 0 ? asked('local') : leaving()));
      const directed = Array.from({ length: (100 * DIRECTED) / LOCAL }, () => asked('to.r6271'));
      await identity.publish(...local, ...directed);
    }
    for (const destination of ['local', 'hub'] as const) await relay(destination);
    before = await everything();
    await identity.query(`UPDATE relay_log SET acknowledged_at = now() - interval '4 days'`);
  });

  /** Publishes what waits, in batches of one to seven, to nobody: only the books are of interest here. */
  const relay = async (destination: 'local' | 'hub') => {
    const store = new RelayStore(client, relayed, destination);
    let cursor = await store.cursor();
    for (let size = 1; ; size = (size % 7) + 1) {
      const rows = await store.next(cursor, size);
      const last = rows.at(-1);
      if (!last) return;
      await store.advance(cursor, last.key, numberBatch(rows, await store.heads()).log);
      cursor = last.key;
    }
  };
  const eventsOf = async (audience: string, first = 1) => {
    const range = { audience, epoch: relayed.epoch, first, last: 1_000_000 };
    const events: EventRecord[] = [];
    for await (const batch of publishedEvents(client, relayed, range)) events.push(...batch);
    return events;
  };
  const everything = async () => {
    const found = new Map<string, EventRecord[]>();
    for (const audience of AUDIENCES) found.set(audience, await eventsOf(audience));
    return found;
  };
  const heads = () => identity.query('SELECT audience, position, chain FROM relay_head ORDER BY audience');
  const logRows = async (audience = 'local') =>
    identity.query<{ first: number; last: number }>(
      'SELECT first_position::int AS first, last_position::int AS last FROM relay_log WHERE audience = $1 ORDER BY 2',
      [audience],
    );
  const db = () => ({
    query: identity.query,
    execute: async (text: string, values?: readonly unknown[]) =>
      (await identity.database.pool.query(text, values as unknown[])).rowCount ?? 0,
  });
  /** The rows of these positions lie in a month that is over long ago. */
  const grewOld = async (events: readonly EventRecord[]) => {
    await identity.query(`SELECT outbox_make_bucket('days-90:2020-01')`);
    await identity.query(`UPDATE outbox SET bucket = 'days-90:2020-01' WHERE id = ANY($1::uuid[])`, [
      events.map(({ id }) => id),
    ]);
    expect(
      (await dropExpiredBuckets(db(), { region: '62.03', service: 'identity', epoch: '1.log' }, new Date())).done,
    ).toEqual(['days-90:2020-01']);
  };

  it('holds every position with the same chain after its rows were merged', async () => {
    const [known, count] = [await heads(), (await logRows()).length];
    expect(before.get('local')).toHaveLength(LOCAL);
    expect(await mergeLog(db(), new Date())).toBeGreaterThan(count / 2);
    expect(await everything()).toEqual(before);
    expect(await heads()).toEqual(known);
    const rows = await logRows();
    expect(rows.length).toBeLessThanOrEqual(4);
    expect(Math.max(...rows.map(({ first, last }) => last - first + 1))).toBeLessThanOrEqual(MOST_POSITIONS);
    for (const audience of AUDIENCES) {
      const line = { epoch: relayed.epoch, audience };
      const events = before.get(audience)!;
      for (const { position, chain } of events.filter((_, index) => index % 67 === 0))
        expect(await findChainAt(client, relayed, line, position)).toBe(chain);
      const check = await checkPublished(client, relayed, line, { positions: 1_000_000, witnesses: [] });
      expect(check).toMatchObject({ checked: events.length, notKept: 0, differences: [] });
    }
    expect(await mergeLog(db(), new Date())).toBe(0);
  });

  it('still says where an event stands, and nothing where rows beside it are no longer kept', async () => {
    await mergeLog(db(), new Date());
    const placeOf = async ({ id }: EventRecord) => {
      const [own] = await findEvent(db(), { outboxes: ['identity'], archives: [], closed: [] }, id);
      return findPublication(db(), own!);
    };
    const local = before.get('local')!;
    const some = [local[0]!, local[498]!, local[777]!, local[LOCAL - 1]!, before.get('to.r6271')![5]!];
    const { epoch } = relayed;
    expect(await Promise.all(some.map(placeOf))).toEqual(some.map(({ position }) => ({ epoch, position })));
    await grewOld([local[3]!]);
    expect(await placeOf(local[4]!)).toBeUndefined();
    expect(await placeOf(local[777]!)).toEqual({ epoch, position: 778 });
  });

  it('keeps the rows of the last days as they are', async () => {
    await identity.query('UPDATE relay_log SET acknowledged_at = now() WHERE last_position > 1000');
    const young = (await logRows()).filter(({ last }) => last > 1_000);
    await mergeLog(db(), new Date());
    expect((await logRows()).filter(({ last }) => last > 1_000)).toEqual(young);
    expect(await everything()).toEqual(before);
  });

  it('may be merged while it is read: each position is told once', async () => {
    await region.sql('TRUNCATE identity.relay_log, identity.relay_cursor');
    const store = new RelayStore(client, relayed, 'local');
    // One row an event: more rows than are read at once.
    for (let cursor = await store.cursor(); ;) {
      const [row] = await store.next(cursor, 1);
      if (!row) break;
      await store.advance(cursor, row.key, numberBatch([row], await store.heads()).log);
      cursor = row.key;
    }
    await identity.query(`UPDATE relay_log SET acknowledged_at = now() - interval '4 days'`);
    const range = { audience: 'local', epoch: relayed.epoch, first: 1, last: LOCAL };
    const told: EventRecord[] = [];
    for await (const batch of publishedEvents(client, relayed, range)) {
      if (told.length === 300) expect(await mergeLog(db(), new Date())).toBeGreaterThan(1_000);
      told.push(...batch);
    }
    expect(told).toEqual(before.get('local'));
  });

  it('forgets what has nothing left in the outbox, and finds everything behind it', async () => {
    const local = before.get('local')!;
    await grewOld(local.slice(0, 700));
    const known = await heads();
    expect(await pruneLog(db())).toBeGreaterThan(0);
    expect(await heads()).toEqual(known);
    const [first] = await logRows();
    expect(first!.last).toBeGreaterThan(700);
    const from = await availableFrom(client, { audience: 'local', epoch: relayed.epoch });
    expect(from).toBeLessThanOrEqual(708);
    expect(await eventsOf('local', from)).toEqual(local.slice(from! - 1));
    expect(await eventsOf('to.r6271')).toEqual(before.get('to.r6271'));
    await mergeLog(db(), new Date());
    expect(await eventsOf('to.r6271')).toEqual(before.get('to.r6271'));
    expect(await pruneLog(db())).toBe(0);
  });

  it('keeps the end of each line when nothing else is left, so that counting goes on', async () => {
    const known = await heads();
    await grewOld([...before.values()].flat());
    await pruneLog(db());
    expect(await heads()).toEqual(known);
    expect([await logRows('local'), await logRows('to.r6271')].map(({ length }) => length)).toEqual([1, 1]);
    await identity.publish(leaving());
    await relay('local');
    expect(
      (await eventsOf('local', LOCAL + 1)).map(({ position, previousChain }) => [position, previousChain]),
    ).toEqual([[LOCAL + 1, before.get('local')!.at(-1)!.chain]]);
  });
});
