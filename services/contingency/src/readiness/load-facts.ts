import type { SqlClient } from '@betang/platform';
import { toRow } from '../database/table.js';
import { findUnknownCodes } from '../dictionary/known-dictionary.js';
import type { RetirementAges } from '../people/retirement.decision.js';
import type {
  NextVersion,
  OpenAfterAction,
  OpenReview,
  PeopleNeed,
  PlanFacts,
  ResourceNeed,
  Supply,
} from './plan-facts.js';
import type { AssignedPerson } from '../roles/assigned-person.js';
import { loadPeople } from '../roles/load-people.js';

const PLANS = `SELECT plan_id, hazard_code, version_in_force AS version, valid_until, review_due_on FROM plan
  WHERE plan_id = ANY($1::uuid[]) AND state = 'ACTIVE'`;
const NEXT = `SELECT plan_id, version, valid_from, valid_until, review_due_on FROM plan_version WHERE plan_id = ANY($1::uuid[]) AND state = 'SIGNED'`;
const REVIEWS = `SELECT plan_id, review_id, reason, due_on FROM review WHERE plan_id = ANY($1::uuid[]) AND state = 'OPEN' ORDER BY due_on, review_id`;
const ROLES = `SELECT plan_id, role_id AS id, name, people, alternates, competencies FROM plan_role
  WHERE plan_id = ANY($1::uuid[]) AND NOT removed ORDER BY role_id`;
const SERVICES = `SELECT p.plan_id, s.service_id AS id, s.name, s.least_staff AS people, s.competencies FROM plan_service AS p
  JOIN critical_service AS s USING (service_id) WHERE p.plan_id = ANY($1::uuid[]) AND NOT s.ended ORDER BY s.service_id`;
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

type OfPlan<T> = T & { readonly planId: string };
type PlaceRow = OfPlan<Pick<PeopleNeed, 'id' | 'name' | 'people' | 'competencies'>> & { readonly alternates?: number };

/** Everything that readiness of the plans follows from: a fixed number of statements, however many plans. Withdrawn plans are left out. */
export async function loadFacts(db: SqlClient, planIds: readonly string[], ages: RetirementAges): Promise<PlanFacts[]> {
  const of = async <R extends object>(text: string) => byPlan((await db.query(text, [planIds])).map(toRow<OfPlan<R>>));
  const plans = (await db.query(PLANS, [planIds])).map(
    toRow<OfPlan<PlanFacts['document'] & { readonly hazardCode: string }>>,
  );
  const next = await of<NextVersion>(NEXT);
  const reviews = await of<OpenReview>(REVIEWS);
  const { roles, services } = await loadPlaces(db, planIds, ages);
  const needs = await loadNeeds(db, planIds);
  const commitments = await of<PlanFacts['commitments'][number]>(COMMITMENTS);
  const drills = await of<{ readonly heldOn: string }>(DRILLS);
  const actions = await of<{ readonly dueOn: string }>(ACTIONS);
  const afterActions = await of<OpenAfterAction>(AFTER_ACTIONS);
  return plans.map(({ planId, hazardCode, version, validUntil, reviewDueOn }) => ({
    planId,
    hazardCode,
    document: { version, validUntil, reviewDueOn, next: next(planId)[0] ?? null },
    openReviews: reviews(planId).map(({ reviewId, reason, dueOn }) => ({ reviewId, reason, dueOn })),
    roles: roles(planId),
    services: services(planId),
    needs: needs(planId),
    commitments: commitments(planId),
    lastDrillOn: drills(planId)[0]?.heldOn ?? null,
    openActions: actions(planId).map(({ dueOn }) => dueOn),
    openAfterActions: afterActions(planId).map(({ emergencyId, title, dueOn }) => ({ emergencyId, title, dueOn })),
  }));
}

/** Roles and critical services of the plans, with the people named for them. */
async function loadPlaces(db: SqlClient, planIds: readonly string[], ages: RetirementAges) {
  const roles = (await db.query(ROLES, [planIds])).map(toRow<PlaceRow>);
  const services = (await db.query(SERVICES, [planIds])).map(toRow<PlaceRow>);
  const places = [...roles, ...services];
  const people = await loadPeople(db, places, ages);
  const unknown = await findUnknownCodes(db, places.flatMap(codesOf));
  const needOf = (place: PlaceRow) => ({ ...place, ...peopleNeed(place, people, unknown.codes) });
  return { roles: byPlan(roles.map(needOf)), services: byPlan(services.map(needOf)) };
}

/** What the plans need, each with its supplies. */
async function loadNeeds(db: SqlClient, planIds: readonly string[]) {
  const needs = (await db.query(NEEDS, [planIds])).map(toRow<OfPlan<Omit<ResourceNeed, 'supplies'>>>);
  const ids = needs.map(({ needId }) => needId);
  const rows = (await db.query(SUPPLIES, [ids])).map(toRow<Supply & { readonly needId: string }>);
  const supplies = grouped(rows, ({ needId }) => needId);
  return byPlan(needs.map((need) => ({ ...need, supplies: supplies.get(need.needId) ?? [] })));
}

function codesOf({ competencies }: PlaceRow): string[] {
  return competencies.map(({ competencyCode }) => competencyCode);
}

function peopleNeed(
  row: PlaceRow,
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

/** Rows by their plan; none for a plan that has none. */
function byPlan<T extends { readonly planId: string }>(rows: readonly T[]): (planId: string) => readonly T[] {
  const groups = grouped(rows, ({ planId }) => planId);
  return (planId) => groups.get(planId) ?? [];
}

function grouped<T>(rows: readonly T[], by: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(by(row));
    if (group) group.push(row);
    else groups.set(by(row), [row]);
  }
  return groups;
}
