import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CompletionRevoked, newId, type EventContract } from '@betang/contracts';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { startRegionUnderTest, waitUntil, type RegionUnderTest, type ServiceUnderTest } from '@betang/testing';
import type pg from 'pg';
import type { EventHandler } from '../handling/handler-registry.js';
import { localConnectionOptions } from '../topology/connection-options.js';
import { readCredentials } from '../topology/credentials.js';
import { streamName } from '../topology/subjects.js';
import { topologyPaths } from '../topology/topology-folder.js';

const revoking = () => {
  const revoked = { completionId: newId(), employeeId: newId(), reason: 'recorded twice' };
  return CompletionRevoked.create({ subject: revoked.employeeId, data: revoked });
};

/** A leader that loses its lock in the middle of a batch, while the batch itself goes on and is kept. */
describe('another instance that takes over', () => {
  let region: RegionUnderTest;
  let catalog: ServiceUnderTest;
  let first: ServiceUnderTest;
  let second: ServiceUnderTest;
  let goOn: () => void;
  let atPosition: number;
  let isBlocked: boolean;

  beforeEach(async () => {
    region = await startRegionUnderTest('62.03', ['identity', 'training-catalog', 'learning-hours']);
    await region.sql(
      'CREATE TABLE learning_hours.seen (position bigint); GRANT ALL ON learning_hours.seen TO learning_hours_app',
    );
    isBlocked = false;
    const gate = new Promise<void>((resolve) => (goOn = resolve));
    catalog = await region.service('training-catalog');
    first = await region.service('learning-hours', [
      recording(async (positions) => {
        if (!positions.includes(atPosition)) return;
        isBlocked = true;
        await gate;
      }),
    ]);
    second = await region.service('learning-hours', [recording(async () => undefined)]);
  });
  afterEach(async () => {
    goOn();
    await region?.stop();
  });

  const recording = (then: (positions: readonly number[]) => Promise<void>): EventHandler => ({
    contract: CompletionRevoked as unknown as EventContract,
    kind: 'process',
    handle: async (events, { transaction }) => {
      const positions = events.map(({ position }) => position);
      await transaction.execute('INSERT INTO seen SELECT * FROM unnest($1::bigint[])', [positions]);
      await then(positions);
    },
  });
  const publishedTo = (position: number) =>
    waitUntil('they are published', async () => {
      const [head] = await catalog.query<{ position: string }>('SELECT position FROM relay_head');
      return Number(head?.position) >= position;
    });
  const takeLock = async () => {
    await waitUntil('it is in the middle of a batch', () => isBlocked);
    await region.sql(
      `SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_stat_activity USING (pid)
        WHERE locktype = 'advisory' AND granted AND usename = 'learning_hours_app'`,
    );
  };
  const reached = async (position: number) => {
    const rows = await first.query(
      `SELECT 1 FROM reader_watermark WHERE service = 'training-catalog' AND position >= $1`,
      [position],
    );
    return rows.length > 0;
  };
  const seen = async () => {
    const rows = await first.query<{ position: string }>('SELECT position FROM seen ORDER BY position');
    return rows.map(({ position }) => Number(position));
  };
  const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

  it('takes nothing again of what had been held', async () => {
    atPosition = 6;
    catalog.start();
    await catalog.publish(...Array.from({ length: 12 }, revoking));
    await publishedTo(12);
    await catalog.stop();
    const paths = topologyPaths(join(region.dir, 'nats'));
    const operator = await connect(localConnectionOptions(await readCredentials(paths.local('operator'))));
    const manager = await jetstreamManager(operator, { checkAPI: false });
    await manager.streams.deleteMessage(streamName('62.03'), 5);
    await operator.close();
    first.start();
    await waitUntil('they are held', async () => (await first.query('SELECT 1 FROM reader_held')).length === 7);
    second.start();
    catalog = await region.service('training-catalog');
    catalog.start();
    await takeLock();
    await waitUntil('the other leads', () => second.delivery.progress.leading);
    await catalog.publish(revoking());
    await waitUntil('it wants them too', async () => {
      const waiting = await region.sql(
        `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = 'betang'`,
      );
      return waiting.length > 0;
    });
    goOn();
    await waitUntil('all are taken in', () => reached(13));
    expect(await seen()).toEqual(upTo(13));
  });

  it('takes nothing again that was kept while it looked where it is to begin', async () => {
    atPosition = 12;
    const { database } = second.delivery.ports;
    const open = database.connect.bind(database);
    database.connect = async () => {
      const client = await open();
      const query = client.query.bind(client) as (...parts: unknown[]) => Promise<unknown>;
      const paused = async (text: unknown, ...rest: unknown[]): Promise<unknown> => {
        if (String(text).includes('FROM reader_place')) {
          goOn();
          await waitUntil('the batch is kept', () => reached(12));
        }
        return query(text, ...rest);
      };
      return Object.assign(client, { query: paused as pg.Client['query'] });
    };
    catalog.start();
    first.start();
    await waitUntil('the first leads', () => first.delivery.progress.leading);
    second.start();
    await catalog.publish(...Array.from({ length: 12 }, revoking));
    await takeLock();
    await waitUntil('all are taken in', () => reached(12));
    await waitUntil('the other leads', () => second.delivery.reader !== undefined);
    await catalog.publish(revoking());
    await waitUntil('what comes then is taken in', () => reached(13));
    expect(await seen()).toEqual(upTo(13));
  });
});
