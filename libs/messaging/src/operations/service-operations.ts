import { AppError, type ServiceDatabase } from '@betang/platform';
import type { ServiceName } from '@betang/contracts';
import { LeaderConnection } from '../leading/leader-connection.js';
import { findEpoch, type RegionEpoch } from '../epoch/region-epoch.js';
import type { DeliveryHost } from '../host/delivery-host.js';
import { checkArchive, type ArchiveCheck } from './archive-check.js';
import { readLastSequences } from './known-heads.js';
import { RebuildStore } from '../rebuild/rebuild-store.js';
import type { RebuildProgress } from '../rebuild/rebuild-progress.js';
import { schemaOf } from '../schema.js';
import { readHorizonSeconds, readOutbox, type OutboxStatus } from '../relay/outbox-status.js';
import { checkPublished, type LineCheck, type Witness } from './published-line.js';
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

/** What was found by recomputing: `sound` when nothing contradicts anything. */
export interface ChainReport {
  readonly service: ServiceName;
  readonly asOf: Date;
  readonly sound: boolean;
  readonly published: readonly LineCheck[];
  readonly received: readonly ArchiveCheck[];
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

/** Recomputes the chains of everything this service has published and keeps, and of what it has received and keeps. */
export async function verifyChains(parts: ServiceParts, positions: number): Promise<ChainReport> {
  const { service, region, database } = parts;
  const { generation } = await presentEpoch(database, region);
  const client = await database.connect();
  try {
    const connection = new LeaderConnection(client);
    const lines = await database.query<{ epoch: string; audience: string }>(
      'SELECT epoch, audience FROM relay_head ORDER BY 1, 2',
    );
    const published: LineCheck[] = [];
    for (const line of lines) {
      const witnesses = await witnessesOf(database, service, line);
      const identity = { region, service, epoch: line.epoch, generation };
      published.push(await checkPublished(connection, identity, line, { positions, witnesses }));
    }
    const received = await checkArchive(database, { positions });
    const sound = [...published, ...received].every(({ differences }) => differences.length === 0);
    return { service, asOf: new Date(), sound, published, received };
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
