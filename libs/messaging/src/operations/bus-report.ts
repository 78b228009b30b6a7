import type { StreamInfo } from '@nats-io/jetstream';
import { withHubManager, withLocalManager } from '../topology/bus-sessions.js';
import { FEDERATION_STREAM, hubConsumerName, inboundStreamName, streamName } from '../topology/subjects.js';
import { readTopology } from '../topology/topology-folder.js';
import type { Topology } from '../topology/topology.js';

/** One stream of the region's nats-server. */
export interface StreamReport {
  readonly stream: string;
  readonly messages: number;
  readonly bytes: number;
  readonly maxBytes: number;
  readonly lastSequence: number;
}

/** A region's place on the hub, as the hub sees it. */
export interface RegionPlace {
  readonly region: string;
  readonly state: 'active' | 'suspended';
  /** Messages that it has not fetched yet. */
  readonly pending: number;
  /** Fetched and not yet acknowledged. */
  readonly unacknowledged: number;
}

export interface BusReport {
  readonly streams: readonly StreamReport[];
  /** Only on a hub. */
  readonly regions: readonly RegionPlace[];
}

/** What is in the streams, read with the operator's own credentials. @throws what the connection throws while nats-server is down */
export async function readBusReport(dir: string): Promise<BusReport> {
  const topology = await readTopology(dir);
  const names = [streamName(topology.region), inboundStreamName(topology.region)];
  const local = await withLocalManager(dir, async (manager) => {
    const found: StreamReport[] = [];
    for (const name of names) found.push(toReport(await manager.streams.info(name)));
    return found;
  });
  if (topology.role !== 'hub') return { streams: local, regions: [] };
  const hub = await readHub(dir, topology);
  return { streams: [...local, hub.stream], regions: hub.regions };
}

async function readHub(dir: string, { regions }: Topology) {
  return withHubManager(dir, async (manager) => {
    const stream = toReport(await manager.streams.info(FEDERATION_STREAM));
    const places: RegionPlace[] = [];
    for (const { code, state } of regions) {
      const info = await manager.consumers.info(FEDERATION_STREAM, hubConsumerName(code));
      places.push({ region: code, state, pending: info.num_pending, unacknowledged: info.num_ack_pending });
    }
    return { stream, regions: places };
  });
}

function toReport({ config, state }: StreamInfo): StreamReport {
  return {
    stream: config.name,
    messages: state.messages,
    bytes: state.bytes,
    maxBytes: config.max_bytes,
    lastSequence: state.last_seq,
  };
}
