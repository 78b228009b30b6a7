import type { SqlClient } from '@betang/platform';
import { ruleOn, type RetentionKind, type RetentionRule } from './retention-rule.js';

/** Intervals are told in the one unit that they were recorded in. */
const KEEP = `CASE WHEN keep IS NULL THEN NULL WHEN extract(day FROM keep) > 0 THEN 'P' || extract(day FROM keep)::int || 'D'
  WHEN extract(month FROM keep) > 0 THEN 'P' || (extract(year FROM keep) * 12 + extract(month FROM keep))::int || 'M' ELSE 'P' || extract(year FROM keep)::int || 'Y' END`;
const COLUMNS = `rule_id AS "ruleId", kind, ${KEEP} AS keep, valid_from::text AS "validFrom", basis, certainty, recorded_by AS "recordedBy", recorded_at AS "recordedAt"`;

/** All rules that were not taken back, the newest of each kind first. */
export function loadRetentionRules(db: SqlClient): Promise<RetentionRule[]> {
  return db.query<RetentionRule>(
    `SELECT ${COLUMNS} FROM retention_rule WHERE ended_at IS NULL ORDER BY kind, valid_from DESC`,
  );
}

/** The rule of a kind that holds on a day. */
export async function findRuleOn(db: SqlClient, kind: RetentionKind, day: string): Promise<RetentionRule | undefined> {
  return ruleOn(await loadRetentionRules(db), kind, day);
}

/** Breaks a UNIQUE index where the kind has a rule from that very day on. */
export async function insertRetentionRule(tx: SqlClient, rule: Omit<RetentionRule, 'recordedAt'>): Promise<void> {
  await tx.execute(
    `INSERT INTO retention_rule (rule_id, kind, keep, valid_from, basis, certainty, recorded_by) VALUES ($1, $2, $3::interval, $4, $5, $6, $7)`,
    [rule.ruleId, rule.kind, rule.keep, rule.validFrom, rule.basis, rule.certainty, rule.recordedBy],
  );
}

/** Takes a rule back before it begins; false when there is none such. */
export async function takeBackRule(tx: SqlClient, ruleId: string, today: string, by: string): Promise<boolean> {
  const taken = await tx.execute(
    'UPDATE retention_rule SET ended_at = now(), ended_by = $3 WHERE rule_id = $1 AND ended_at IS NULL AND valid_from > $2',
    [ruleId, today, by],
  );
  return taken === 1;
}
