import type { SqlClient } from '@betang/platform';
import { retirementOf, type Retiring } from '../retirement-rules/retirement-age.js';
import { loadRetirementRules } from '../retirement-rules/retirement-rule-store.js';

const SUPERVISORS = `WITH wanted AS (
    SELECT e.employee_id, CASE WHEN e.left_on IS NULL THEN coalesce(
             (SELECT s.employee_id FROM employee s WHERE s.employee_id = e.supervisor_said AND s.left_on IS NULL),
             (SELECT h.employee_id FROM unnest(u.path) WITH ORDINALITY AS p(unit_id, depth) JOIN unit_head h ON h.unit_id = p.unit_id AND h.valid_to IS NULL
               WHERE h.employee_id <> e.employee_id ORDER BY p.depth DESC LIMIT 1)) END AS supervisor_id
      FROM employee e JOIN org_unit u USING (unit_id) WHERE e.employee_id = ANY($1::uuid[]))
  UPDATE employee e SET supervisor_id = w.supervisor_id FROM wanted w
   WHERE e.employee_id = w.employee_id AND e.supervisor_id IS DISTINCT FROM w.supervisor_id RETURNING e.employee_id AS id`;

/**
 * Brings in line what follows from other records: the supervisor from the heads of units above, unless an officer said who it is, and the day of retirement
 * from birth date and position. Neither is anybody's edit, so versions stand. Answers who changed.
 */
export async function deriveFacts(tx: SqlClient, employeeIds: readonly string[]): Promise<Set<string>> {
  if (employeeIds.length === 0) return new Set();
  const supervised = await tx.query<{ id: string }>(SUPERVISORS, [employeeIds]);
  const people = await tx.query<Retiring & { id: string; retiresOn: string | null }>(
    `SELECT employee_id AS id, birth_date::text AS "birthDate", position_type AS "positionType", position_name AS "positionName", retires_on::text AS "retiresOn"
       FROM employee WHERE employee_id = ANY($1::uuid[])`,
    [employeeIds],
  );
  const rules = await loadRetirementRules(tx);
  const other = people
    .map((person) => ({ id: person.id, was: person.retiresOn, on: retirementOf(person, rules)?.on ?? null }))
    .filter(({ was, on }) => was !== on);
  if (other.length > 0)
    await tx.query(
      'UPDATE employee e SET retires_on = v.d FROM unnest($1::uuid[], $2::date[]) AS v(id, d) WHERE e.employee_id = v.id',
      [other.map(({ id }) => id), other.map(({ on }) => on)],
    );
  return new Set([...supervised, ...other].map(({ id }) => id));
}

/** Everyone in service in these units and below them. */
export async function findPeopleUnder(tx: SqlClient, unitIds: readonly string[]): Promise<string[]> {
  if (unitIds.length === 0) return [];
  const rows = await tx.query<{ id: string }>(
    'SELECT e.employee_id AS id FROM employee e JOIN org_unit u USING (unit_id) WHERE e.left_on IS NULL AND u.path && $1::uuid[]',
    [unitIds],
  );
  return rows.map(({ id }) => id);
}
