import { jetstreamManager } from '@nats-io/jetstream';
import type { EventRecord, ServiceName } from '@betang/contracts';
import type { Bus } from '../connection/bus.js';
import type { LeaderConnection } from '../leading/leader-connection.js';
import { streamFailure } from '../connection/stream-failure.js';
import { streamName } from '../topology/subjects.js';
import { regionToken } from '../topology/region-token.js';
import type { EventPublisher, Publication } from './event-publisher.js';
import { subjectOf } from './event-subject.js';
import type { Head } from './number-batch.js';
import { publishedEvents } from './published-events.js';
import type { RelayIdentity } from './relay-store.js';

/** The local streams keep 14 days: older facts are not missing there, they have expired. */
const KEPT_MS = 14 * 24 * 3600 * 1000;

export interface LastMessage {
  readonly epoch: string;
  readonly position: number;
}

function publication(event: EventRecord, sign: (event: EventRecord) => string | undefined): Publication {
  const signature = sign(event);
  return { subject: subjectOf(event), event: signature ? { ...event, signature } : event };
}

/** The last message that the local bus holds of a service; undefined when it holds none. @throws DeliveryError `stream-missing`, `bus-unreachable` */
export async function findLastOwnMessage(
  bus: Bus,
  region: string,
  service: ServiceName,
): Promise<LastMessage | undefined> {
  const manager = await jetstreamManager(bus.connection, { checkAPI: false });
  const message = await manager.streams
    .getMessage(streamName(region), { last_by_subj: `local.${regionToken(region)}.${service}.>` })
    .catch((cause: unknown) => {
      throw streamFailure(streamName(region), cause);
    });
  if (!message) return undefined;
  return { epoch: message.header.get('ce-epoch'), position: Number(message.header.get('ce-position')) };
}

/**
 * Postgres is the truth, the bus is transport: when the local bus holds less of this service than was acknowledged (it lost its disk, or
 * was restored), the difference is published again, with the same positions and chain.
 */
export async function recoverLocal(
  ports: {
    bus: Bus;
    client: LeaderConnection;
    identity: RelayIdentity;
    publisher: EventPublisher;
    sign: (event: EventRecord) => string | undefined;
  },
  heads: ReadonlyMap<string, Head>,
  signal: AbortSignal,
): Promise<void> {
  const head = heads.get('local');
  const { identity } = ports;
  const last = await findLastOwnMessage(ports.bus, identity.region, identity.service);
  const from = last?.epoch === identity.epoch ? last.position + 1 : 1;
  if (!head || from > head.position) return;
  const range = {
    audience: 'local',
    epoch: identity.epoch,
    first: from,
    last: head.position,
    since: new Date(Date.now() - KEPT_MS),
  };
  for await (const events of publishedEvents(ports.client, identity, range)) {
    let rest = events.map((event) => publication(event, ports.sign));
    while (rest.length > 0 && !signal.aborted) rest = rest.slice(await ports.publisher.publish(rest));
  }
}
