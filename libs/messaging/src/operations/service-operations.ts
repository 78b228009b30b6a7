import { AppError, type ServiceDatabase } from '@betang/platform';
import type { ServiceName } from '@betang/contracts';
import { LeaderConnection } from '../leading/leader-connection.js';
import { findEpoch, type RegionEpoch } from '../epoch/region-epoch.js';
import type { DeliveryHost } from '../host/delivery-host.js';
import { readArchivedLinks, readPublishedLinks, type ChainLinkPage } from './chain-links.js';
import { readLastSequences } from './known-heads.js';
import { RebuildStore } from '../rebuild/rebuild-store.js';
import type { RebuildProgress } from '../rebuild/rebuild-progress.js';
import { schemaOf } from '../schema.js';
import type { Origin } from '../reader/watermark.js';
import { readHorizonSeconds, readOutbox, type OutboxStatus } from '../relay/outbox-status.js';
import type { RelayIdentity } from '../relay/relay-store.js';
import { checkPublished, type Line, type LineCheck, type Witness } from './published-line.js';
import { readReceivedMarks, readSetAside, type ReceivedMark } from './received-lines.js';
import {
  readIncidents,
  readOrigins,
  readReaders,
  readReplays,
  type IncidentStatus,
  type OriginStatus,
  type ReaderStatus,
  type ReplayStatus,
} from './reader-status.js';

/** What an operator sees of one service's delivery. */
export interface ServiceDeliveryStatus {
  readonly service: ServiceName;
  readonly region: string;
  readonly asOf: Date;
  readonly epoch: string;
  /** What this very process is doing; another instance may lead. */
  readonly process: object;
  readonly outboxes: readonly OutboxStatus[];
  readonly horizonSeconds: number;
  readonly published: readonly {
    epoch: string;
    audience: string;
    position: number;
    chain: string;
    acknowledgedAt: Date;
  }[];
  readonly readers: readonly ReaderStatus[];
  readonly origins: readonly OriginStatus[];
  readonly replays: readonly ReplayStatus[];
  /** The rebuild of its projections that was asked for last; null: none ever was, or it has no projections. */
  readonly rebuild: RebuildProgress | null;
  readonly incidents: { readonly total: number; readonly open: number; readonly newest: readonly IncidentStatus[] };
}

/** What this service says of chains: its own lines recomputed, and how far it has the lines that it reads. */
export interface ChainReport {
  readonly service: ServiceName;
  readonly asOf: Date;
  /** Nothing contradicts anything in the lines that it publishes. */
  readonly sound: boolean;
  readonly published: readonly LineCheck[];
  readonly received: readonly ReceivedMark[];
  /** Types of events (`service.name`) that its handlers take: only these are in its archive. */
  readonly takes: readonly string[];
  /** Ids of events that were set aside; null: too many to be told. */
  readonly setAside: readonly string[] | null;
}

export interface ServiceParts {
  readonly service: ServiceName;
  readonly region: string;
  readonly database: ServiceDatabase;
  readonly host: DeliveryHost;
}

export async function readServiceStatus({
  service,
  region,
  database,
  host,
}: ServiceParts): Promise<ServiceDeliveryStatus> {
  const now = new Date();
  const bus = host.find(service)?.ports.local;
  const last = bus?.connected ? await readLastSequences(bus.connection, region).catch(() => new Map()) : new Map();
  const heads = await database.query<{ epoch: string; audience: string; position: string; chain: string; at: Date }>(
    'SELECT epoch, audience, position, chain, acknowledged_at AS at FROM relay_head ORDER BY epoch, audience',
  );
  return {
    service,
    region,
    asOf: now,
    epoch: (await presentEpoch(database, region)).epoch,
    process: processOf(host, service),
    outboxes: await readOutbox(database, now),
    horizonSeconds: await readHorizonSeconds(database, now),
    published: heads.map(({ at, ...head }) => ({ ...head, position: Number(head.position), acknowledgedAt: at })),
    readers: await readReaders(database, last as Map<string, number>),
    origins: await readOrigins(database),
    replays: await readReplays(database),
    rebuild: (await new RebuildStore(schemaOf(service)).findNewest(database)) ?? null,
    incidents: await readIncidents(database),
  };
}

/** Recomputes the chains of everything this service has published and keeps, and tells how far it has what it reads. */
export async function verifyChains(parts: ServiceParts, positions: number): Promise<ChainReport> {
  const { service, database, host } = parts;
  return withOwnLines(parts, async (connection, identityOf) => {
    const lines = await database.query<Line>('SELECT epoch, audience FROM relay_head ORDER BY 1, 2');
    const published: LineCheck[] = [];
    for (const line of lines) {
      const witnesses = await witnessesOf(database, service, line);
      published.push(await checkPublished(connection, identityOf(line), line, { positions, witnesses }));
    }
    return {
      service,
      asOf: new Date(),
      sound: published.every(({ differences }) => differences.length === 0),
      published,
      received: await readReceivedMarks(database),
      takes: host.registry(service).types(),
      setAside: await readSetAside(database),
    };
  });
}

/** A stretch of a line in digests: of its own from the outbox, of one that it reads from the archive. */
export function readLinks(
  parts: ServiceParts,
  { from, after, ...origin }: Origin & { readonly from: 'outbox' | 'archive'; readonly after: number },
): Promise<ChainLinkPage> {
  if (from === 'archive') return readArchivedLinks(parts.database, origin, after);
  return withOwnLines(parts, (connection, identityOf) =>
    readPublishedLinks(connection, identityOf(origin), origin, after),
  );
}

async function withOwnLines<T>(
  { service, region, database }: ServiceParts,
  work: (connection: LeaderConnection, identityOf: (line: Line) => RelayIdentity) => Promise<T>,
): Promise<T> {
  const { generation } = await presentEpoch(database, region);
  const client = await database.connect();
  try {
    return await work(new LeaderConnection(client), ({ epoch }) => ({ region, service, epoch, generation }));
  } finally {
    await client.end();
  }
}

function processOf(host: DeliveryHost, service: ServiceName): object {
  const { services, ...shared } = host.status() as { services: Record<string, object> };
  return { ...shared, ...services[service] };
}

async function witnessesOf(
  db: ServiceDatabase,
  service: string,
  line: { epoch: string; audience: string },
): Promise<Witness[]> {
  const rows = await db.query<{ receiver: string; reader: string; position: string; chain: string }>(
    'SELECT receiver, reader, position, chain FROM betang.receipt WHERE service = $1 AND epoch = $2 AND audience = $3 AND position > 0',
    [service, line.epoch, line.audience],
  );
  return rows.map(({ receiver, reader, position, chain }) => ({
    name: `${receiver} ${reader}`,
    position: Number(position),
    chain,
  }));
}

async function presentEpoch(db: ServiceDatabase, region: string): Promise<RegionEpoch> {
  const epoch = await findEpoch(db);
  if (!epoch) throw new AppError('region-not-initialised', { params: { region } });
  return epoch;
}
