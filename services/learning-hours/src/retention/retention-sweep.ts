import { RetentionRules, type EraseTurn } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { COURSE_IMPORT } from '../reconciliation/reconciliation-queue.js';
import type { RetentionKind } from './retention.definition.js';

/** Statements that clear what is from before the day `$1`, `$2` at most a turn; what was booked stays in the ledger. */
const RECORDS = `DELETE FROM reconciliation_line WHERE line_id IN (
    SELECT l.line_id FROM reconciliation_line AS l JOIN reconciliation AS r USING (reconciliation_id)
     WHERE coalesce(r.finished_at, r.started_at) < $1::date AND r.state IN ('READY', 'DONE', 'FAILED') ORDER BY l.line_id LIMIT $2)`;
const MAIN_DATA = `DELETE FROM siasn_person WHERE employee_id IN (SELECT employee_id FROM siasn_person WHERE pulled_at < $1::date LIMIT $2)`;
const FILES = `DELETE FROM file_import WHERE import_id IN (
    SELECT import_id FROM file_import WHERE kind = '${COURSE_IMPORT}' AND state <> 'WORKING' AND changed_at < $1::date LIMIT $2)`;

/** The bytes go with the next sweep of files; the row keeps the hash, by which an entry names its evidence. */
const evidenceOf = (claims: string): string => `WITH gone AS (
    UPDATE claim_evidence AS e SET erased_at = now(), file_name = '' FROM (
      SELECT v.claim_id, v.sha256 FROM claim_evidence AS v JOIN claim AS c USING (claim_id) WHERE v.erased_at IS NULL AND ${claims} LIMIT $2) AS old
     WHERE e.claim_id = old.claim_id AND e.sha256 = old.sha256 RETURNING e.claim_id, e.sha256),
  detached AS (
    DELETE FROM stored_file_reference AS r USING gone WHERE r.object_type = 'claim' AND r.object_id = gone.claim_id::text AND r.sha256 = gone.sha256)
  SELECT 1 FROM gone`;
const LATER_USES = `WITH old AS (
    SELECT later_use_id, sha256 FROM later_use WHERE sha256 IS NOT NULL AND coalesce(decided_at, told_at) < $1::date LIMIT $2),
  detached AS (
    DELETE FROM stored_file_reference AS r USING old WHERE r.object_type = 'later-use' AND r.object_id = old.later_use_id::text),
  gone AS (
    UPDATE later_use AS u SET sha256 = NULL, media_type = NULL, bytes = NULL FROM old WHERE u.later_use_id = old.later_use_id RETURNING 1)
  SELECT 1 FROM gone`;
const DECIDED = evidenceOf(`c.state IN ('ACCEPTED', 'REFUSED', 'REVOKED') AND c.decided_at < $1::date`);
const UNUSED = evidenceOf(`c.state IN ('DRAFT', 'RETURNED', 'WITHDRAWN')
  AND (SELECT max(a.acted_at) FROM claim_act AS a WHERE a.claim_id = c.claim_id) < $1::date`);

const ERASE: Readonly<Record<RetentionKind, EraseTurn>> = {
  SIASN_RECORDS: (tx, since, rows) => tx.execute(RECORDS, [since, rows]),
  SIASN_MAIN_DATA: (tx, since, rows) => tx.execute(MAIN_DATA, [since, rows]),
  SIASN_FILES: (tx, since, rows) => tx.execute(FILES, [since, rows]),
  CLAIM_EVIDENCE: async (tx, since, rows) => {
    const evidence = await tx.query(DECIDED, [since, rows]);
    if (evidence.length === rows) return rows;
    return evidence.length + (await tx.query(LATER_USES, [since, rows - evidence.length])).length;
  },
  UNUSED_EVIDENCE: async (tx, since, rows) => (await tx.query(UNUSED, [since, rows])).length,
};

/** Takes away what is kept no longer. */
@Injectable()
export class RetentionSweep {
  constructor(private readonly rules: RetentionRules) {}

  /** Answers how many rows were cleared. */
  sweep(): Promise<number> {
    return this.rules.sweep(ERASE);
  }
}
