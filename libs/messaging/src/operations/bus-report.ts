import { JetStreamApiCodes, JetStreamApiError, type JetStreamManager, type StreamInfo } from '@nats-io/jetstream';
import { TimeoutError } from '@nats-io/transport-node';
import { withHubManager, withLocalManager, withSystem } from '../topology/bus-sessions.js';
import { regionAccount } from '../topology/hub-accounts.js';
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
  /**
   * Messages of any kind that its account has sent since nats-server started, what the stream refused and batches that are never ended among
   * them; null while it is not connected.
   */
  readonly sent: number | null;
}

export interface BusReport {
  readonly streams: readonly StreamReport[];
  /** Streams, and on a hub places of regions (`FEDERATION r6203`), that should be there and are not. */
  readonly missing: readonly string[];
  /** Only on a hub. */
  readonly regions: readonly RegionPlace[];
}

/** What is in the streams, read with the operator's own credentials. @throws what the connection throws while nats-server is down */
export async function readBusReport(dir: string): Promise<BusReport> {
  const topology = await readTopology(dir);
  const names = [streamName(topology.region), inboundStreamName(topology.region)];
  const local = await withLocalManager(dir, (manager) => readStreams(manager, names));
  if (topology.role !== 'hub') return { ...local, regions: [] };
  const hub = await readHub(dir, topology);
  return {
    streams: [...local.streams, ...hub.streams],
    missing: [...local.missing, ...hub.missing],
    regions: hub.regions,
  };
}

const MISSING: readonly number[] = [JetStreamApiCodes.StreamNotFound, JetStreamApiCodes.ConsumerNotFound];

const ACCOUNT_STATZ = '$SYS.REQ.ACCOUNT.PING.STATZ';

type Streams = Pick<BusReport, 'streams' | 'missing'>;

/** Each for itself: one that is gone must not hide the others. */
async function readStreams(manager: JetStreamManager, names: readonly string[]): Promise<Streams> {
  const streams: StreamReport[] = [];
  const missing: string[] = [];
  for (const name of names) {
    const info = await unlessMissing(manager.streams.info(name));
    if (info) streams.push(toReport(info));
    else missing.push(name);
  }
  return { streams, missing };
}

async function readHub(dir: string, { regions }: Topology): Promise<BusReport> {
  const sent = await readSent(
    dir,
    regions.map(({ code }) => regionAccount(code)),
  );
  return withHubManager(dir, async (manager) => {
    const { streams, missing } = await readStreams(manager, [FEDERATION_STREAM]);
    // Without the stream no region has a place: what is to be done is one thing.
    if (streams.length === 0) return { streams, missing, regions: [] };
    const places: RegionPlace[] = [];
    const lost: string[] = [];
    for (const { code, state } of regions) {
      const name = hubConsumerName(code);
      const info = await unlessMissing(manager.consumers.info(FEDERATION_STREAM, name));
      const messages = sent.get(regionAccount(code)) ?? null;
      if (info)
        places.push({
          region: code,
          state,
          pending: info.num_pending,
          unacknowledged: info.num_ack_pending,
          sent: messages,
        });
      else lost.push(`${FEDERATION_STREAM} ${name}`);
    }
    return { streams, missing: lost, regions: places };
  });
}

interface AccountStatz {
  readonly data?: { readonly account_statz?: readonly { readonly acc: string; readonly received: { msgs: number } }[] };
}

/** What the server counts of each account, by its name. Where nobody at all is connected it does not answer: nothing is known then, and it is there all the same. */
async function readSent(dir: string, accounts: readonly string[]): Promise<Map<string, number>> {
  return withSystem(dir, async (connection) => {
    const question = JSON.stringify({ accounts });
    const answer = await connection.request(ACCOUNT_STATZ, question, { timeout: 5_000 }).catch(unlessSilent);
    return new Map(answer?.json<AccountStatz>().data?.account_statz?.map(({ acc, received }) => [acc, received.msgs]));
  });
}

function unlessSilent(error: unknown): undefined {
  if (!(error instanceof TimeoutError)) throw error;
}

async function unlessMissing<T>(request: Promise<T>): Promise<T | undefined> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof JetStreamApiError && MISSING.includes(error.code)) return undefined;
    throw error;
  }
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
