import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, parseAudience, type UnnumberedEvent } from '@betang/contracts';
import {
  createWorkFolder,
  findFreePort,
  removeWorkFolder,
  startLinkProxy,
  startNats,
  waitUntil,
  type LinkProxy,
  type NatsServerProcess,
} from '@betang/testing';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { Bus } from '../connection/bus.js';
import type { Publication } from '../relay/event-publisher.js';
import { JetStreamPublisher } from '../relay/jetstream-publisher.js';
import { numberBatch } from '../relay/number-batch.js';
import { HUB_JETSTREAM_OPTIONS, hubConnectionOptions } from '../topology/connection-options.js';
import { INBOUND_SUBJECTS, hubInboxPrefix, inboundStreamName } from '../topology/subjects.js';
import { PROVINCE, startHub, type HubUnderTest } from '../topology/testing/hub-under-test.js';
import { Link } from './link.js';

const REGION = '62.03';
const INBOUND = inboundStreamName(REGION);
/** On the line below it takes 20 seconds, as the largest event does on three times as much. */
const LARGE = 100_000;
const LINE = 5_000;

const subjectOf = (region: string) => `share.${region}.federation.contingency.plan-template-published.v1`;

function publications(count: number, bytes: number): Publication[] {
  const rows = Array.from({ length: count }, (_, index) => {
    const event: UnnumberedEvent = {
      id: newId(),
      type: 'betang.contingency.plan-template-published.v1',
      region: REGION,
      service: 'contingency',
      subject: newId(),
      time: '2026-11-23T00:00:00.000Z',
      dataschema: 'urn:betang:schema:contingency.plan-template-published:1',
      audience: parseAudience('federation'),
      epoch: '1.0123456789ab',
      body: Buffer.alloc(bytes, 'x'),
    };
    return { key: { generation: 1, xid: '1', seq: String(index + 1) }, event };
  });
  return numberBatch(rows, new Map()).events.map((event) => ({ subject: subjectOf('r6203'), event }));
}

describe('a line on which one large event takes longer than servers and clients usually wait', () => {
  let hub: HubUnderTest;
  let proxy: LinkProxy;
  let nats: NatsServerProcess;
  let up: Bus;
  let local: Bus;
  let linked: Promise<void>;
  const dir = createWorkFolder('slow-line');
  const lifetime = new AbortController();
  const problems: unknown[] = [];

  beforeAll(async () => {
    hub = await startHub({ createWorkFolder, findFreePort, startNats }, [REGION]);
    proxy = await startLinkProxy({ target: hub.url });
    nats = await startNats({ dir, jetstream: false, config: `jetstream { store_dir: "${dir}/jetstream" }` });
    local = await Bus.open('local', { servers: nats.url }, lifetime.signal);
    const manager = await jetstreamManager(local.connection);
    await manager.streams.add({ name: INBOUND, subjects: [...INBOUND_SUBJECTS], allow_atomic: true });
    const credentials = { ...hub.credentials(REGION), url: proxy.url.replace(/^\w+:/, 'nats:') };
    up = await Bus.open('link', hubConnectionOptions(credentials), lifetime.signal);
  });
  afterAll(async () => {
    lifetime.abort();
    await linked;
    await Promise.all([up?.close(), local?.close()]);
    await Promise.all([proxy?.stop(), hub?.stop(), nats?.stop()]);
    removeWorkFolder(dir);
  });

  const link = () => {
    const made = new Link({ region: REGION, hub: Promise.resolve(up), local, onProblem: (one) => problems.push(one) });
    linked = made.run(lifetime.signal);
    return made;
  };
  const inbound = async () => (await (await jetstreamManager(local.connection)).streams.info(INBOUND)).state.messages;

  it('brings it down with those behind it, and takes one up at the same time, over one connection', async () => {
    const province = jetstream(await hub.connectAs(PROVINCE), HUB_JETSTREAM_OPTIONS);
    const small = Array.from({ length: 30 }, () => Buffer.alloc(1_000, 'y'));
    for (const body of [Buffer.alloc(LARGE, 'x'), ...small]) await province.publish(subjectOf('r62'), body);
    proxy.setBandwidth(LINE);
    const { progress } = link();
    const publisher = new JetStreamPublisher(up, hubInboxPrefix(REGION));
    const published = await publisher.publish(publications(1, LARGE));
    await waitUntil('all of the hub is here', async () => (await inbound()) === 31, { timeoutMs: 90_000 });
    proxy.setBandwidth(Infinity);
    await publisher.close();
    expect({ published, connects: up.connects, problems, state: progress.state }).toEqual({
      published: 1,
      connects: 1,
      problems: [],
      state: 'linked',
    });
  });
});
