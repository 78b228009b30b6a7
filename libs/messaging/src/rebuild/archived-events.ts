import { CONTRACTS, dataschemaOf, type Audience, type EventRecord, type ServiceName } from '@betang/contracts';
import type { SqlClient } from '@betang/platform';
import type { HandlerRegistry } from '../handling/handler-registry.js';

/** An event of the archive and its place in it. */
export interface ArchivedEvent {
  readonly seq: number;
  readonly event: EventRecord;
}

interface ArchiveRow {
  readonly seq: string;
  readonly type: string;
  readonly region: string;
  readonly service: string;
  readonly audience: string;
  readonly epoch: string;
  readonly position: string;
  readonly id: string;
  readonly subject: string;
  readonly time: Date;
  readonly chain: string;
  readonly correlation_id: string | null;
  readonly causation_id: string | null;
  readonly body: Buffer;
}

const COLUMNS =
  'seq, type, region, service, audience, epoch, position, id, subject, time, chain, correlation_id, causation_id, body';

/** What the projections of a service once took in, in the order in which it was applied; orphans of an abandoned epoch no longer count. */
export class ArchivedEvents {
  private readonly from: string;
  private readonly types: readonly string[];

  /** `schema` is named because a rebuild's search_path shows the shadow tables alone. */
  constructor(schema: string, registry: HandlerRegistry) {
    this.types = CONTRACTS.map(({ type }) => type).filter((type) => registry.find(type)?.kind === 'projection');
    this.from = `FROM ${schema}.archive WHERE NOT orphaned AND type = ANY($1::text[])`;
  }

  async after(db: SqlClient, seq: number, limit: number): Promise<ArchivedEvent[]> {
    const rows = await db.query<ArchiveRow>(`SELECT ${COLUMNS} ${this.from} AND seq > $2 ORDER BY seq LIMIT $3`, [
      this.types,
      seq,
      limit,
    ]);
    return rows.map((row) => ({ seq: Number(row.seq), event: toEvent(row) }));
  }

  /** How many there are up to a place, by default of all. */
  async count(db: SqlClient, through?: number): Promise<number> {
    const [row] = await db.query<{ n: string }>(
      `SELECT count(*) AS n ${this.from} AND ($2::bigint IS NULL OR seq <= $2)`,
      [this.types, through ?? null],
    );
    return Number(row?.n ?? 0);
  }
}

/** The archive keeps what handlers use; the previous chain was checked on arrival and is not kept. */
function toEvent(row: ArchiveRow): EventRecord {
  return {
    id: row.id,
    type: row.type,
    region: row.region,
    service: row.service as ServiceName,
    subject: row.subject,
    time: row.time.toISOString(),
    dataschema: dataschemaOf(row.type),
    audience: row.audience as Audience,
    epoch: row.epoch,
    position: Number(row.position),
    chain: row.chain,
    previousChain: '',
    ...(row.correlation_id !== null && { correlationId: row.correlation_id }),
    ...(row.causation_id !== null && { causationId: row.causation_id }),
    body: row.body,
  };
}
