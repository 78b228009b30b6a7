import type { Transaction } from '@betang/platform';
import { servedAtEndOf } from './served-year.js';
import { agencyAtEndOf, statusAtEndOf } from './state-of-year.js';

const SHARE_YEARS = `SELECT pg_advisory_xact_lock_shared(hashtextextended('learning-hours.years', 0))`;

const HOLD_YEARS = `SELECT pg_advisory_xact_lock(hashtextextended('learning-hours.years', 0))`;

/**
 * Gives the persons a row in every counted year of their service, with agency and status as they were when it ended; who is not on the list is in service in no
 * year. Totals of what was and of what is are marked where they differ.
 */
const ATTRIBUTE = `WITH target AS (
  SELECT g.employee_id, c.year, y.employee_id IS NOT NULL AS present, y.in_service AS old_in_service, y.agency_id AS old_agency, y.employment_status AS old_status,
         ${agencyAtEndOf('c.year')} AS agency_id, ${statusAtEndOf('c.year')} AS employment_status,
         coalesce(${servedAtEndOf('c.year')}, false) AS in_service
    FROM unnest($1::uuid[]) AS g(employee_id) CROSS JOIN counted_year AS c LEFT JOIN person AS p ON p.employee_id = g.employee_id
    LEFT JOIN person_year AS y ON y.employee_id = g.employee_id AND y.year = c.year),
changed AS (
  SELECT * FROM target
   WHERE CASE WHEN present THEN (in_service, agency_id, employment_status) IS DISTINCT FROM (old_in_service, old_agency, old_status) ELSE in_service END),
written AS (
  INSERT INTO person_year AS y (employee_id, year, agency_id, employment_status, in_service)
  SELECT employee_id, year, agency_id, employment_status, in_service FROM changed
  ON CONFLICT (employee_id, year) DO UPDATE
    SET in_service = excluded.in_service, agency_id = excluded.agency_id, employment_status = excluded.employment_status
  RETURNING y.year, y.employment_status, y.in_service)
INSERT INTO totals_mark (employment_status, year)
SELECT employment_status, year FROM written WHERE in_service
 UNION
SELECT old_status, year FROM changed WHERE old_in_service AND old_status IS NOT NULL`;

/** @see ATTRIBUTE */
export async function attributeYears(tx: Transaction, employeeIds: readonly string[]): Promise<void> {
  if (employeeIds.length === 0) return;
  await tx.query(SHARE_YEARS);
  await tx.prepared('person-attribute', ATTRIBUTE, [employeeIds]);
}

/** Beside the reader, who attributes what the same people are told to be: it waits its turn, or what it says last would be written over by what was read before. */
export async function attributeYearsAlone(tx: Transaction, employeeIds: readonly string[]): Promise<void> {
  await tx.query(HOLD_YEARS);
  await tx.prepared('person-attribute', ATTRIBUTE, [employeeIds]);
}
