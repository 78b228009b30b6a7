import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { existsSync } from 'node:fs';
import { isAlive } from './process-table.js';
import { startNats, type NatsServerProcess } from './nats-server.js';

async function withConnection<T>(
  server: NatsServerProcess,
  work: (connection: NatsConnection) => Promise<T>,
): Promise<T> {
  const connection = await connect({ servers: server.url });
  try {
    return await work(connection);
  } finally {
    await connection.close();
  }
}

const addStream = (connection: NatsConnection) =>
  jetstreamManager(connection).then((manager) => manager.streams.add({ name: 'FACTS', subjects: ['facts'] }));
const countMessages = (server: NatsServerProcess) =>
  withConnection(server, async (connection) => {
    const manager = await jetstreamManager(connection);
    const streams = await manager.streams.list().next();
    return streams.map(({ config, state }) => [config.name, state.messages]);
  });

describe('startNats', () => {
  let server: NatsServerProcess;
  beforeAll(async () => {
    server = await startNats();
  });
  afterAll(() => server.stop());

  it('syncs every message to a store in its own folder', async () => {
    const answer = await fetch(`${server.monitorUrl}/varz`);
    const { jetstream: info, host } = (await answer.json()) as { host: string; jetstream: { config: object } };
    expect(host).toBe('127.0.0.1');
    expect(info.config).toMatchObject({ sync_always: true, store_dir: `${server.dir}/jetstream/jetstream` });
  });

  it('keeps its messages through kill -9 and loses them with its store', async () => {
    await withConnection(server, async (connection) => {
      await addStream(connection);
      await jetstream(connection).publish('facts', 'one');
    });
    await server.kill9();
    expect(server.isRunning()).toBe(false);
    await server.restart();
    expect(await countMessages(server)).toEqual([['FACTS', 1]]);
    expect(() => server.wipeStore()).toThrow(expect.objectContaining({ code: 'testing.server-not-stopped' }));
    await server.kill9();
    server.wipeStore();
    await server.restart();
    expect(await countMessages(server)).toEqual([]);
  });

  it('takes a new configuration without a restart', async () => {
    const { pid } = server;
    await server.reload('max_payload: 2048');
    expect(await withConnection(server, (connection) => Promise.resolve(connection.info?.max_payload))).toBe(2048);
    await server.reload('max_payload: 4096');
    expect(await withConnection(server, (connection) => Promise.resolve(connection.info?.max_payload))).toBe(4096);
    expect([server.pid, isAlive(pid)]).toEqual([pid, true]);
  });

  it('refuses a broken configuration and goes on with the old one', async () => {
    await expect(server.reload('max_payload: many')).rejects.toMatchObject({ code: 'testing.nats-config-refused' });
    await server.restart();
    expect(server.isRunning()).toBe(true);
  });

  it('removes its work folder on stop', async () => {
    const other = await startNats({ jetstream: false });
    expect(await withConnection(other, (connection) => Promise.resolve(connection.info?.jetstream))).toBeFalsy();
    await other.stop();
    expect([existsSync(other.dir), isAlive(other.pid)]).toEqual([false, false]);
  });
});
