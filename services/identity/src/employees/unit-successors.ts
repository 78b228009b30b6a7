import type { SqlClient } from '@betang/platform';
import { countChanges } from './employee-store.js';
import type { Act } from './period-store.js';

/** A unit that closed, and the one that took its people. */
export interface UnitSuccessor {
  readonly from: string;
  readonly to: string;
}

/** Of who is in service what holds now is no matter of this: such people move with their unit. Of who has left nothing holds beyond the last day. */
const RETRACT = `UPDATE employee_period p SET retracted_at = now(), retracted_act = $3 FROM employee e
  WHERE e.employee_id = p.employee_id AND p.facet = 'UNIT' AND p.value = ANY($1::text[]) AND p.retracted_at IS NULL
    AND least(p.valid_to, e.left_on) > greatest(p.valid_from, $2::date)
  RETURNING p.employee_id AS id`;

const SAY_AGAIN = `WITH said AS (
    SELECT p.*, v.successor, greatest(p.valid_from, $3::date) AS since, least(p.valid_to, e.left_on) AS until
      FROM employee_period p JOIN employee e USING (employee_id) JOIN unnest($1::text[], $2::text[]) AS v(closed, successor) ON v.closed = p.value
     WHERE p.retracted_act = $4 AND p.facet = 'UNIT')
  INSERT INTO employee_period (employee_id, facet, value, detail, valid_from, valid_to, source, act_id, recorded_by)
  SELECT employee_id, facet, value, detail, valid_from, since, source, $4, $6 FROM said WHERE valid_from < since
  UNION ALL SELECT employee_id, facet, successor, NULL, since, until, $5, $4, $6 FROM said
  UNION ALL SELECT employee_id, facet, value, detail, until, valid_to, source, $4, $6 FROM said WHERE valid_to IS NULL OR until < valid_to`;

/**
 * Where people were in a unit after the day `on` from which it is closed, and are not there any more, their history says its successor from that day on. The
 * first thing that the act writes: what it has retracted by then is just this. Answers whose history it was.
 */
export async function writeSuccessors(
  tx: SqlClient,
  successors: readonly UnitSuccessor[],
  on: string,
  act: Act,
): Promise<string[]> {
  if (successors.length === 0) return [];
  const closed = successors.map(({ from }) => from);
  const rows = await tx.query<{ id: string }>(RETRACT, [closed, on, act.actId]);
  if (rows.length === 0) return [];
  const to = successors.map((successor) => successor.to);
  await tx.query(SAY_AGAIN, [closed, to, on, act.actId, act.source, act.by]);
  const employeeIds = [...new Set(rows.map(({ id }) => id))];
  await countChanges(tx, employeeIds);
  return employeeIds;
}
