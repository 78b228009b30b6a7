import { CONTRACTS, dataschemaOf, type Audience, type EventRecord, type ServiceName } from '@betang/contracts';
import type { SqlClient } from '@betang/platform';
import type { HandlerRegistry } from '../handling/handler-registry.js';

interface ArchiveRow {
  readonly type: string;
  readonly region: string;
  readonly service: string;
  readonly audience: string;
  readonly epoch: string;
  readonly position: string;
  readonly id: string;
  readonly subject: string;
  /** Milliseconds since 1970: the driver takes longer to parse a timestamp than a handler takes for the event. */
  readonly time: string;
  readonly correlation_id: string | null;
  readonly causation_id: string | null;
  readonly body: Buffer;
}

const COLUMNS = `type, region, service, audience, epoch, position, id, subject, (extract(epoch FROM time) * 1000)::bigint AS time,
  correlation_id, causation_id, body`;

/** What the projections of a service once took in, in the order in which it was applied; orphans of an abandoned epoch no longer count. */
export class ArchivedEvents {
  private readonly table: string;

  /** `schema` is named because a rebuild's search_path shows the shadow tables alone. */
  constructor(
    schema: string,
    private readonly registry: HandlerRegistry,
  ) {
    this.table = `${schema}.archive`;
  }

  /** Asked each time: handlers are registered after the services were made. */
  get types(): readonly string[] {
    return CONTRACTS.map(({ type }) => type).filter((type) => this.registry.find(type)?.kind === 'projection');
  }

  /** Place of the last row. */
  async head(db: SqlClient): Promise<number> {
    const [row] = await db.query<{ head: string }>(`SELECT coalesce(max(seq), 0) AS head FROM ${this.table}`);
    return Number(row?.head ?? 0);
  }

  /** A window instead of a LIMIT: the planner would sort the whole rest of the archive for each batch. */
  async between(db: SqlClient, after: number, through: number): Promise<EventRecord[]> {
    const rows = await db.query<ArchiveRow>(
      `SELECT ${COLUMNS} FROM ${this.table} WHERE seq > $2 AND seq <= $3 AND NOT orphaned AND type = ANY($1::text[]) ORDER BY seq`,
      [this.types, after, through],
    );
    const dataschemas = new Map(this.types.map((type) => [type, dataschemaOf(type)]));
    return rows.map((row) => toEvent(row, dataschemas.get(row.type)!));
  }

  /** How many there are up to a place, by default of all. */
  async count(db: SqlClient, through?: number): Promise<number> {
    const [row] = await db.query<{ n: string }>(
      `SELECT count(*) AS n FROM ${this.table} WHERE NOT orphaned AND type = ANY($1::text[]) AND ($2::bigint IS NULL OR seq <= $2)`,
      [this.types, through ?? null],
    );
    return Number(row?.n ?? 0);
  }
}

/** What handlers use: chains were checked on arrival. */
function toEvent(row: ArchiveRow, dataschema: string): EventRecord {
  return {
    id: row.id,
    type: row.type,
    region: row.region,
    service: row.service as ServiceName,
    subject: row.subject,
    time: new Date(Number(row.time)).toISOString(),
    dataschema,
    audience: row.audience as Audience,
    epoch: row.epoch,
    position: Number(row.position),
    chain: '',
    previousChain: '',
    ...(row.correlation_id !== null && { correlationId: row.correlation_id }),
    ...(row.causation_id !== null && { causationId: row.causation_id }),
    body: row.body,
  };
}
