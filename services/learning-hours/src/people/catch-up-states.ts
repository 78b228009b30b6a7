import type { SqlClient } from '@betang/platform';

/** The state that a person's row holds stands also under its year, and under year 0 where it is the oldest. */
const CATCH_UP = `WITH behind AS (
    UPDATE person AS p SET state_year = greatest(p.state_year, $1::smallint)
     WHERE p.state_order > 0 AND p.agency_id IS NOT NULL AND p.employment_status IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM person_state AS s WHERE s.employee_id = p.employee_id AND s.state_order = p.state_order)
    RETURNING p.employee_id, p.state_order, p.agency_id, p.employment_status)
  INSERT INTO person_state AS t (employee_id, from_year, told_later, state_order, agency_id, employment_status)
  SELECT b.employee_id, y.from_year, false, b.state_order, b.agency_id, b.employment_status
    FROM behind AS b CROSS JOIN (VALUES (0::smallint), ($1::smallint)) AS y(from_year)
  ON CONFLICT (employee_id, from_year, told_later) DO UPDATE
     SET state_order = excluded.state_order, agency_id = excluded.agency_id, employment_status = excluded.employment_status
   WHERE t.from_year > 0 AND t.state_order < excluded.state_order`;

/**
 * While a release is brought in, its tables are there before its processes: what the process of before writes of persons meanwhile comes to their rows alone,
 * and would be lost for this year with their next change. Each start looks for such persons, before an event is handled; there are none but after an
 * upgrade. They count as told this year: the row does not say when it was written.
 */
export async function catchUpStates(db: SqlClient, thisYear: number): Promise<void> {
  await db.query(CATCH_UP, [thisYear]);
}
