import type { SqlClient } from '@betang/platform';
import type { Origin } from '../reader/watermark.js';

/** A line as this service has it: how far, and what of it lies in the archive. */
export interface ReceivedMark extends Origin {
  readonly isCurrentEpoch: boolean;
  /** How far the service has the line without a gap, and the chain there. */
  readonly position: number;
  readonly chain: string;
  /** True while it is read again for handlers that are new: then not all that they take is in the archive yet. */
  readonly isReread: boolean;
  /** Events of the line in the archive: those that a handler took. */
  readonly archived: number;
  /** The lowest position in the archive; null: none. */
  readonly from: number | null;
}

/** Events that were set aside and are told by their ids: above this many none are told. */
const SET_ASIDE_MOST = 10_000;

/** Every line that the service has read, its own among them. */
export async function readReceivedMarks(db: SqlClient): Promise<ReceivedMark[]> {
  type Row = Omit<ReceivedMark, 'position' | 'archived' | 'from'> &
    Record<'position' | 'archived', string> & {
      readonly from: string | null;
    };
  const rows = await db.query<Row>(
    `SELECT w.region, w.service, w.audience, w.epoch, w.position, w.chain, coalesce(e.state = 'CURRENT', false) AS "isCurrentEpoch",
            r.through IS NOT NULL AS "isReread", coalesce(a.archived, 0) AS archived, a.first AS "from"
       FROM reader_watermark w
       LEFT JOIN reader_epoch e ON e.region = w.region AND e.epoch = w.epoch
       LEFT JOIN reread_line r ON (r.region, r.service, r.audience, r.epoch) = (w.region, w.service, w.audience, w.epoch) AND r.through > w.position
       LEFT JOIN (SELECT region, service, audience, epoch, count(*) AS archived, min(position) AS first FROM archive GROUP BY 1, 2, 3, 4) a
         ON (a.region, a.service, a.audience, a.epoch) = (w.region, w.service, w.audience, w.epoch)
      ORDER BY w.region, w.service, w.audience, w.epoch`,
  );
  return rows.map((row) => ({
    ...row,
    position: Number(row.position),
    archived: Number(row.archived),
    from: row.from === null ? null : Number(row.from),
  }));
}

/** Ids of the events that are in no archive because they were set aside; null: they are too many to be told. */
export async function readSetAside(db: SqlClient): Promise<string[] | null> {
  const rows = await db.query<{ id: string }>(
    `SELECT event_id AS id FROM parked WHERE state <> 'APPLIED' LIMIT ${SET_ASIDE_MOST + 1}`,
  );
  return rows.length > SET_ASIDE_MOST ? null : rows.map(({ id }) => id);
}
