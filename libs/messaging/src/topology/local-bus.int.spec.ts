import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createWorkFolder, findFreePort, removeWorkFolder, startNats } from '@betang/testing';
import type { NatsServerProcess } from '@betang/testing';
import { SERVICE_NAMES } from '@betang/contracts';
import type { ServiceName } from '@betang/contracts';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import type { NatsConnection } from '@nats-io/transport-node';
import { applyTopology, writeServerConfig } from './apply-topology.js';
import { localConnectionOptions } from './connection-options.js';
import { readCredentials } from './credentials.js';
import { setServices } from './mode-change.js';
import { inboundStreamName, localSubject, shareSubject, streamName } from './subjects.js';
import { initTopology, topologyPaths } from './topology-folder.js';
import { verifyTopology } from './verify-topology.js';

const REGION = '62.03';
const EVENTS = streamName(REGION);
const INBOUND = inboundStreamName(REGION);
const store = { eventsBytes: 8_388_608, inboundBytes: 8_388_608, federationBytes: 8_388_608 };

interface Bus {
  readonly dir: string;
  as(user: string): Promise<NatsConnection>;
  stop(): Promise<void>;
}

async function startBus(mode: 'all' | 'split', services: readonly ServiceName[]): Promise<Bus> {
  const dir = createWorkFolder('local-bus');
  const port = await findFreePort();
  await initTopology(dir, {
    region: REGION,
    role: 'region',
    mode,
    services,
    listen: { host: '127.0.0.1', port },
    store,
  });
  await writeServerConfig(dir);
  const config = await readFile(topologyPaths(dir).configFile, 'utf8');
  const server: NatsServerProcess = await startNats({ dir, port, jetstream: false, config });
  await applyTopology(dir);
  const open: NatsConnection[] = [];
  return {
    dir,
    as: async (user) => {
      const options = localConnectionOptions(await readCredentials(topologyPaths(dir).local(user)));
      const connection = await connect({ ...options, waitOnFirstConnect: false });
      open.push(connection);
      return connection;
    },
    stop: async () => {
      await Promise.all(open.map((connection) => connection.close()));
      await server.stop();
      removeWorkFolder(dir);
    },
  };
}

/** Reads a stream as a service does: a disposable consumer of its own name, made, used and deleted. */
async function readAs(connection: NatsConnection, service: string, stream: string): Promise<string[]> {
  const manager = await jetstreamManager(connection);
  await manager.consumers.add(stream, {
    name: service,
    ack_policy: 'none',
    deliver_policy: 'all',
    inactive_threshold: 60e9,
    mem_storage: true,
  });
  const consumer = await jetstream(connection).consumers.get(stream, service);
  const subjects: string[] = [];
  for await (const message of await consumer.fetch({ max_messages: 100, expires: 5_000 })) {
    subjects.push(message.subject);
    if (message.info.pending === 0) break;
  }
  await manager.consumers.delete(stream, service);
  return subjects;
}

const refusal = { name: 'PermissionViolationError' };
const refused = { cause: refusal };

describe('the local bus in mode split', () => {
  const own = localSubject(REGION, 'identity', 'unit-opened', 1);
  const foreign = localSubject(REGION, 'learning-hours', 'hours-recorded', 1);
  const received = shareSubject('62', 'federation', 'training-catalog', 'programme-published', 1);
  let bus: Bus;
  let identity: NatsConnection;
  let learningHours: NatsConnection;
  beforeAll(async () => {
    bus = await startBus('split', SERVICE_NAMES);
    identity = await bus.as('identity');
    learningHours = await bus.as('learning-hours');
  });
  afterAll(() => bus.stop());

  it('lets each service publish its own facts and read both streams whole', async () => {
    await jetstream(identity).publish(own);
    await jetstream(learningHours).publish(foreign);
    await jetstream(identity).publish(received);
    expect(await readAs(learningHours, 'learning-hours', EVENTS)).toEqual([own, foreign]);
    expect(await readAs(learningHours, 'learning-hours', INBOUND)).toEqual([received]);
    const manager = await jetstreamManager(identity);
    expect(await manager.streams.getMessage(EVENTS, { last_by_subj: 'local.r6203.identity.>' })).toMatchObject({
      subject: own,
    });
    expect(await verifyTopology(bus.dir)).toEqual([]);
  });

  it('takes an atomic batch', async () => {
    const batch = await jetstream(learningHours).startBatch(foreign, '1');
    expect(await batch.commit(foreign, '2')).toMatchObject({ stream: EVENTS, count: 2 });
  });

  it('refuses a service the facts of another', async () => {
    await expect(jetstream(identity).publish(foreign)).rejects.toMatchObject(refused);
    await expect(jetstream(learningHours).publish(own)).rejects.toMatchObject(refused);
  });

  it('lets nobody but the home of the link fill INBOUND', async () => {
    await expect(jetstream(learningHours).publish(received)).rejects.toMatchObject(refused);
  });

  it('refuses a service to change, empty or delete the streams', async () => {
    const manager = await jetstreamManager(identity);
    await expect(manager.streams.delete(EVENTS)).rejects.toMatchObject(refused);
    await expect(manager.streams.purge(INBOUND)).rejects.toMatchObject(refused);
    await expect(manager.streams.update(EVENTS, { max_msgs: 1 })).rejects.toMatchObject(refused);
    await expect(manager.streams.add({ name: 'OTHER', subjects: ['other'] })).rejects.toMatchObject(refused);
  });

  it('refuses a service the consumer and the inbox of another', async () => {
    const manager = await jetstreamManager(identity);
    await expect(manager.consumers.add(EVENTS, { name: 'learning-hours', ack_policy: 'none' })).rejects.toMatchObject(
      refused,
    );
    await expect(manager.consumers.delete(EVENTS, 'learning-hours')).rejects.toMatchObject(refused);
    const errors: unknown[] = [];
    identity.subscribe('_INBOX_learning-hours.>', { callback: (error) => void errors.push(error) });
    await identity.flush();
    expect(errors).toEqual([expect.objectContaining(refusal)]);
  });
});

describe('the local bus in mode all', () => {
  it('has one user for all services, which still cannot touch the streams themselves', async () => {
    const bus = await startBus('all', ['identity', 'learning-hours']);
    const all = await bus.as('all');
    const subjects = [
      localSubject(REGION, 'identity', 'unit-opened', 1),
      localSubject(REGION, 'learning-hours', 'hours-recorded', 1),
    ];
    for (const subject of subjects) await jetstream(all).publish(subject);
    expect(await readAs(all, 'identity', EVENTS)).toEqual(subjects);
    expect(await readAs(all, 'learning-hours', EVENTS)).toEqual(subjects);
    await expect((await jetstreamManager(all)).streams.delete(EVENTS)).rejects.toMatchObject(refused);
    await expect(jetstream(all).publish('local.r6271.identity.unit-opened.v1')).rejects.toMatchObject(refused);
    await bus.stop();
  });

  it('becomes one user a service without a restart, and the common one loses its rights', async () => {
    const bus = await startBus('all', ['identity', 'learning-hours']);
    const subject = localSubject(REGION, 'identity', 'unit-opened', 1);
    await setServices(bus.dir, { mode: 'split', services: ['identity', 'learning-hours'] });
    await applyTopology(bus.dir);
    await jetstream(await bus.as('identity')).publish(subject);
    await expect(jetstream(await bus.as('learning-hours')).publish(subject)).rejects.toMatchObject(refused);
    await expect(bus.as('all')).rejects.toMatchObject({ name: 'AuthorizationError' });
    expect(await verifyTopology(bus.dir)).toEqual([]);
    await bus.stop();
  });
});
