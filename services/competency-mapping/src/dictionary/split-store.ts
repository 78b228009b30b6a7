import type { SqlClient } from '@betang/platform';
import type { SplitCode } from './split.decision.js';

/** Columns of a piece of evidence that shows the other part of one of `e`, by a row `s` of the splits. */
const PARTS = `SELECT uuidv7(), e.employee_id, s.to_code, s.levels[e.level + 1], e.method, e.assessor, e.observed_on, e.valid_until, e.reference, e.assessment_id,
    e.source, e.source_key || '#' || s.to_code, e.rule_version, e.former_region, e.origin_record_id, e.event_id, e.handed_over_by, e.handed_over_at,
    e.recorded_by, e.recorded_at, e.evidence_id`;
const COLUMNS = `evidence_id, employee_id, competency_code, level, method, assessor, observed_on, valid_until, reference, assessment_id, source, source_key,
    rule_version, former_region, origin_record_id, event_id, handed_over_by, handed_over_at, recorded_by, recorded_at, split_from`;

/** Inserts the other parts of what a statement added as `added`; the same record again adds nothing. */
export const INSERT_PARTS_OF_ADDED = `INSERT INTO evidence (${COLUMNS}) ${PARTS} FROM added AS e JOIN competency_split AS s ON s.recorded_code = e.competency_code
  ON CONFLICT (source_key) DO NOTHING`;
const WRITE = `INSERT INTO competency_split (recorded_code, to_code, levels)
  SELECT r, t, l::smallint[] FROM unnest($1::text[], $2::text[], $3::text[]) AS u(r, t, l)
  ON CONFLICT (recorded_code, to_code) DO UPDATE SET levels = excluded.levels`;
const DERIVE = `INSERT INTO evidence (${COLUMNS}) ${PARTS} FROM evidence AS e
  JOIN (SELECT r AS recorded_code, t AS to_code, l::smallint[] AS levels FROM unnest($1::text[], $2::text[], $3::text[]) AS u(r, t, l)) AS s
    ON s.recorded_code = e.competency_code
 WHERE e.revoked_at IS NULL ON CONFLICT (source_key) DO NOTHING`;

/** Keeps what codes were split into, and lets all evidence show its other parts; answers how many pieces that made. */
export async function splitEvidence(tx: SqlClient, splits: readonly SplitCode[]): Promise<number> {
  if (splits.length === 0) return 0;
  const values = [
    splits.map(({ recordedCode }) => recordedCode),
    splits.map(({ toCode }) => toCode),
    splits.map(({ levels }) => `{${levels.join(',')}}`),
  ];
  await tx.execute(WRITE, values);
  return tx.execute(DERIVE, values);
}

export function loadSplits(db: SqlClient): Promise<SplitCode[]> {
  return db.query<SplitCode>(
    `SELECT recorded_code AS "recordedCode", to_code AS "toCode", levels::integer[] AS levels FROM competency_split ORDER BY recorded_code, to_code`,
  );
}
