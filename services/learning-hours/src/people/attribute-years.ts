import type { Transaction } from '@betang/platform';
import { servedAtEndOf } from './served-year.js';

/** A person whose row changed, and the year of the change. */
export interface ChangedPerson {
  readonly employeeId: string;
  readonly changeYear: number;
}

const SHARE_YEARS = `SELECT pg_advisory_xact_lock_shared(hashtextextended('learning-hours.years', 0))`;

/**
 * Gives the persons a row in every counted year of their service. Agency and status of a year before the change stay as they were, unless the
 * year's hours were booked before anyone knew the person. Totals of what was and of what is are marked.
 */
const ATTRIBUTE = `WITH changed AS (SELECT * FROM unnest($1::uuid[], $2::integer[]) AS u(employee_id, change_year)),
target AS (
  SELECT p.employee_id, c.year, y.employee_id IS NOT NULL AS present, y.in_service AS old_in_service, y.employment_status AS old_status,
         CASE WHEN y.agency_id IS NOT NULL AND c.year < g.change_year THEN y.agency_id ELSE p.agency_id END AS agency_id,
         CASE WHEN y.agency_id IS NOT NULL AND c.year < g.change_year THEN y.employment_status ELSE p.employment_status END AS employment_status,
         ${servedAtEndOf('c.year')} AS in_service
    FROM changed AS g JOIN person AS p USING (employee_id) CROSS JOIN counted_year AS c
    LEFT JOIN person_year AS y ON y.employee_id = p.employee_id AND y.year = c.year),
written AS (
  INSERT INTO person_year AS y (employee_id, year, agency_id, employment_status, in_service)
  SELECT employee_id, year, agency_id, employment_status, in_service FROM target WHERE present OR in_service
  ON CONFLICT (employee_id, year) DO UPDATE
    SET in_service = excluded.in_service, agency_id = excluded.agency_id, employment_status = excluded.employment_status
  RETURNING y.year, y.employment_status, y.in_service)
INSERT INTO totals_mark (employment_status, year)
SELECT employment_status, year FROM written WHERE in_service
 UNION
SELECT old_status, year FROM target WHERE old_in_service AND old_status IS NOT NULL`;

/** @see ATTRIBUTE */
export async function attributeYears(tx: Transaction, people: readonly ChangedPerson[]): Promise<void> {
  if (people.length === 0) return;
  await tx.query(SHARE_YEARS);
  await tx.prepared('person-attribute', ATTRIBUTE, [
    people.map(({ employeeId }) => employeeId),
    people.map(({ changeYear }) => changeYear),
  ]);
}
