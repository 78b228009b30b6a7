import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CompletionRevoked, newId, type EventContract } from '@betang/contracts';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { startRegionUnderTest, waitUntil, type RegionUnderTest, type ServiceUnderTest } from '@betang/testing';
import type { EventHandler } from '../handling/handler-registry.js';
import { PARKED_LIMIT } from '../reader/reader-state.js';
import { localConnectionOptions } from '../topology/connection-options.js';
import { readCredentials } from '../topology/credentials.js';
import { streamName } from '../topology/subjects.js';
import { topologyPaths } from '../topology/topology-folder.js';
import { leaving } from './testing/recorder.js';

const revoking = () => {
  const revoked = { completionId: newId(), employeeId: newId(), reason: 'recorded twice' };
  return CompletionRevoked.create({ subject: revoked.employeeId, data: revoked });
};

/** A line on which nothing more is said for a while: no later event comes to the help of those that are held. */
describe('events that are held on a quiet line', () => {
  let region: RegionUnderTest;
  let identity: ServiceUnderTest;
  let reader: ServiceUnderTest;
  let operator: NatsConnection;
  const poison = new Set<string>();
  const handler: EventHandler = {
    contract: CompletionRevoked as unknown as EventContract,
    kind: 'process',
    handle: async (events) => {
      if (events.some(({ subject }) => poison.has(subject))) throw new Error('never');
    },
  };

  beforeEach(async () => {
    region = await startRegionUnderTest('62.03', ['identity', 'training-catalog', 'learning-hours']);
    identity = await region.service('identity');
    reader = await region.service('learning-hours', [handler]);
    const paths = topologyPaths(join(region.dir, 'nats'));
    operator = await connect(localConnectionOptions(await readCredentials(paths.local('operator'))));
  });
  afterEach(async () => {
    await operator?.close();
    await region?.stop();
  });

  /** Twelve events, of which the stream has lost some; their origin is away and cannot tell them again. */
  const sendTwelveWithout = async (...lost: number[]): Promise<string[]> => {
    const catalog = await region.service('training-catalog');
    const events = Array.from({ length: 12 }, revoking);
    catalog.start();
    await catalog.publish(...events);
    await waitUntil('they are published', async () => {
      const [head] = await catalog.query<{ position: string }>('SELECT position FROM relay_head');
      return head?.position === '12';
    });
    await catalog.stop();
    const manager = await jetstreamManager(operator, { checkAPI: false });
    for (const sequence of lost) await manager.streams.deleteMessage(streamName('62.03'), sequence);
    return events.map(({ subject }) => subject);
  };
  const held = async () => (await reader.query('SELECT 1 FROM reader_held')).length;
  const reached = async () => {
    const [mark] = await reader.query<{ position: string }>(
      `SELECT position FROM reader_watermark WHERE service = 'training-catalog'`,
    );
    return Number(mark?.position ?? 0);
  };
  const allTaken = () =>
    waitUntil('all are taken in, and none is held', async () => (await reached()) === 12 && (await held()) === 0, {
      timeoutMs: 20_000,
    });
  const asked = async () => (await reader.query(`SELECT 1 FROM outbox WHERE type LIKE '%replay-requested%'`)).length;

  it('are taken in after a restart, also behind a second gap', async () => {
    await sendTwelveWithout(5, 8);
    reader.start();
    await waitUntil('they are held', async () => (await held()) === 6);
    await reader.stop();
    reader = await region.service('learning-hours', [handler]);
    reader.start();
    (await region.service('training-catalog')).start();
    await waitUntil('the first gap is filled', async () => (await reached()) >= 7);
    identity.start();
    await allTaken();
    expect(await asked()).toBeLessThan(5);
  });

  it('are taken in by a service that has nothing to do with them, without a new beginning', async () => {
    await sendTwelveWithout(5);
    await reader.stop();
    reader = await region.service('learning-hours');
    reader.start();
    await waitUntil('they are held', async () => (await held()) === 7);
    (await region.service('training-catalog')).start();
    await allTaken();
    identity.start();
    await identity.publish(leaving());
    await waitUntil('what comes then is saved', async () => {
      const rows = await reader.query(`SELECT 1 FROM reader_watermark WHERE service = 'identity'`);
      return rows.length > 0;
    });
    expect(reader.problems).toEqual([]);
  });

  it('are taken in when their region goes on that had too much parked in the middle of them', async () => {
    const subjects = await sendTwelveWithout(5);
    poison.add(subjects[4]!);
    await region.sql(
      `INSERT INTO learning_hours.parked (stream, sequence, region, service, type, subject, event_id, reason, detail, headers, body)
       SELECT 'INBOUND_r6203', n, '62.03', 'training-catalog', 'x', '', '', 'too-large', '', '[]', n::text::bytea FROM generate_series(1, $1) AS n`,
      [PARKED_LIMIT.count - 1],
    );
    reader.start();
    await waitUntil('they are held', async () => (await held()) === 7);
    const catalog = await region.service('training-catalog');
    catalog.start();
    identity.start();
    await waitUntil('the region stops', () => reader.delivery.reader?.state.stopped('62.03'));
    await waitUntil('what it says is not stored', async () => {
      const incidents = await reader.query(`SELECT 1 FROM delivery_incident WHERE kind = 'stopped'`);
      return incidents.length > 0;
    });
    const before = await asked();
    await reader.query(`UPDATE parked SET state = 'DISCARDED'`);
    await allTaken();
    expect((await asked()) - before).toBeLessThan(3);
  });
});
