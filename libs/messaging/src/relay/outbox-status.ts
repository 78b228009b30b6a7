import type { SqlClient } from '@betang/platform';
import type { RelayDestination } from './relay-row.js';

/** Counting stops here: beyond it only "very many" matters. */
const COUNTED = 100_000;

/** What waits for one destination. */
export interface OutboxStatus {
  readonly destination: RelayDestination;
  /** Events written and not yet acknowledged; `isMore` when there are more than were counted. */
  readonly waiting: number;
  readonly isMore: boolean;
  /** Age of the oldest of them in seconds: how far behind the destination is. Zero when nothing waits. */
  readonly behindSeconds: number;
  readonly lastAcknowledgedAt: Date | null;
}

interface Row {
  destination: RelayDestination;
  waiting: string;
  oldest: Date | null;
  moved_at: Date | null;
}

/** Qualified by schema where an observer reads another service's. */
export async function readOutbox(
  db: SqlClient,
  now: Date,
  schema?: string,
  counted = COUNTED,
): Promise<OutboxStatus[]> {
  const prefix = schema === undefined ? '' : `${schema}.`;
  const rows = await db.query<Row>(
    `SELECT d.destination, w.waiting, w.oldest, c.moved_at
       FROM (VALUES ('local'), ('hub')) AS d (destination)
       LEFT JOIN ${prefix}relay_cursor c ON c.destination = d.destination
       CROSS JOIN LATERAL (SELECT count(*) AS waiting, min(time) AS oldest FROM (
         SELECT o.time FROM ${prefix}outbox o WHERE o.destination = d.destination
            AND (o.generation, o.xid, o.seq) > (coalesce(c.generation, 0), coalesce(c.xid, '0'::xid8), coalesce(c.seq, 0))
          ORDER BY o.generation, o.xid, o.seq LIMIT ${counted + 1}) x) w`,
  );
  return rows.map((row) => ({
    destination: row.destination,
    waiting: Math.min(Number(row.waiting), counted),
    isMore: Number(row.waiting) > counted,
    behindSeconds: secondsSince(row.oldest, now),
    lastAcknowledgedAt: row.moved_at,
  }));
}

/**
 * Seconds for which the oldest fact has been committed and is not carried on while an older transaction is open: no relay may read past one of
 * its own service. Minutes of it mean a forgotten transaction.
 */
export async function readHorizonSeconds(db: SqlClient, now: Date): Promise<number> {
  const [row] = await db.query<{ oldest: Date | null }>(
    `SELECT min(o.time) AS oldest FROM outbox o JOIN relay_cursor c ON c.destination = o.destination
      WHERE (o.generation, o.xid, o.seq) > (c.generation, c.xid, c.seq) AND o.xid >= pg_snapshot_xmin(pg_current_snapshot())
        AND o.generation = (SELECT max(generation) FROM betang.epoch)`,
  );
  return secondsSince(row?.oldest ?? null, now);
}

export function secondsSince(moment: Date | null, now: Date): number {
  return moment === null ? 0 : Math.max(0, Math.round((now.getTime() - moment.getTime()) / 1000));
}
