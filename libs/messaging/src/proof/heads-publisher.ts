import { HeadsPublished, SERVICE_NAMES, type Audience, type NewEvent, type ServiceName } from '@betang/contracts';
import type { SqlClient, UnitOfWork } from '@betang/platform';
import { schemaOf } from '../schema.js';
import type { Outbox } from '../outbox/outbox.js';

export interface Head {
  readonly service: ServiceName;
  readonly audience: string;
  readonly position: number;
  readonly chain: string;
}

export interface HeadsTimes {
  /** While something changes. Default one minute. */
  readonly changedMs: number;
  /** When nothing changes, so that a lost last event is noticed too. Default 15 minutes. */
  readonly idleMs: number;
}

/**
 * The schemas in which this role may read a table of delivery: for the region's observer all, for any other service its own. By the catalogue,
 * for naming a table in a schema without rights is an error, not an answer.
 */
export function readableSchemas(table: 'relay_head' | 'reader_watermark'): string {
  return `SELECT n.nspname AS schema FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relname = '${table}' AND n.nspname = ANY($1::text[])
      AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')`;
}

/** The heads of all services of the region, as its observer reads them. Services that are not installed here have none. */
export async function readHeads(db: SqlClient, epoch: string): Promise<Head[]> {
  const present = await db.query<{ schema: string }>(readableSchemas('relay_head'), [SERVICE_NAMES.map(schemaOf)]);
  const schemas = new Set(present.map(({ schema }) => schema));
  const parts = SERVICE_NAMES.filter((service) => schemas.has(schemaOf(service))).map(
    (service) =>
      `SELECT '${service}' AS service, audience, position, chain FROM ${schemaOf(service)}.relay_head WHERE epoch = $1`,
  );
  if (parts.length === 0) return [];
  const rows = await db.query<Omit<Head, 'position'> & { position: string }>(parts.join(' UNION ALL '), [epoch]);
  return rows.map((row) => ({ ...row, position: Number(row.position) }));
}

/**
 * States how far each service has published, on every audience's own subject: what it names stands before it in the stream, so a reader that
 * is behind it knows that something was lost on the way.
 */
export class HeadsPublisher {
  private readonly stated = new Map<string, { heads: readonly Head[]; at: number }>();

  constructor(
    private readonly ports: {
      readonly epoch: string;
      readonly region: string;
      readonly unitOfWork: UnitOfWork;
      readonly outbox: Outbox;
      readonly db: SqlClient;
      readonly now: () => number;
      readonly times: HeadsTimes;
    },
  ) {}

  /** States what is due; true when there was something to state. */
  async tend(): Promise<boolean> {
    const now = this.ports.now();
    const heads = await readHeads(this.ports.db, this.ports.epoch);
    const audiences = [...new Set(heads.map(({ audience }) => audience))];
    const due = audiences.filter((audience) => this.isDue(audience, heads, now));
    if (due.length === 0) return false;
    const events = due.map((audience) => this.statement(audience, heads, now));
    await this.ports.unitOfWork.run((tx) => this.ports.outbox.append(tx, events));
    for (const audience of due) this.stated.set(audience, { heads: of(audience, heads), at: now });
    return true;
  }

  private isDue(audience: string, heads: readonly Head[], now: number): boolean {
    const last = this.stated.get(audience);
    if (!last) return true;
    const age = ageOf(last.at, now);
    return (
      age >= this.ports.times.idleMs || (age >= this.ports.times.changedMs && hasMoved(last.heads, of(audience, heads)))
    );
  }

  private statement(audience: string, heads: readonly Head[], now: number): NewEvent {
    const event = HeadsPublished.create({
      subject: this.ports.region,
      to: audience as Audience,
      data: {
        epoch: this.ports.epoch,
        asOf: new Date(now).toISOString(),
        heads: of(audience, heads).map(({ service, position, chain }) => ({ service, position, chain })),
      },
    });
    return event as unknown as NewEvent;
  }
}

/** Milliseconds since a statement; endless where the clock has been put back behind it: else nothing would be stated until it has come round again. */
export function ageOf(stated: number, now: number): number {
  return now < stated ? Infinity : now - stated;
}

function of(audience: string, heads: readonly Head[]): Head[] {
  return heads.filter((head) => head.audience === audience);
}

/** Identity's own line moves with every statement of heads, and a directed one with every receipt: by itself that is no news. */
function hasMoved(before: readonly Head[], after: readonly Head[]): boolean {
  return after.some(({ service, audience, position }) => {
    const known = before.find((head) => head.service === service)?.position ?? 0;
    return position > known + (service === 'identity' ? (audience.startsWith('to.') ? 2 : 1) : 0);
  });
}
