import { dataschemaOf, parseAudience, type ServiceName, type UnnumberedEvent } from '@betang/contracts';

/** Where a row stands in the order of publication. `xid` and `seq` are 64 bits: kept as decimal text. */
export interface RelayKey {
  readonly generation: number;
  readonly xid: string;
  readonly seq: string;
}

export interface RelayRow {
  readonly key: RelayKey;
  readonly event: UnnumberedEvent;
}

export type RelayDestination = 'local' | 'hub';

export interface OutboxColumns {
  generation: number;
  xid: string;
  seq: string;
  id: string;
  audience: string;
  type: string;
  subject: string;
  time_ms: number;
  correlation_id: string | null;
  causation_id: string | null;
  actor: string | null;
  traceparent: string | null;
  body: Buffer;
}

/** Columns of an outbox row as {@link toRelayRow} reads them. Whole milliseconds: the same row gives the same bytes on every retry. */
export const OUTBOX_COLUMNS = `generation, xid::text AS xid, seq::text AS seq, id, audience, type, subject,
  round(extract(epoch FROM time) * 1000)::float8 AS time_ms, correlation_id, causation_id, actor, traceparent, body`;

/** Qualified, for a bare `seq` would be the column above: text, in which 10 comes before 9. */
export const OUTBOX_ORDER = 'outbox.generation, outbox.xid, outbox.seq';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

export function toRelayRow(row: OutboxColumns, region: string, service: ServiceName, epoch: string): RelayRow {
  const event: Writable<UnnumberedEvent> = {
    id: row.id,
    type: row.type,
    region,
    service,
    subject: row.subject,
    time: new Date(row.time_ms).toISOString(),
    dataschema: dataschemaOf(row.type),
    audience: parseAudience(row.audience),
    epoch,
    body: row.body,
  };
  if (row.correlation_id) event.correlationId = row.correlation_id;
  // What is shared tells nobody what happened at home before it; its row does, to the region's own operators.
  if (row.causation_id && row.audience === 'local') event.causationId = row.causation_id;
  if (row.actor) event.actor = row.actor;
  if (row.traceparent) event.traceparent = row.traceparent;
  return { key: { generation: row.generation, xid: row.xid, seq: row.seq }, event };
}
