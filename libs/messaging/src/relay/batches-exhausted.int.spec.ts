import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId, parseAudience, type UnnumberedEvent } from '@betang/contracts';
import { createWorkFolder, removeWorkFolder, startNats, waitUntil, type NatsServerProcess } from '@betang/testing';
import { jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import { headers, type NatsConnection } from '@nats-io/transport-node';
import { Bus } from '../connection/bus.js';
import { WakeSignal } from '../outbox/wake-signal.js';
import { BatchLimit } from './batch-limit.js';
import { JetStreamPublisher } from './jetstream-publisher.js';
import { numberBatch, type Head, type LogEntry } from './number-batch.js';
import { Relay } from './relay.js';
import type { RelayKey, RelayRow } from './relay-row.js';
import type { RelayStore } from './relay-store.js';

const STREAM = 'EVENTS';
const SUBJECT = 'local.r6203.>';
const MOST_BYTES = 8 * 1024;
/** What the publisher keeps to single messages for. */
const REST_MS = 10_000;

/** An outbox in memory, whose cursor moves as the one in Postgres does: by compare-and-set, behind what was acknowledged. */
class MemoryOutbox {
  rows: RelayRow[] = [];
  at: RelayKey = { generation: 0, xid: '0', seq: '0' };
  /** Each move of the cursor: how many rows it went on. */
  readonly moves: number[] = [];
  readonly log: LogEntry[] = [];

  readonly store = {
    cursor: async () => this.at,
    heads: async () => new Map<string, Head>(),
    hasMore: async (after: RelayKey) => this.after(after).length > 0,
    next: async (after: RelayKey, limit: number) => this.after(after).slice(0, limit),
    advance: async (from: RelayKey, to: RelayKey, log: readonly LogEntry[]) => {
      expect(from.seq).toBe(this.at.seq);
      this.moves.push(Number(to.seq) - Number(from.seq));
      this.at = to;
      this.log.push(...log);
    },
  } as unknown as RelayStore;

  write(count: number, bytes: (index: number) => number = () => 20): void {
    for (let index = 0; index < count; index += 1) {
      const event: UnnumberedEvent = {
        id: newId(),
        type: 'betang.identity.unit-recorded.v1',
        region: '62.03',
        service: 'identity',
        subject: newId(),
        time: '2026-11-23T00:00:00.000Z',
        dataschema: 'urn:betang:schema:identity.unit-recorded:1',
        audience: parseAudience('local'),
        epoch: '1.0123456789ab',
        body: Buffer.alloc(bytes(index), 'x'),
      };
      this.rows.push({ key: { generation: 1, xid: '1', seq: String(this.rows.length + 1) }, event });
    }
  }

  private after({ seq }: RelayKey): RelayRow[] {
    return this.rows.slice(Number(seq));
  }
}

describe('a stream that bears no more open batches (10210)', () => {
  let nats: NatsServerProcess;
  let bus: Bus;
  let connection: NatsConnection;
  let manager: JetStreamManager;
  let publisher: JetStreamPublisher;
  let outbox: MemoryOutbox;
  let running: Promise<void>;
  let now: number;
  const problems: unknown[] = [];
  const lifetime = new AbortController();
  let stop: AbortController;

  const dir = createWorkFolder('one-batch');

  beforeAll(async () => {
    nats = await startNats({
      ...{ dir, jetstream: false },
      config: `jetstream { store_dir: "${dir}/jetstream", sync_interval: always, limits { batch { max_inflight_per_stream: 1 } } }`,
    });
    bus = await Bus.open('relay', { servers: nats.url }, lifetime.signal);
    connection = bus.connection;
    manager = await jetstreamManager(connection);
  }, 60_000);
  afterAll(async () => {
    lifetime.abort();
    await bus?.close();
    await nats?.stop();
    removeWorkFolder(dir);
  });
  beforeEach(async () => {
    await manager.streams.add({ name: STREAM, subjects: [SUBJECT], allow_atomic: true, max_msg_size: MOST_BYTES });
    problems.length = 0;
    now = Date.parse('2026-11-23T08:00:00Z');
    publisher = new JetStreamPublisher(bus, '_INBOX', { now: () => now });
    outbox = new MemoryOutbox();
    stop = new AbortController();
  });
  afterEach(async () => {
    stop.abort();
    await running;
    await publisher.close();
    await manager.streams.delete(STREAM);
  });

  const relay = () => {
    const made = new Relay({
      store: outbox.store,
      publisher,
      wake: new WakeSignal(),
      limit: new BatchLimit(500, 4 * 1024 * 1024),
      sign: () => undefined,
      recover: async () => undefined,
      connected: async () => undefined,
      connects: () => 1,
      onProblem: (error) => problems.push(error),
    });
    running = made.run(stop.signal);
    return made;
  };
  const sendOpen = (id: string, sequence: number, more: Record<string, string> = {}) => {
    const list = headers();
    const all = { 'Nats-Batch-Id': id, 'Nats-Batch-Sequence': String(sequence), ...more };
    for (const [name, value] of Object.entries(all)) list.set(name, value);
    return connection.request('local.r6203.other', 'x', { headers: list, timeout: 5_000 });
  };
  /** Somebody else's batch, which takes the one place that there is, until it is ended. */
  const occupy = async () => {
    const id = newId();
    expect((await sendOpen(id, 1)).data).toHaveLength(0);
    return async () => {
      expect((await sendOpen(id, 2, { 'Nats-Batch-Commit': '1' })).json<object>()).not.toHaveProperty('error');
    };
  };
  const stored = async () => {
    const { state } = await manager.streams.info(STREAM);
    const found = [];
    for (let seq = state.first_seq; seq <= state.last_seq; seq += 1) {
      const message = await manager.streams.getMessage(STREAM, { seq });
      if (message?.subject === 'local.r6203.other') continue;
      found.push({ id: message!.header.get('ce-id'), batch: message!.header.get('Nats-Batch-Id') });
    }
    return found;
  };
  const ids = (rows = outbox.rows) => rows.map(({ event }) => event.id);
  const allPublished = () =>
    waitUntil('the cursor stands at the end', () => outbox.at.seq === String(outbox.rows.length), {
      timeoutMs: 60_000,
    });

  it('gets them one by one, in their order, each once, and the cursor stands behind all of them', async () => {
    const end = await occupy();
    outbox.write(200);
    const { progress } = relay();
    await allPublished();
    const found = await stored();
    expect(found.map(({ id }) => id)).toEqual(ids());
    expect(found.every(({ batch }) => batch === '')).toBe(true);
    expect(progress).toMatchObject({ published: 200, batchesExhausted: { times: 1, lastAt: new Date(now) } });
    expect(problems).toMatchObject([{ code: 'publish-batches-exhausted' }]);
    await end();
  });

  it('asks for no batch for ten seconds, and for one again after that', async () => {
    const end = await occupy();
    outbox.write(50);
    expect(await publisher.publish(publications(0, 50))).toBe(50);
    await end();
    now += REST_MS - 1;
    outbox.write(50);
    expect(await publisher.publish(publications(50, 100))).toBe(50);
    now += 1;
    outbox.write(50);
    expect(await publisher.publish(publications(100, 150))).toBe(50);
    const batches = (await stored()).map(({ batch }) => batch);
    expect(batches.slice(0, 100).every((batch) => batch === '')).toBe(true);
    expect(new Set(batches.slice(100))).toEqual(new Set([batches[100]]));
    expect(batches[100]).not.toBe('');
    expect(publisher.batchesExhausted).toMatchObject({ times: 1 });
  });

  it('takes only what stands before an event that it refuses: the cursor moves so far, and that event is tried again', async () => {
    const end = await occupy();
    const refused = 120;
    outbox.write(200, (index) => (index === refused ? MOST_BYTES : 20));
    const { progress } = relay();
    await waitUntil('it tries the refused one again', () => progress.state === 'retrying');
    expect(progress.problem).toBe('publish-refused');
    expect(outbox.at.seq).toBe(String(refused));
    expect(outbox.moves).toEqual([refused]);
    expect(outbox.log.at(-1)).toMatchObject({ audience: 'local', last: { position: refused } });
    await manager.streams.update(STREAM, { max_msg_size: 2 * MOST_BYTES });
    await allPublished();
    expect(outbox.moves.reduce((sum, rows) => sum + rows, 0)).toBe(200);
    // What came behind the refused one before it comes again: receivers take it once, by its position.
    const found = (await stored()).map(({ id }) => id);
    const lastOf = new Map(found.map((id, index) => [id, index]));
    expect([...lastOf].sort(([, one], [, other]) => one - other).map(([id]) => id)).toEqual(ids());
    expect(found.slice(0, refused)).toEqual(ids().slice(0, refused));
    await end();
  });

  const publications = (from: number, to: number) =>
    numberBatch(outbox.rows, new Map())
      .events.slice(from, to)
      .map((event) => ({ subject: 'local.r6203.identity.unit-recorded.v1', event }));
});
