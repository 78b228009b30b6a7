import type { Transaction } from '@betang/platform';
import { toRow } from '../database/table.js';
import type { Participation } from '../drills/drill-rows.js';

/** In each statement `$1` is the record that stays and `$2` the one that is no more. */
const SAME_PLACE = 'coalesce(k.role_id, k.service_id) = coalesce(m.role_id, m.service_id)';
/** Where both stand for one place the person keeps the better part: holder before alternate, then the lower rank. Unit and day stay the staying record's own. */
const BETTER_PART = `UPDATE assignment AS k SET kind = m.kind, rank = m.rank FROM assignment AS m
  WHERE k.employee_id = $1 AND m.employee_id = $2 AND NOT k.ended AND NOT m.ended AND ${SAME_PLACE}
    AND (m.kind = 'HOLDER', -m.rank) > (k.kind = 'HOLDER', -k.rank)`;
const END_DOUBLE_PLACES = `UPDATE assignment AS m SET ended = true WHERE m.employee_id = $2 AND NOT m.ended
    AND EXISTS (SELECT 1 FROM assignment AS k WHERE k.employee_id = $1 AND NOT k.ended AND ${SAME_PLACE})`;
/** Of two participations in one drill the longer one stays, between equals that of the record that stays. */
const WITHDRAW_DOUBLES = `UPDATE participation AS p SET withdrawn_reason = $3 FROM participation AS k JOIN participation AS m USING (drill_id)
  WHERE k.employee_id = $1 AND m.employee_id = $2 AND k.withdrawn_reason IS NULL AND m.withdrawn_reason IS NULL
    AND p.participation_id = CASE WHEN coalesce(m.minutes, 0) > coalesce(k.minutes, 0) THEN k.participation_id ELSE m.participation_id END
  RETURNING p.*`;
/**
 * A level that the staying record lacks counts at once, so that readiness does not fall while the profiles are computed anew. Where it holds one, or has a
 * newer word, competency-mapping's own decides: nothing that it leaves unchanged would be told again.
 */
const CARRY_LEVELS = `INSERT INTO person_competency AS c (employee_id, competency_code, level, valid_until, profile_order)
  SELECT $1, competency_code, level, valid_until, profile_order FROM person_competency WHERE employee_id = $2 AND level IS NOT NULL
  ON CONFLICT (employee_id, competency_code) DO UPDATE SET level = excluded.level, valid_until = excluded.valid_until, profile_order = excluded.profile_order
  WHERE c.level IS NULL AND excluded.profile_order > c.profile_order`;
const CLEAR_LEVELS = `UPDATE person_competency SET level = NULL, valid_until = NULL WHERE employee_id = $1 AND level IS NOT NULL`;
const moveTo = (table: string, column = 'employee_id') => `UPDATE ${table} SET ${column} = $1 WHERE ${column} = $2`;

export interface MergedIds {
  readonly employeeId: string;
  readonly mergedEmployeeId: string;
}

/** What went from one record to the other. */
export interface MergedParts {
  readonly places: number;
  readonly levels: number;
  readonly actions: number;
  readonly participations: number;
  /** Participations in a drill in which both records took part, taken back. */
  readonly doubles: readonly Participation[];
}

/** Moves all that is kept of a person to the record that stays, each thing once. Repeated, it finds nothing more to move. */
export async function mergeRecords(tx: Transaction, ids: MergedIds, reason: string): Promise<MergedParts> {
  const { employeeId, mergedEmployeeId } = ids;
  const pair = [employeeId, mergedEmployeeId];
  await tx.execute(BETTER_PART, pair);
  await tx.execute(END_DOUBLE_PLACES, pair);
  const places = await tx.execute(moveTo('assignment'), pair);
  const doubles = (await tx.query(WITHDRAW_DOUBLES, [...pair, reason])).map(toRow<Participation>);
  const participations = await tx.execute(moveTo('participation'), pair);
  const actions = await tx.execute(moveTo('action', 'owner_employee_id'), pair);
  await tx.execute(moveTo('plan', 'keeper_id'), pair);
  await tx.execute(moveTo('review', 'keeper_id'), pair);
  const levels = await mergeLevels(tx, ids);
  return { places, levels, actions, participations, doubles };
}

/** The levels alone: the part of it that a rebuild makes again. Answers how many went. */
export async function mergeLevels(tx: Transaction, { employeeId, mergedEmployeeId }: MergedIds): Promise<number> {
  await tx.execute(CARRY_LEVELS, [employeeId, mergedEmployeeId]);
  return tx.execute(CLEAR_LEVELS, [mergedEmployeeId]);
}
