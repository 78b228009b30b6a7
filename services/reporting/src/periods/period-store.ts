import type { PeriodPart } from '@betang/contracts';
import type { SqlClient } from '@betang/platform';
import type { PeriodDecision, PeriodFigure, PeriodState } from './period.decision.js';

export type PeriodLevel = 'AGENCY' | 'REGION';

/** Which report of which place. */
export interface PeriodKey {
  readonly year: number;
  readonly part: PeriodPart;
  readonly level: PeriodLevel;
  /** Agency id, or code of the region. */
  readonly place: string;
}

export interface ReportPeriod extends PeriodKey {
  readonly state: PeriodState;
  readonly submission: number;
  readonly submittedBy: string;
  readonly submittedAt: Date;
  readonly asOf: Date | null;
  readonly digest: string;
  readonly figures: readonly PeriodFigure[];
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly reason: string | null;
  readonly eventId: string | null;
}

export const PERIOD_COLUMNS = `year, part, level, place, state, submission, submitted_by AS "submittedBy", submitted_at AS "submittedAt",
  as_of AS "asOf", digest, decided_by AS "decidedBy", decided_at AS "decidedAt", reason, event_id AS "eventId"`;

export async function findPeriod(db: SqlClient, key: PeriodKey, lock = false): Promise<ReportPeriod | undefined> {
  const [row] = await db.query<ReportPeriod>(
    `SELECT ${PERIOD_COLUMNS}, figures FROM report_period WHERE year = $1 AND part = $2 AND level = $3 AND place = $4${lock ? ' FOR UPDATE' : ''}`,
    [key.year, key.part, key.level, key.place],
  );
  return row;
}

/** A submission replaces one that was sent back; an older one, or the same again, changes nothing. */
export async function saveSubmission(
  tx: SqlClient,
  period: Omit<ReportPeriod, 'state' | 'decidedBy' | 'decidedAt' | 'reason'>,
): Promise<boolean> {
  const saved = await tx.execute(
    `INSERT INTO report_period AS p (year, part, level, place, state, submission, submitted_by, submitted_at, as_of, digest, figures, event_id)
     VALUES ($1, $2, $3, $4, 'SUBMITTED', $5, $6, $7, $8, $9, $10, $11)
     ON CONFLICT (year, part, level, place) DO UPDATE
        SET state = 'SUBMITTED', submission = EXCLUDED.submission, submitted_by = EXCLUDED.submitted_by, submitted_at = EXCLUDED.submitted_at,
            as_of = EXCLUDED.as_of, digest = EXCLUDED.digest, figures = EXCLUDED.figures, event_id = EXCLUDED.event_id,
            decided_by = NULL, decided_at = NULL, reason = NULL
      WHERE p.submission < EXCLUDED.submission AND p.state <> 'LOCKED'`,
    [
      period.year,
      period.part,
      period.level,
      period.place,
      period.submission,
      period.submittedBy,
      period.submittedAt,
      period.asOf,
      period.digest,
      JSON.stringify(period.figures),
      period.eventId,
    ],
  );
  return saved === 1;
}

/** Notes a decision on a submission; false when it is on another one, or the report is locked already. */
export async function saveDecision(
  tx: SqlClient,
  key: PeriodKey,
  decision: {
    readonly decision: PeriodDecision;
    readonly submission: number;
    readonly by: string;
    readonly at: Date;
    readonly reason: string | null;
  },
): Promise<boolean> {
  const saved = await tx.execute(
    `UPDATE report_period SET state = $5, decided_by = $6, decided_at = $7, reason = $8
      WHERE year = $1 AND part = $2 AND level = $3 AND place = $4 AND submission = $9 AND state <> 'LOCKED'`,
    [
      key.year,
      key.part,
      key.level,
      key.place,
      decision.decision,
      decision.by,
      decision.at,
      decision.reason,
      decision.submission,
    ],
  );
  return saved === 1;
}
