import type { SqlClient } from '@betang/platform';
import type { RetirementRule } from './retirement-age.js';

/** A rule with where it comes from. */
export interface RecordedRetirementRule extends RetirementRule {
  readonly basis: string;
  /** How sure we are: read in the law itself, in a secondary source, quoted but not seen, or our assumption. */
  readonly certainty: 'confirmed' | 'secondary' | 'unverified' | 'assumed';
  readonly recordedBy: string;
  readonly recordedAt: Date;
  readonly version: number;
  /** Null while forecasts are still being made anew by it. */
  readonly appliedAt: Date | null;
}

const COLUMNS = `rule_id AS "ruleId", position_type AS "positionType", level, words, age, valid_from::text AS "validFrom", valid_to::text AS "validTo",
  basis, certainty, recorded_by AS "recordedBy", recorded_at AS "recordedAt", version, applied_at AS "appliedAt"`;

export function loadRetirementRules(db: SqlClient): Promise<RecordedRetirementRule[]> {
  return db.query<RecordedRetirementRule>(
    `SELECT ${COLUMNS} FROM retirement_rule ORDER BY position_type, level NULLS FIRST, words NULLS FIRST, valid_from`,
  );
}

export async function findRetirementRule(db: SqlClient, ruleId: string): Promise<RecordedRetirementRule | undefined> {
  const [row] = await db.query<RecordedRetirementRule>(`SELECT ${COLUMNS} FROM retirement_rule WHERE rule_id = $1`, [
    ruleId,
  ]);
  return row;
}

export async function insertRetirementRule(
  tx: SqlClient,
  rule: Omit<RecordedRetirementRule, 'recordedAt' | 'version' | 'appliedAt'>,
): Promise<void> {
  await tx.query(
    `INSERT INTO retirement_rule (rule_id, position_type, level, words, age, valid_from, valid_to, basis, certainty, recorded_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      rule.ruleId,
      rule.positionType,
      rule.level,
      rule.words,
      rule.age,
      rule.validFrom,
      rule.validTo,
      rule.basis,
      rule.certainty,
      rule.recordedBy,
    ],
  );
}

/** Ends a rule; false when it has another version by now. */
export async function endRetirementRule(
  tx: SqlClient,
  ruleId: string,
  validTo: string,
  version: number,
): Promise<boolean> {
  const ended = await tx.execute(
    'UPDATE retirement_rule SET valid_to = $2, version = version + 1, applied_at = NULL WHERE rule_id = $1 AND version = $3',
    [ruleId, validTo, version],
  );
  return ended === 1;
}
