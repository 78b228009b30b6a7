import type { SqlClient } from '@betang/platform';
import { toRow } from '../database/table.js';
import type { RequiredCompetency } from '../dictionary/required-competency.js';
import { retiresOn, type RetirementAges } from '../people/retirement.decision.js';
import type { AssignedPerson, HeldCompetency } from './assigned-person.js';

const ASSIGNED = `SELECT coalesce(a.role_id, a.service_id) AS place_id, a.assignment_id, a.employee_id, a.kind, a.unit_id AS assigned_unit_id,
    a.confirmed_on, coalesce(p.state_order, 0) > 0 AS known, p.unit_id, p.left_on, p.born_on, p.position_type, p.retires_on
  FROM assignment AS a LEFT JOIN person AS p USING (employee_id)
 WHERE (a.role_id = ANY($1::uuid[]) OR a.service_id = ANY($1::uuid[])) AND NOT a.ended ORDER BY a.rank, a.assignment_id`;
const LEVELS = `SELECT employee_id, competency_code, level, valid_until FROM person_competency
  WHERE employee_id = ANY($1::uuid[]) AND competency_code = ANY($2::text[]) AND level IS NOT NULL`;

type AssignedRow = Omit<AssignedPerson, 'retiresOn' | 'levels'> & {
  readonly placeId: string;
  readonly bornOn: string | null;
  /** As identity tells it. */
  readonly retiresOn: string | null;
  readonly positionType: string | null;
};

/** People named for roles or services, by the role or service, with the levels that are asked for there. */
export async function loadPeople(
  db: SqlClient,
  places: readonly { readonly id: string; readonly competencies: readonly RequiredCompetency[] }[],
  ages: RetirementAges,
): Promise<Map<string, AssignedPerson[]>> {
  const ids = [...new Set(places.map(({ id }) => id))];
  if (ids.length === 0) return new Map();
  const assigned = (await db.query(ASSIGNED, [ids])).map(toRow<AssignedRow>);
  const codes = [...new Set(places.flatMap(({ competencies }) => competencies.map((each) => each.competencyCode)))];
  const levels = await loadLevels(db, [...new Set(assigned.map(({ employeeId }) => employeeId))], codes);
  const people = new Map<string, AssignedPerson[]>();
  for (const { bornOn, positionType, retiresOn: told, ...person } of assigned) {
    const named = people.get(person.placeId) ?? [];
    named.push({
      ...person,
      retiresOn: told ?? retiresOn(bornOn, positionType, ages) ?? null,
      levels: levels.get(person.employeeId) ?? new Map<string, HeldCompetency>(),
    });
    people.set(person.placeId, named);
  }
  return people;
}

/** Levels that people have in some competencies: by person, then by code. */
async function loadLevels(
  db: SqlClient,
  employees: readonly string[],
  codes: readonly string[],
): Promise<Map<string, Map<string, HeldCompetency>>> {
  type Row = HeldCompetency & { readonly employeeId: string; readonly competencyCode: string };
  const levels = new Map<string, Map<string, HeldCompetency>>();
  for (const row of await db.query(LEVELS, [employees, codes])) {
    const { employeeId, competencyCode, ...held } = toRow<Row>(row);
    levels.set(employeeId, (levels.get(employeeId) ?? new Map<string, HeldCompetency>()).set(competencyCode, held));
  }
  return levels;
}
