import { queryOnce } from '../region/query-once.js';
import type { BenchRegion } from '../region/bench-region.js';

/** Everyone whom competency mapping knows, as identity's events would have left them. */
const PEOPLE = `INSERT INTO contingency.person (employee_id, name, agency_id, unit_id, position_type, born_on, state_order)
  SELECT employee_id, name, agency_id, unit_id, position_type, date '1985-05-05', 1 FROM competency_mapping.person`;
const HAZARDS = `INSERT INTO contingency.hazard (hazard_id, hazard_code, area, state, probability, damage, source, assessed_on, assessments)
  SELECT gen_random_uuid(), 'KARHUTLA', 'Wilayah rekaan ' || n, 'ACTIVE', 4, 4, 'Kajian rekaan', date '2026-01-05', 1 FROM generate_series(1, $1) AS n`;
const PLANS = `INSERT INTO contingency.plan (plan_id, hazard_id, hazard_code, title, lead_unit_id, state, latest_version, version_in_force, decree_number, decree_on, valid_until,
    review_due_on, created_by)
  SELECT gen_random_uuid(), hazard_id, hazard_code, 'Rencana ' || area, '00000000-0000-4000-8000-000000000001', 'ACTIVE', 1, 1, 'SK rekaan', date '2026-01-06',
         current_date + 900, current_date + 300, 'bench' FROM contingency.hazard`;
const READINESS = `WITH marked AS (INSERT INTO contingency.readiness_mark (plan_id, trigger) SELECT plan_id, 'PLAN_CHANGED' FROM contingency.plan)
  INSERT INTO contingency.readiness (plan_id) SELECT plan_id FROM contingency.plan`;
const ROLES = `INSERT INTO contingency.plan_role (role_id, plan_id, field, name, people, alternates, competencies)
  SELECT gen_random_uuid(), plan_id, 'Komando', 'Peran rekaan ' || n, 2, 1,
         '[{"competencyCode":"MAN-01","level":3},{"competencyCode":"MAN-08","level":3},{"competencyCode":"MAN-05","level":2}]'
    FROM contingency.plan, generate_series(1, 8) AS n`;
/** Two who fill the role and an alternate, other people for each role as far as there are any. */
const ASSIGNMENTS = `INSERT INTO contingency.assignment (assignment_id, role_id, employee_id, kind, rank, unit_id, confirmed_on)
  SELECT gen_random_uuid(), r.role_id, p.employee_id, CASE WHEN j < 2 THEN 'HOLDER' ELSE 'ALTERNATE' END, j + 1, p.unit_id, date '2026-02-02'
    FROM (SELECT role_id, row_number() OVER (ORDER BY role_id) - 1 AS k FROM contingency.plan_role) AS r
    CROSS JOIN generate_series(0, 2) AS j
    JOIN (SELECT employee_id, unit_id, row_number() OVER (ORDER BY employee_id) - 1 AS i, count(*) OVER () AS n FROM contingency.person) AS p
      ON p.i = (r.k * 3 + j) % p.n`;
const NEEDS = `INSERT INTO contingency.resource_need (need_id, plan_id, field, place, category, item, unit, quantity)
  SELECT gen_random_uuid(), plan_id, 'Pemadaman', 'Gudang ' || n, 'GOODS', 'Barang rekaan ' || n, 'unit', 10 FROM contingency.plan, generate_series(1, 6) AS n`;
const STOCK = `INSERT INTO contingency.stock (stock_id, unit_id, place, category, item, unit, quantity, checked_on)
  SELECT need_id, '00000000-0000-4000-8000-000000000001', place, category, item, unit, 8, date '2026-02-02' FROM contingency.resource_need`;
const SUPPLIES = `INSERT INTO contingency.supply (supply_id, need_id, stock_id, quantity, counted) SELECT gen_random_uuid(), stock_id, stock_id, 8, 8 FROM contingency.stock`;
const DRILLS = `INSERT INTO contingency.drill (drill_id, plan_id, kind, title, objective, scenario, place, organiser, starts_on, ends_on, state)
  SELECT gen_random_uuid(), plan_id, 'TABLE_TOP', 'Gladi rekaan', '-', '-', '-', '-', current_date - 9, current_date - 9, 'HELD' FROM contingency.plan`;

/** What no plan may show after the change, and an independent count of what every plan must: required levels that the people of its roles lack. */
const CHECK = `SELECT (SELECT count(*) FROM contingency.readiness WHERE computed_at >= $1)::integer AS computed,
    (SELECT count(*) FROM contingency.plan_role AS r, jsonb_array_elements(r.competencies) AS q WHERE q->>'competencyCode' IN ('MAN-01', 'MAN-08'))::integer AS old,
    (SELECT count(*) FROM contingency.readiness AS r, jsonb_array_elements(r.components) AS c, jsonb_array_elements(c->'reasons')
      WHERE c->>'component' = 'COMPETENCIES')::integer AS told,
    (SELECT count(*) FROM contingency.plan_role AS r JOIN contingency.assignment AS a USING (role_id) CROSS JOIN jsonb_array_elements(r.competencies) AS q
       LEFT JOIN competency_mapping.profile_level AS l ON l.employee_id = a.employee_id AND l.competency_code = q->>'competencyCode'
         AND l.level >= (q->>'level')::integer
      WHERE a.kind = 'HOLDER' AND l.employee_id IS NULL)::integer AS lacking`;

/** So many plans, each with eight roles of three people, six needs, and a drill; readiness is for the service to compute. */
export async function inventPlans(region: BenchRegion, plans: number): Promise<void> {
  await queryOnce(region, PEOPLE);
  await queryOnce(region, HAZARDS, [plans]);
  for (const text of [PLANS, ROLES, ASSIGNMENTS, NEEDS, STOCK, SUPPLIES, DRILLS, READINESS])
    await queryOnce(region, text);
  await queryOnce(region, 'ANALYZE');
}

/** Throws where a plan was not computed since `since`, asks for a code that is no more, or names other gaps than there are. */
export async function checkReadiness(region: BenchRegion, plans: number, since: Date): Promise<void> {
  const [row] = await queryOnce(region, CHECK, [since]);
  const { computed, old, told, lacking } = row as Readonly<Record<'computed' | 'old' | 'told' | 'lacking', number>>;
  if (computed !== plans || old !== 0 || told !== lacking || lacking === 0)
    throw new Error(`readiness is wrong: ${JSON.stringify(row)} of ${plans} plans`);
}

/** Makes all plans due again, as a day does. */
export async function passDay(region: BenchRegion): Promise<void> {
  await queryOnce(region, 'UPDATE contingency.readiness SET computed_on = computed_on - 1');
}
