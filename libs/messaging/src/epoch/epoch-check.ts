import { jetstreamManager } from '@nats-io/jetstream';
import { ReceiptsPublished, SERVICE_NAMES, type EventData, type ServiceName } from '@betang/contracts';
import type { SqlClient } from '@betang/platform';
import type { Bus } from '../connection/bus.js';
import { isStreamNotFound, streamFailure } from '../connection/stream-failure.js';
import { schemaOf } from '../schema.js';
import { readHeads } from '../proof/heads-publisher.js';
import { inboundStreamName, streamName } from '../topology/subjects.js';
import { regionToken } from '../topology/region-token.js';
import { findEpoch } from './region-epoch.js';

/** Why this database must not go on counting in its epoch: others know more of it than it does itself. */
export interface EpochDoubt {
  readonly code: 'no-epoch' | 'epoch-opened' | 'other-cluster' | 'bus-knows-more' | 'province-knows-more';
  readonly detail: string;
}

interface Known {
  readonly epoch: string;
  readonly service: string;
  readonly audience: string;
  readonly position: number;
}

interface KnownOnBus extends Known {
  readonly id: string;
}

/**
 * Asked once at start for the services of a process, before their relays and readers run: a database that was restored or copied would otherwise number new facts with
 * positions that others have seen. Undefined: go on. Otherwise only `betang epoch open` helps; and where one was
 * opened since the process began, in which it has written then, a restart.
 * @throws DeliveryError `bus-unreachable` when the bus does not answer: not to know is no reason to go on
 */
export async function findEpochDoubt(
  db: SqlClient,
  bus: Bus,
  { region, epoch: begun }: { readonly region: string; readonly epoch: string },
  services: readonly ServiceName[] = SERVICE_NAMES,
): Promise<EpochDoubt | undefined> {
  const epoch = await findEpoch(db);
  if (!epoch) return { code: 'no-epoch', detail: region };
  if (epoch.epoch !== begun) return { code: 'epoch-opened', detail: epoch.epoch };
  const [cluster] = await db.query<{ id: string }>('SELECT system_identifier::text AS id FROM pg_control_system()');
  if (cluster?.id !== epoch.systemIdentifier) return { code: 'other-cluster', detail: epoch.epoch };
  const heads = await readHeads(db, epoch.epoch);
  const isNews = ({ epoch: other, service, audience, position }: Known, tolerance: number): boolean => {
    if (other !== epoch.epoch) return generationOf(other) > epoch.generation;
    const head =
      heads.find((candidate) => candidate.service === service && candidate.audience === audience)?.position ?? 0;
    return position > head + tolerance;
  };
  for (const onBus of await knownOnBus(bus, region, services)) {
    if (!isNews(onBus, 0) || (await isOnItsWay(db, onBus))) continue;
    return { code: 'bus-knows-more', detail: `${onBus.service} ${onBus.audience} ${onBus.position}` };
  }
  const received = (await knownByProvince(bus, region, services)).find((known) => isNews(known, IN_FLIGHT));
  return (
    received && { code: 'province-knows-more', detail: `${received.service} ${received.audience} ${received.position}` }
  );
}

/** A relay's largest batch: so many events may have been received that the database has not noted as published. */
const IN_FLIGHT = 500;

/** A batch may have been acknowledged and not yet noted when the process died: its events still wait behind the relay's cursor. */
async function isOnItsWay(db: SqlClient, { service, audience, id }: KnownOnBus): Promise<boolean> {
  const schema = schemaOf(service as ServiceName);
  const rows = await db.query(
    `SELECT 1 FROM ${schema}.outbox AS o LEFT JOIN ${schema}.relay_cursor AS c USING (destination)
      WHERE o.destination = $1 AND o.id = $2 AND (o.generation, o.xid, o.seq) > (coalesce(c.generation, 0), coalesce(c.xid, '0'), coalesce(c.seq, 0))`,
    [audience === 'local' ? 'local' : 'hub', id],
  );
  return rows.length > 0;
}

function generationOf(epoch: string): number {
  return Number(epoch.split('.')[0]);
}

async function knownOnBus(bus: Bus, region: string, services: readonly ServiceName[]): Promise<KnownOnBus[]> {
  const token = regionToken(region);
  const subjects = services.flatMap((service) => [
    [streamName(region), `local.${token}.${service}.>`],
    [inboundStreamName(region), `share.${token}.federation.${service}.>`],
    [inboundStreamName(region), `share.${token}.province.${service}.>`],
  ]);
  const found: KnownOnBus[] = [];
  for (const [stream, subject] of subjects) {
    const headers = (await lastMessage(bus, stream!, subject!))?.header;
    if (!headers || headers.get('ce-replay') !== '') continue;
    const [, , service = ''] = headers.get('ce-source').split('/');
    found.push({
      id: headers.get('ce-id'),
      epoch: headers.get('ce-epoch'),
      service,
      audience: headers.get('ce-audience'),
      position: Number(headers.get('ce-position')),
    });
  }
  return found;
}

async function knownByProvince(bus: Bus, region: string, services: readonly ServiceName[]): Promise<Known[]> {
  const province = regionToken(region.slice(0, 2));
  const message = await lastMessage(
    bus,
    inboundStreamName(region),
    `share.${province}.to.${regionToken(region)}.identity.directed.v1`,
  );
  if (!message || message.header.get('ce-type') !== ReceiptsPublished.type) return [];
  const data: unknown = JSON.parse(new TextDecoder().decode(message.data));
  const receipts = (data as EventData<typeof ReceiptsPublished>).receipts;
  return receipts.filter(({ service }) => (services as readonly string[]).includes(service));
}

async function lastMessage(bus: Bus, stream: string, subject: string) {
  const manager = await jetstreamManager(bus.connection, { checkAPI: false });
  const message = await manager.streams.getMessage(stream, { last_by_subj: subject }).catch((cause: unknown) => {
    // A bus that lost its disk knows nothing, and nothing more than this database.
    if (isStreamNotFound(cause)) return null;
    throw streamFailure(stream, cause);
  });
  return message ?? undefined;
}
