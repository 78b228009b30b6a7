import type { SqlClient } from '@betang/platform';

/** Where a service's reader of one stream stands. */
export interface ReaderStatus {
  readonly stream: string;
  readonly sequence: number;
  readonly hubSequence: number;
  /** Messages of the stream that it has not read; null while the bus does not answer. */
  readonly lag: number | null;
  readonly movedAt: Date;
}

/** How far the service has one line of facts: everything that a service of a region says to one audience in one epoch. */
export interface OriginStatus {
  readonly region: string;
  readonly service: string;
  readonly audience: string;
  readonly epoch: string;
  readonly isCurrentEpoch: boolean;
  readonly position: number;
  readonly chain: string;
  readonly state: string;
  readonly reason: string | null;
  /** While the line is read again for handlers that are new: up to where. */
  readonly rereadThrough: number | null;
  /** Events that wait for a gap in front of them. */
  readonly held: number;
  /** Events of the origin that were set aside. */
  readonly parked: number;
  readonly movedAt: Date;
}

/** A replay that this service asked for. */
export interface ReplayStatus {
  readonly requestId: string;
  readonly region: string;
  readonly service: string;
  readonly audience: string;
  readonly epoch: string;
  readonly first: number;
  readonly last: number;
  readonly attempts: number;
  readonly state: string;
  readonly reason: string | null;
  readonly askedAt: Date;
  readonly askAgain: Date;
}

export interface IncidentStatus {
  readonly incidentId: string;
  readonly kind: string;
  readonly region: string;
  readonly service: string;
  readonly audience: string;
  readonly epoch: string;
  readonly position: number;
  readonly detail: string;
  readonly noticedAt: Date;
}

type Counts<T, K extends keyof T> = Omit<T, K> & { [name in K]: string };

/** @param lastSequences of the streams, as the bus states them now */
export async function readReaders(db: SqlClient, lastSequences: ReadonlyMap<string, number>): Promise<ReaderStatus[]> {
  const rows = await db.query<Counts<Omit<ReaderStatus, 'lag'>, 'sequence' | 'hubSequence'>>(
    `SELECT stream, sequence, hub_sequence AS "hubSequence", moved_at AS "movedAt" FROM reader_place ORDER BY stream`,
  );
  return rows.map((row) => {
    const last = lastSequences.get(row.stream);
    const sequence = Number(row.sequence);
    const lag = last === undefined ? null : Math.max(0, last - sequence);
    return { ...row, sequence, hubSequence: Number(row.hubSequence), lag };
  });
}

export async function readOrigins(db: SqlClient): Promise<OriginStatus[]> {
  const rows = await db.query<
    Counts<Omit<OriginStatus, 'rereadThrough'>, 'position' | 'held' | 'parked'> & { rereadThrough: string | null }
  >(
    `SELECT w.region, w.service, w.audience, w.epoch, coalesce(e.state = 'CURRENT', false) AS "isCurrentEpoch", w.position, w.chain, w.state,
            w.reason, r.through AS "rereadThrough", coalesce(h.n, 0) AS held, coalesce(p.n, 0) AS parked, w.moved_at AS "movedAt"
       FROM reader_watermark w
       LEFT JOIN reader_epoch e ON e.region = w.region AND e.epoch = w.epoch
       LEFT JOIN reread_line r ON (r.region, r.service, r.audience, r.epoch) = (w.region, w.service, w.audience, w.epoch) AND r.through > w.position
       LEFT JOIN (SELECT region, service, audience, epoch, count(*) AS n FROM reader_held GROUP BY 1, 2, 3, 4) h
         ON (h.region, h.service, h.audience, h.epoch) = (w.region, w.service, w.audience, w.epoch)
       LEFT JOIN (SELECT region, service, count(*) AS n FROM parked WHERE state IN ('PARKED', 'RETRY_ASKED') GROUP BY 1, 2) p
         ON (p.region, p.service) = (w.region, w.service)
      ORDER BY w.region, w.service, w.audience, w.epoch`,
  );
  return rows.map((row) => ({
    ...row,
    position: Number(row.position),
    rereadThrough: row.rereadThrough === null ? null : Number(row.rereadThrough),
    held: Number(row.held),
    parked: Number(row.parked),
  }));
}

export async function readReplays(db: SqlClient): Promise<ReplayStatus[]> {
  const rows = await db.query<Counts<ReplayStatus, 'first' | 'last'>>(
    `SELECT request_id AS "requestId", region, service, audience, epoch, first, last, attempts, state, reason,
            asked_at AS "askedAt", ask_again AS "askAgain" FROM replay_request ORDER BY asked_at DESC LIMIT 100`,
  );
  return rows.map((row) => ({ ...row, first: Number(row.first), last: Number(row.last) }));
}

/** `newest` of those that nobody has acknowledged. */
export async function readIncidents(
  db: SqlClient,
): Promise<{ readonly total: number; readonly open: number; readonly newest: readonly IncidentStatus[] }> {
  const [count] = await db.query<{ total: string; open: string }>(
    'SELECT count(*) AS total, count(*) FILTER (WHERE acknowledged_at IS NULL) AS open FROM delivery_incident',
  );
  const rows = await db.query<Counts<IncidentStatus, 'position'>>(
    `SELECT incident_id::text AS "incidentId", kind, region, service, audience, epoch, position, detail, noticed_at AS "noticedAt"
       FROM delivery_incident WHERE acknowledged_at IS NULL ORDER BY incident_id DESC LIMIT 50`,
  );
  return {
    total: Number(count?.total ?? 0),
    open: Number(count?.open ?? 0),
    newest: rows.map((row) => ({ ...row, position: Number(row.position) })),
  };
}
