import type { SqlClient } from '@betang/platform';
import { toRow } from '../database/table.js';
import { findUnknownCodes } from '../dictionary/known-dictionary.js';
import { retiresOn, type RetirementAges } from '../people/retirement.decision.js';
import type {
  AssignedPerson,
  HeldCompetency,
  NextVersion,
  OpenAfterAction,
  OpenReview,
  PeopleNeed,
  PlanFacts,
  RequiredCompetency,
  ResourceNeed,
  Supply,
} from './plan-facts.js';

const PLANS = `SELECT plan_id, hazard_code, version_in_force AS version, valid_until, review_due_on FROM plan
  WHERE plan_id = ANY($1::uuid[]) AND state = 'ACTIVE'`;
const NEXT = `SELECT plan_id, version, valid_from, valid_until, review_due_on FROM plan_version WHERE plan_id = ANY($1::uuid[]) AND state = 'SIGNED'`;
const REVIEWS = `SELECT plan_id, review_id, reason, due_on FROM review WHERE plan_id = ANY($1::uuid[]) AND state = 'OPEN' ORDER BY due_on, review_id`;
const ROLES = `SELECT plan_id, role_id AS id, name, people, alternates, competencies FROM plan_role
  WHERE plan_id = ANY($1::uuid[]) AND NOT removed ORDER BY role_id`;
const SERVICES = `SELECT p.plan_id, s.service_id AS id, s.name, s.least_staff AS people, s.competencies FROM plan_service AS p
  JOIN critical_service AS s USING (service_id) WHERE p.plan_id = ANY($1::uuid[]) AND NOT s.ended ORDER BY s.service_id`;
const ASSIGNED = `SELECT coalesce(a.role_id, a.service_id) AS place_id, a.assignment_id, a.employee_id, a.kind, a.unit_id AS assigned_unit_id,
    a.confirmed_on, coalesce(p.state_order, 0) > 0 AS known, p.unit_id, p.left_on, p.born_on, p.position_type, p.retires_on
  FROM assignment AS a LEFT JOIN person AS p USING (employee_id)
 WHERE (a.role_id = ANY($1::uuid[]) OR a.service_id = ANY($1::uuid[])) AND NOT a.ended ORDER BY a.rank, a.assignment_id`;
const LEVELS = `SELECT employee_id, competency_code, level, valid_until FROM person_competency
  WHERE employee_id = ANY($1::uuid[]) AND competency_code = ANY($2::text[]) AND level IS NOT NULL`;
const NEEDS = `SELECT plan_id, need_id, item, quantity::float8 AS quantity FROM resource_need
  WHERE plan_id = ANY($1::uuid[]) AND NOT removed ORDER BY need_id`;
const SUPPLIES = `SELECT s.need_id, s.counted::float8 AS quantity, CASE WHEN s.counted + s.elsewhere > t.quantity OR (t.stock_id IS NOT NULL AND s.counted < s.quantity) THEN s.elsewhere ELSE 0 END::float8 AS contested,
    l.available_from AS valid_from, coalesce(t.usable_until, least(c.valid_until, l.available_until)) AS valid_until, p.name AS partner
  FROM supply AS s LEFT JOIN stock AS t USING (stock_id) LEFT JOIN commitment AS c USING (commitment_id) LEFT JOIN commitment_line AS l USING (line_id)
  LEFT JOIN partner AS p ON p.partner_id = c.partner_id
 WHERE s.need_id = ANY($1::uuid[]) AND NOT s.ended AND c.ended IS NOT TRUE AND l.removed IS NOT TRUE`;
const COMMITMENTS = `SELECT c.plan_id, c.commitment_id, p.name AS partner, c.valid_until FROM commitment AS c JOIN partner AS p USING (partner_id)
  WHERE c.plan_id = ANY($1::uuid[]) AND NOT c.ended AND NOT p.ended`;
const DRILLS = `SELECT plan_id, max(ends_on) AS held_on FROM drill WHERE plan_id = ANY($1::uuid[]) AND state IN ('HELD', 'EVALUATED') GROUP BY plan_id`;
const ACTIONS = `SELECT f.plan_id, a.due_on FROM action AS a JOIN finding AS f USING (finding_id)
  WHERE f.plan_id = ANY($1::uuid[]) AND a.done_on IS NULL`;

const AFTER_ACTIONS = `SELECT e.plan_id, e.emergency_id, e.title, r.due_on FROM after_action AS r JOIN emergency AS e USING (emergency_id)
  WHERE e.plan_id = ANY($1::uuid[]) AND r.state = 'OPEN' ORDER BY r.due_on, e.emergency_id`;

interface NeedRow {
  readonly planId: string;
  readonly id: string;
  readonly name: string;
  readonly people: number;
  readonly alternates?: number;
  readonly competencies: readonly RequiredCompetency[];
}
type AssignedRow = Omit<AssignedPerson, 'retiresOn' | 'levels'> & {
  readonly placeId: string;
  readonly bornOn: string | null;
  /** As identity tells it. */
  readonly retiresOn: string | null;
  readonly positionType: string | null;
};

