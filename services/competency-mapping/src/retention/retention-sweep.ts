import { RetentionRules, Sweeps, type EraseTurn, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { ProfileMarks } from '../marks/profile-marks.js';
import type { RetentionKind } from './retention.definition.js';

/** The name of the sweep, for who asks for it beside its calendar. */
const RETENTION_SWEEP = 'competency-retention';

/** Evidence that ended before the day `$1`: its validity, by its revocation, or because the person left. What counts still is never taken. */
const ENDED = `SELECT e.evidence_id FROM evidence AS e LEFT JOIN person AS p USING (employee_id)
  WHERE e.valid_until < $1::date OR e.revoked_at < $1::date OR p.left_on < $1::date LIMIT $2`;
const EVIDENCE = `WITH gone AS (DELETE FROM evidence WHERE evidence_id IN (${ENDED}) RETURNING evidence_id, employee_id),
  told AS (DELETE FROM evidence_told WHERE evidence_id IN (SELECT evidence_id FROM gone))
  SELECT employee_id AS "employeeId" FROM gone`;
/** The bytes go with the next sweep of files. A report goes with the last result that it shows. */
const REPORTS = `DELETE FROM stored_file_reference WHERE (sha256, object_type, object_id) IN (
  SELECT r.sha256, r.object_type, r.object_id FROM stored_file_reference AS r WHERE r.object_type = 'assessment' AND r.attached_at < $1::date
     AND NOT EXISTS (SELECT 1 FROM evidence AS e LEFT JOIN person AS p USING (employee_id) WHERE e.assessment_id = r.object_id::uuid
       AND (e.valid_until IS NULL OR e.valid_until >= $1::date) AND (e.revoked_at IS NULL OR e.revoked_at >= $1::date)
       AND (p.left_on IS NULL OR p.left_on >= $1::date))
   ORDER BY r.object_id LIMIT $2)`;
const SCORES = `DELETE FROM talent_score WHERE (employee_id, year, axis) IN (
  SELECT employee_id, year, axis FROM talent_score WHERE make_date(year, 12, 31) < $1::date LIMIT $2)`;
/** Pools are made of a snapshot and go with it, place by place, so that a turn stays short; the heads last. */
const PLACES = `WITH old AS (SELECT snapshot_id FROM talent_snapshot WHERE taken_at < $1::date),
  taken AS (SELECT s.pool_id, s.employee_id FROM successor AS s JOIN successor_pool AS p USING (pool_id) WHERE p.snapshot_id IN (SELECT snapshot_id FROM old) LIMIT $2),
  successors AS (DELETE FROM successor AS s USING taken AS t WHERE s.pool_id = t.pool_id AND s.employee_id = t.employee_id RETURNING 1),
  placed AS (SELECT snapshot_id, employee_id FROM talent_place WHERE snapshot_id IN (SELECT snapshot_id FROM old) LIMIT greatest($2 - (SELECT count(*) FROM taken), 0)),
  places AS (DELETE FROM talent_place AS t USING placed AS o WHERE t.snapshot_id = o.snapshot_id AND t.employee_id = o.employee_id RETURNING 1)
  SELECT ((SELECT count(*) FROM successors) + (SELECT count(*) FROM places))::integer AS n`;
const POOLS = `DELETE FROM successor_pool WHERE pool_id IN (SELECT p.pool_id FROM successor_pool AS p JOIN talent_snapshot AS s USING (snapshot_id)
  WHERE s.taken_at < $1::date AND NOT EXISTS (SELECT 1 FROM successor AS c WHERE c.pool_id = p.pool_id) LIMIT $2)`;
const SNAPSHOTS = `DELETE FROM talent_snapshot WHERE snapshot_id IN (SELECT s.snapshot_id FROM talent_snapshot AS s WHERE s.taken_at < $1::date
    AND NOT EXISTS (SELECT 1 FROM successor_pool AS p WHERE p.snapshot_id = s.snapshot_id)
    AND NOT EXISTS (SELECT 1 FROM talent_place AS t WHERE t.snapshot_id = s.snapshot_id) LIMIT $2)`;
const INDIVIDUAL_PLANS = `DELETE FROM individual_plan WHERE individual_plan_id IN (
  SELECT individual_plan_id FROM individual_plan WHERE make_date(year, 12, 31) < $1::date ORDER BY individual_plan_id LIMIT $2)`;
/** The line stays with how many people it was for. */
const PLAN_PEOPLE = `DELETE FROM plan_line_person WHERE (line_id, employee_id) IN (
  SELECT n.line_id, n.employee_id FROM plan_line_person AS n JOIN plan_line USING (line_id) JOIN plan AS p USING (plan_id)
   WHERE make_date(p.last_year, 12, 31) < $1::date LIMIT $2)`;
/** Records of people who never became known here, and what former regions told later: what was taken in stands as evidence of its own. */
const RECEIVED = `DELETE FROM record_received WHERE (transfer_id, part) IN (
  SELECT transfer_id, part FROM record_received WHERE NOT taken_in AND handed_over_at < $1::date LIMIT $2)`;
const TOLD_LATER = `DELETE FROM later_evidence WHERE (transfer_id, from_region, evidence_id) IN (
  SELECT transfer_id, from_region, evidence_id FROM later_evidence WHERE handed_over_at < $1::date LIMIT $2)`;
const FILES = `DELETE FROM file_import WHERE import_id IN (SELECT import_id FROM file_import WHERE state <> 'WORKING' AND changed_at < $1::date LIMIT $2)`;
/** With all that each colleague answered; what they showed together stands as evidence of its own. */
const PEERS = `DELETE FROM peer_request WHERE request_id IN (SELECT request_id FROM peer_request WHERE ended_at < $1::date ORDER BY request_id LIMIT $2)`;

/** Takes away what is kept no longer. */
@Injectable()
export class RetentionSweep {
  private readonly erase: Readonly<Record<RetentionKind, EraseTurn>> = {
    // Before evidence: a report goes by the results that it shows.
    ASSESSMENT_REPORTS: (tx, since, rows) => tx.execute(REPORTS, [since, rows]),
    EVIDENCE: (tx, since, rows) => this.evidence(tx, since, rows),
    TALENT_SCORES: (tx, since, rows) => tx.execute(SCORES, [since, rows]),
    TALENT_SNAPSHOTS: snapshots,
    INDIVIDUAL_PLANS: (tx, since, rows) => tx.execute(INDIVIDUAL_PLANS, [since, rows]),
    PLAN_PEOPLE: (tx, since, rows) => tx.execute(PLAN_PEOPLE, [since, rows]),
    RECORDS_RECEIVED: async (tx, since, rows) => {
      const records = await tx.execute(RECEIVED, [since, rows]);
      return records === rows ? rows : records + (await tx.execute(TOLD_LATER, [since, rows - records]));
    },
    IMPORT_FILES: (tx, since, rows) => tx.execute(FILES, [since, rows]),
    PEER_ANSWERS: (tx, since, rows) => tx.execute(PEERS, [since, rows]),
  };

  constructor(
    private readonly rules: RetentionRules,
    private readonly marks: ProfileMarks,
  ) {}

  register(sweeps: Sweeps): void {
    sweeps.register(RETENTION_SWEEP, { dailyAt: '02:40' }, () => this.sweep());
  }

  /** Answers how many rows were cleared. */
  sweep(): Promise<number> {
    return this.rules.sweep(this.erase);
  }

  /** Profiles are computed again: of who left they lose what they showed, of others nothing changes. */
  private async evidence(tx: Transaction, since: string, rows: number): Promise<number> {
    const gone = await tx.query<{ employeeId: string }>(EVIDENCE, [since, rows]);
    await this.marks.mark(
      tx,
      gone.map(({ employeeId }) => employeeId),
      'EXPIRY',
    );
    return gone.length;
  }
}

async function snapshots(tx: Transaction, since: string, rows: number): Promise<number> {
  const [row] = await tx.query<{ n: number }>(PLACES, [since, rows]);
  if (row!.n === rows) return rows;
  const pools = await tx.execute(POOLS, [since, rows - row!.n]);
  const heads = rows - row!.n - pools;
  return row!.n + pools + (heads > 0 ? await tx.execute(SNAPSHOTS, [since, heads]) : 0);
}
