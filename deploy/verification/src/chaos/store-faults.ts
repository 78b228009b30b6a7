import { jetstreamManager } from '@nats-io/jetstream';
import {
  FEDERATION_STREAM,
  inboundStreamName,
  readTopology,
  streamName,
  writeServerConfig,
  writeTopology,
  type StoreSizes,
} from '@betang/messaging';
import { waitUntil } from '@betang/testing';
import type { NatsConnection } from '@nats-io/transport-node';
import type { ChaosRegion } from './chaos-region.js';
import { STORE } from './chaos-region.js';
import type { Fault } from './fault.js';
import { hubConnection, operatorConnection } from './bus-access.js';

const KIB = 1024;
const WHILE_FULL = 30;
/** Below what one second of a run brings. */
const LITTLE = { ...STORE, eventsBytes: 24 * KIB, inboundBytes: 24 * KIB };

/** Brokers whose store is full. The hub refuses, a region's own bus drops its oldest: Postgres has all of it either way. */
export const STORE_FAULTS: readonly Fault[] = [
  {
    name: 'hub-full',
    hit: async ({ federation, load }) => {
      const { province } = federation;
      const bytes = await federationBytes(province);
      await resize(province, { ...STORE, federationBytes: Math.max(bytes, KIB) });
      for (const { code } of federation.regions) await load.accepted(WHILE_FULL, code);
      await waitUntil('regions wait for the hub', () => isWaiting(federation.members), { timeoutMs: 60_000 });
      await resize(province, STORE);
      return `the hub's stream, at most ${bytes} bytes`;
    },
  },
  {
    name: 'bus-full',
    hit: async ({ federation, random, load }) => {
      const region = random.pick(federation.members);
      await resize(region, LITTLE);
      await load.accepted(WHILE_FULL, region.code);
      await resize(region, STORE);
      return `nats-server of ${region.code}, max_file_store of some ${Math.round((LITTLE.eventsBytes * 2.4) / KIB)} KiB`;
    },
  },
];

/** First the streams, then the server: it reserves for each stream what it may hold, and a running one takes no smaller `max_file_store`. */
async function resize(region: ChaosRegion, store: StoreSizes): Promise<void> {
  const sizes = [
    [streamName(region.code), store.eventsBytes],
    [inboundStreamName(region.code), store.inboundBytes],
  ] as const;
  if (store !== STORE) {
    await operatorConnection(region, (bus) => bound(bus, sizes));
    if (region.plan.role === 'hub')
      await hubConnection(region, (bus) => bound(bus, [[FEDERATION_STREAM, store.federationBytes]]));
  }
  await writeTopology(region.busDir, { ...(await readTopology(region.busDir)), store });
  await writeServerConfig(region.busDir);
  await region.restartBus();
}

async function bound(bus: NatsConnection, sizes: readonly (readonly [stream: string, bytes: number])[]): Promise<void> {
  const manager = await jetstreamManager(bus, { checkAPI: false });
  for (const [stream, max_bytes] of sizes) await manager.streams.update(stream, { max_bytes });
}

async function federationBytes(province: ChaosRegion): Promise<number> {
  return hubConnection(province, async (connection) => {
    const manager = await jetstreamManager(connection, { checkAPI: false });
    return (await manager.streams.info(FEDERATION_STREAM)).state.bytes;
  });
}

/** Whether a region has facts for the hub that it could not deliver. */
async function isWaiting(regions: readonly ChaosRegion[]): Promise<boolean> {
  for (const region of regions) {
    const [row] = await region.sql<{ waiting: boolean }>(
      `SELECT EXISTS (SELECT 1 FROM identity.outbox AS o, identity.relay_cursor AS c
         WHERE o.destination = 'hub' AND c.destination = 'hub' AND (o.generation, o.xid, o.seq) > (c.generation, c.xid, c.seq)) AS waiting`,
    );
    if (row!.waiting) return true;
  }
  return false;
}