/** Everything that readiness of the plans follows from: a fixed number of statements, however many plans. Withdrawn plans are left out. */
export async function loadFacts(db: SqlClient, planIds: readonly string[], ages: RetirementAges): Promise<PlanFacts[]> {
  const rows = async <R extends object>(text: string, ...values: unknown[]) =>
    (await db.query(text, values)).map(toRow<R>);
  const plans = await rows<PlanFacts['document'] & { planId: string; hazardCode: string }>(PLANS, planIds);
  const next = grouped(await rows<NextVersion & { planId: string }>(NEXT, planIds));
  const reviews = grouped(await rows<OpenReview & { planId: string }>(REVIEWS, planIds));
  const roles = await rows<NeedRow>(ROLES, planIds);
  const services = await rows<NeedRow>(SERVICES, planIds);
  const people = await loadPeople(db, [...roles, ...services], ages);
  const unknown = await findUnknownCodes(db, [...roles, ...services].flatMap(codesOf));
  const needs = await rows<Omit<ResourceNeed, 'supplies'> & { planId: string }>(NEEDS, planIds);
  const needIds = needs.map(({ needId }) => needId);
  const supplies = grouped(await rows<Supply & { readonly needId: string }>(SUPPLIES, needIds), ({ needId }) => needId);
  const commitments = grouped(
    await rows<{ planId: string; commitmentId: string; partner: string; validUntil: string }>(COMMITMENTS, planIds),
  );
  const drills = grouped(await rows<{ planId: string; heldOn: string }>(DRILLS, planIds));
  const actions = grouped(await rows<{ planId: string; dueOn: string }>(ACTIONS, planIds));
  const afterActions = grouped(await rows<OpenAfterAction & { planId: string }>(AFTER_ACTIONS, planIds));
  const rolesOf = grouped(roles);
  const servicesOf = grouped(services);
  const needsOf = grouped(needs);
  return plans.map(({ planId, hazardCode, version, validUntil, reviewDueOn }) => ({
    planId,
    hazardCode,
    document: { version, validUntil, reviewDueOn, next: next.get(planId)?.[0] ?? null },
    openReviews: (reviews.get(planId) ?? []).map(({ reviewId, reason, dueOn }) => ({ reviewId, reason, dueOn })),
    roles: (rolesOf.get(planId) ?? []).map((row) => peopleNeed(row, people, unknown.codes)),
    services: (servicesOf.get(planId) ?? []).map((row) => peopleNeed(row, people, unknown.codes)),
    needs: (needsOf.get(planId) ?? []).map((need) => ({ ...need, supplies: supplies.get(need.needId) ?? [] })),
    commitments: commitments.get(planId) ?? [],
    lastDrillOn: drills.get(planId)?.[0]?.heldOn ?? null,
    openActions: (actions.get(planId) ?? []).map(({ dueOn }) => dueOn),
    openAfterActions: (afterActions.get(planId) ?? []).map(({ emergencyId, title, dueOn }) => ({
      emergencyId,
      title,
      dueOn,
    })),
  }));
}

/** People named for roles or services, by the role or service, with the levels that are asked for there. */
export async function loadPeople(
  db: SqlClient,
  places: readonly { readonly id: string; readonly competencies: readonly RequiredCompetency[] }[],
  ages: RetirementAges,
): Promise<Map<string, AssignedPerson[]>> {
  const ids = [...new Set(places.map(({ id }) => id))];
  if (ids.length === 0) return new Map();
  const assigned = (await db.query(ASSIGNED, [ids])).map(toRow<AssignedRow>);
  const employees = [...new Set(assigned.map(({ employeeId }) => employeeId))];
  const codes = [...new Set(places.flatMap(({ competencies }) => competencies.map((each) => each.competencyCode)))];
  const levels = new Map<string, Map<string, HeldCompetency>>();
  for (const row of await db.query(LEVELS, [employees, codes])) {
    const { employeeId, competencyCode, ...held } = toRow<
      { employeeId: string; competencyCode: string } & HeldCompetency
    >(row);
    levels.set(employeeId, (levels.get(employeeId) ?? new Map<string, HeldCompetency>()).set(competencyCode, held));
  }
  const people = assigned.map(({ bornOn, positionType, retiresOn: told, ...person }) => ({
    ...person,
    retiresOn: told ?? retiresOn(bornOn, positionType, ages) ?? null,
    levels: levels.get(person.employeeId) ?? new Map<string, HeldCompetency>(),
  }));
  return grouped(people, ({ placeId }) => placeId);
}

function codesOf({ competencies }: NeedRow): string[] {
  return competencies.map(({ competencyCode }) => competencyCode);
}

function peopleNeed(
  row: NeedRow,
  people: ReadonlyMap<string, readonly AssignedPerson[]>,
  unknown: ReadonlySet<string>,
): PeopleNeed {
  const { id, name, competencies } = row;
  return {
    id,
    name,
    people: row.people,
    alternates: row.alternates ?? 0,
    competencies,
    unknownCodes: codesOf(row).filter((code) => unknown.has(code)),
    assigned: people.get(id) ?? [],
  };
}

function grouped<T extends { readonly planId: string }>(rows: readonly T[]): Map<string, T[]>;
function grouped<T>(rows: readonly T[], by: (row: T) => string): Map<string, T[]>;
function grouped<T>(
  rows: readonly T[],
  by: (row: T) => string = (row) => (row as { planId: string }).planId,
): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(by(row));
    if (group) group.push(row);
    else groups.set(by(row), [row]);
  }
  return groups;
}
