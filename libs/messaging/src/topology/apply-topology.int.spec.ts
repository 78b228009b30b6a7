import { cp, readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createWorkFolder, findFreePort, removeWorkFolder, startNats, waitUntil } from '@betang/testing';
import { jetstream } from '@nats-io/jetstream';
import type { ConsumerMessages, JetStreamClient } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import type { NatsConnection } from '@nats-io/transport-node';
import { applyTopology } from './apply-topology.js';
import { withHubManager, withLocalManager } from './bus-sessions.js';
import { HUB_JETSTREAM_OPTIONS, hubConnectionOptions } from './connection-options.js';
import { readCredentials } from './credentials.js';
import { removeRegion, setRegionState } from './region-registry.js';
import { setServerAddress } from './server-address.js';
import { regionConsumer } from './streams.js';
import { startHub } from './testing/hub-under-test.js';
import type { HubUnderTest } from './testing/hub-under-test.js';
import { readTopology, topologyPaths, writeTopology } from './topology-folder.js';
import type { Topology } from './topology.js';
import { verifyTopology } from './verify-topology.js';

const FROM_KAPUAS = 'share.r6203.federation.identity.heads-published.v1';
const TO_KAPUAS = 'share.r62.to.r6203.identity.directed.v1';
const RESET = 'hub.api.CONSUMER.RESET.FEDERATION.r6203';

const hubOf = (connection: NatsConnection): JetStreamClient => jetstream(connection, HUB_JETSTREAM_OPTIONS);
const fetchFrom = async (connection: NatsConnection, consumer: string, count: number): Promise<ConsumerMessages> =>
  (await hubOf(connection).consumers.get('FEDERATION', consumer)).fetch({ max_messages: count, expires: 20_000 });
const bodies = async (messages: ConsumerMessages): Promise<string[]> => {
  const found: string[] = [];
  for await (const message of messages) found.push(message.string());
  return found;
};

describe('the topology of a running hub', () => {
  let hub: HubUnderTest;
  let topology: Topology;
  beforeAll(async () => {
    hub = await startHub({ createWorkFolder, findFreePort, startNats }, ['62.03']);
    topology = await readTopology(hub.dir);
  });
  afterEach(() => writeTopology(hub.dir, topology));
  afterAll(() => hub.stop());

  it('changes nothing the second time and finds no difference', async () => {
    expect(await applyTopology(hub.dir)).toEqual({ changed: [], remaining: [] });
    expect(await verifyTopology(hub.dir)).toEqual([]);
  });

  it('keeps the old configuration in force when the server refuses the new one', async () => {
    const { configFile } = topologyPaths(hub.dir);
    const before = await readFile(configFile, 'utf8');
    await writeTopology(hub.dir, { ...topology, tls: { certFile: '/no/such/cert.pem', keyFile: '/no/such/key.pem' } });
    await expect(applyTopology(hub.dir)).rejects.toMatchObject({ code: 'server-refused-configuration' });
    expect(await readFile(configFile, 'utf8')).toBe(before);
    await hubOf(await hub.connectAs('62.03')).publish(FROM_KAPUAS, 'still served');
  });

  it('says which stream the server refuses', async () => {
    await writeTopology(hub.dir, { ...topology, replicas: 3 });
    await expect(applyTopology(hub.dir)).rejects.toMatchObject({
      code: 'server-refused-configuration',
      field: 'stream EVENTS_r62',
    });
  });

  it('says when the server was started with another file', async () => {
    const elsewhere = createWorkFolder('elsewhere');
    await writeTopology(elsewhere, { ...topology, regions: topology.regions.slice(0, 1) });
    await cp(`${hub.dir}/credentials`, `${elsewhere}/credentials`, { recursive: true });
    await expect(applyTopology(elsewhere)).rejects.toMatchObject({ code: 'server-not-reloaded' });
    removeWorkFolder(elsewhere);
  });
});

