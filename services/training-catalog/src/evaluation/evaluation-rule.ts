import { AppError, type SqlClient } from '@betang/platform';

/** When and by what measures trainings are evaluated; scores are hundredths. */
export interface EvaluationRule {
  readonly validFrom: string;
  /** Months after the last day in which the supervisor is asked. */
  readonly opensMonths: number;
  readonly closesMonths: number;
  /** Least average reaction, hundredths of 1 to 5. */
  readonly minReaction: number;
  /** Least share of the possible gain between the tests. */
  readonly minGain: number;
  /** Least share of people who apply what they learned. */
  readonly minApplied: number;
  readonly basis: string;
}

export const EVALUATION_RULE_COLUMNS = `valid_from AS "validFrom", opens_months AS "opensMonths", closes_months AS "closesMonths",
  min_reaction AS "minReaction", min_gain AS "minGain", min_applied AS "minApplied", basis`;

/** The rule of a day. Throws `evaluation-rule-missing` (409) for days before the first. */
export async function getEvaluationRule(db: SqlClient, day: string): Promise<EvaluationRule> {
  const [rule] = await db.query<EvaluationRule>(
    `SELECT ${EVALUATION_RULE_COLUMNS} FROM evaluation_rule WHERE valid_from <= $1 ORDER BY valid_from DESC LIMIT 1`,
    [day],
  );
  if (!rule) throw new AppError('evaluation-rule-missing', { status: 409 });
  return rule;
}
