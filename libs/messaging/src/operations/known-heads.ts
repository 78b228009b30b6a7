import { HeadsPublished, type EventData } from '@betang/contracts';
import { jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { inboundStreamName, shareSubject, streamName, type SharedAudience } from '../topology/subjects.js';

/** What a region states about one audience: how far each of its services had published. */
export interface StatedHeads {
  readonly region: string;
  readonly audience: string;
  readonly epoch: string;
  readonly asOf: Date;
  readonly heads: EventData<typeof HeadsPublished>['heads'];
}

/** Directed heads share their neutral subject with everything else to this region: only these two can be found by subject. */
const STATED: readonly SharedAudience[] = ['province', 'federation'];

/** The last heads of these regions in `INBOUND`; without those that it holds none of, or that are not to be read. */
export async function readStatedHeads(
  connection: NatsConnection,
  own: string,
  regions: readonly string[],
): Promise<StatedHeads[]> {
  const manager = await jetstreamManager(connection, { checkAPI: false });
  const found: StatedHeads[] = [];
  for (const region of regions)
    for (const audience of STATED) {
      const heads = await lastHeads(manager, own, region, audience);
      if (heads) found.push(heads);
    }
  return found;
}

/** Last sequence of the region's two streams; empty while the bus does not answer. */
export async function readLastSequences(connection: NatsConnection, region: string): Promise<Map<string, number>> {
  const manager = await jetstreamManager(connection, { checkAPI: false });
  const found = new Map<string, number>();
  for (const name of [streamName(region), inboundStreamName(region)]) {
    const info = await manager.streams.info(name).catch(() => undefined);
    if (info) found.set(name, info.state.last_seq);
  }
  return found;
}

async function lastHeads(
  manager: JetStreamManager,
  own: string,
  region: string,
  audience: SharedAudience,
): Promise<StatedHeads | undefined> {
  const subject = shareSubject(
    region,
    audience,
    'identity',
    HeadsPublished.definition.name,
    HeadsPublished.definition.version,
  );
  const message = await manager.streams.getMessage(inboundStreamName(own), { last_by_subj: subject }).catch(() => null);
  if (!message || message.header.get('ce-replay') !== '') return undefined;
  try {
    const data = JSON.parse(new TextDecoder().decode(message.data)) as EventData<typeof HeadsPublished>;
    return { region, audience, epoch: data.epoch, asOf: new Date(data.asOf), heads: data.heads };
  } catch {
    return undefined;
  }
}