describe('a hub with regions', () => {
  let hub: HubUnderTest;
  beforeEach(async () => {
    hub = await startHub({ createWorkFolder, findFreePort, startNats }, ['62.03', '62.71']);
  });
  afterEach(() => hub.stop());

  it('lets a region publish, fetch, acknowledge and go back to its last acknowledgement through its own account', async () => {
    const kapuas = await hub.connectAs('62.03');
    for (const body of ['1', '2', '3', '4']) await hubOf(await hub.connectAs('62')).publish(TO_KAPUAS, body);
    const messages = await fetchFrom(kapuas, 'r6203', 4);
    const read: string[] = [];
    for await (const message of messages) {
      read.push(message.string());
      if (message.string() === '2') expect(await message.ackAck()).toBe(true);
    }
    expect(read).toEqual(['1', '2', '3', '4']);
    await kapuas.request(RESET);
    expect(await bodies(await fetchFrom(kapuas, 'r6203', 2))).toEqual(['3', '4']);
  });

  it('takes an atomic batch through a region’s account, whole and in order', async () => {
    const batch = await hubOf(await hub.connectAs('62.03')).startBatch(FROM_KAPUAS, '1');
    for (let count = 2; count < 500; count++) batch.add(FROM_KAPUAS, String(count));
    expect(await batch.commit(FROM_KAPUAS, '500')).toMatchObject({ stream: 'FEDERATION', count: 500, seq: 500 });
    const received = await bodies(await fetchFrom(await hub.connectAs('62.71'), 'r6271', 500));
    expect(received).toEqual(Array.from({ length: 500 }, (_, index) => String(index + 1)));
  });

  it('adds a region while others stay connected, a waiting fetch of theirs included', async () => {
    const kapuas = await hub.connectAs('62.03');
    const { server_id, client_id } = kapuas.info ?? {};
    const waiting = await fetchFrom(kapuas, 'r6203', 1);
    const credentials = await hub.addRegion('62.01');
    await hubOf(await hub.connectAs('62.01')).publish('share.r6201.federation.identity.heads-published.v1', 'new here');
    expect(await bodies(waiting)).toEqual(['new here']);
    expect(kapuas.info).toMatchObject({ server_id, client_id });
    expect(kapuas.stats().inMsgs).toBeGreaterThan(0);
    expect(credentials).toMatchObject({ kind: 'hub', region: '62.01', user: 'r6201' });
    expect(await verifyTopology(hub.dir)).toEqual([]);
  });

  it('shuts a suspended region out, keeps its place, and lets it in again without a new key', async () => {
    const kapuas = await connect(hubConnectionOptions(hub.credentials('62.03')));
    const palangka = await hub.connectAs('62.71');
    const palangkaBefore = palangka.info?.client_id;
    await setRegionState(hub.dir, '62.03', 'suspended');
    const { changed } = await applyTopology(hub.dir);
    expect(changed.map(({ object }) => object)).toEqual(['server']);
    const once = { ...hubConnectionOptions(hub.credentials('62.03')), waitOnFirstConnect: false, reconnect: false };
    await expect(connect(once)).rejects.toThrow(expect.objectContaining({ name: 'AuthorizationError' }));
    await hubOf(palangka).publish('share.r6271.federation.identity.heads-published.v1', 'while it was away');
    expect(palangka.info?.client_id).toBe(palangkaBefore);

    await setRegionState(hub.dir, '62.03', 'active');
    await applyTopology(hub.dir);
    await waitUntil(
      'the suspended region is back by itself',
      () => kapuas.info?.client_id !== undefined && kapuas.flush().then(() => true),
    );
    expect(await bodies(await fetchFrom(kapuas, 'r6203', 1))).toEqual(['while it was away']);
    await kapuas.close();
  });

  it('forgets a removed region and keeps its events', async () => {
    await hubOf(await hub.connectAs('62.03')).publish(FROM_KAPUAS, 'stays');
    await removeRegion(hub.dir, '62.03');
    const { changed } = await applyTopology(hub.dir);
    expect(changed).toContainEqual(
      expect.objectContaining({ object: 'consumer r6203', expected: false, actual: true }),
    );
    const once = { ...hubConnectionOptions(hub.credentials('62.03')), waitOnFirstConnect: false, reconnect: false };
    await expect(connect(once)).rejects.toThrow(expect.objectContaining({ name: 'AuthorizationError' }));
    expect(await bodies(await fetchFrom(await hub.connectAs('62.71'), 'r6271', 1))).toEqual(['stays']);
    expect(await verifyTopology(hub.dir)).toEqual([]);
  });

  it('names each difference, changes what can be changed, and leaves the rest with its way out', async () => {
    await withHubManager(hub.dir, async (manager) => {
      await manager.streams.update('FEDERATION', { max_age: 1e9 * 3600, allow_direct: true });
      await manager.consumers.update('FEDERATION', 'r6203', { filter_subjects: ['share.>'] });
      await manager.consumers.delete('FEDERATION', 'r6271');
      await manager.consumers.add('FEDERATION', { durable_name: 'r9999', ack_policy: 'explicit' });
    });
    await withLocalManager(hub.dir, async (manager) => {
      await manager.streams.delete('INBOUND_r62');
      await manager.streams.add({ name: 'INBOUND_r62', subjects: ['share.>'], storage: 'memory' });
    });
    const found = await verifyTopology(hub.dir);
    const named = found.map(({ object, field, remedy }) => `${object}: ${field} -> ${remedy}`);
    const changeable = [
      'stream FEDERATION: max_age -> apply',
      'stream FEDERATION: allow_direct -> apply',
      'consumer r6203: filter_subjects -> apply',
      'consumer r6271: exists -> apply',
      'consumer r9999: exists -> apply',
      'region 62.71: reaches its consumer -> apply',
    ];
    expect(named).toEqual(expect.arrayContaining([...changeable, 'stream INBOUND_r62: storage -> recreate-stream']));
    expect(found).toContainEqual({
      object: 'stream FEDERATION',
      field: 'max_age',
      expected: 7_776_000e9,
      actual: 3600e9,
      remedy: 'apply',
    });

    const { remaining } = await applyTopology(hub.dir);
    const storage = {
      object: 'stream INBOUND_r62',
      field: 'storage',
      expected: 'file',
      actual: 'memory',
      remedy: 'recreate-stream',
    };
    expect(remaining).toEqual([storage]);
    expect(await verifyTopology(hub.dir)).toEqual([storage]);
  });

  it('leaves a consumer that cannot be changed where it is, with its place', async () => {
    const { ack_policy, ...rest } = regionConsumer(await readTopology(hub.dir), '62.03');
    await withHubManager(hub.dir, async (manager) => {
      await manager.consumers.delete('FEDERATION', 'r6203');
      await manager.consumers.add('FEDERATION', { ...rest, ack_policy: 'explicit' });
    });
    const { remaining } = await applyTopology(hub.dir);
    const fixed = {
      object: 'consumer r6203',
      field: 'ack_policy',
      expected: ack_policy,
      actual: 'explicit',
      remedy: 'recreate-consumer',
    };
    expect(remaining).toEqual([fixed]);
  });

  it('makes everything again after the server lost its disk', async () => {
    await hub.server.kill9();
    hub.server.wipeStore();
    await hub.server.restart();
    expect((await verifyTopology(hub.dir)).map(({ object, field }) => `${object}: ${field}`)).toEqual(
      expect.arrayContaining([
        'stream EVENTS_r62: exists',
        'stream INBOUND_r62: exists',
        'stream FEDERATION: exists',
        'consumer r6203: exists',
      ]),
    );
    await applyTopology(hub.dir);
    expect(await verifyTopology(hub.dir)).toEqual([]);
  });

  it('serves at another address after its files were moved there and it was started again', async () => {
    await hub.server.kill9();
    const port = await findFreePort();
    await setServerAddress(hub.dir, { host: '127.0.0.1', port });
    const config = await readFile(topologyPaths(hub.dir).configFile, 'utf8');
    const moved = await startNats({ dir: hub.dir, port, jetstream: false, config });
    expect(await applyTopology(hub.dir)).toEqual({ changed: [], remaining: [] });
    expect(await readCredentials(topologyPaths(hub.dir).hub)).toMatchObject({ url: `nats://127.0.0.1:${port}` });
    await moved.stop();
  });
});
