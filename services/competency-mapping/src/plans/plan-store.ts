import { arrayParameter, type SqlClient, type Transaction } from '@betang/platform';
import type { DrawnPeople } from './draw-lines.decision.js';
import type { Plan, PlanLine, PlanStep } from './plan.js';

const PLAN_COLUMNS = `plan_id AS "planId", kind, agency_id AS "agencyId", title, first_year AS "firstYear", last_year AS "lastYear", state, revision,
  returned, decree`;
export const LINE_COLUMNS = `line_id AS "lineId", plan_id AS "planId", year, agency_id AS "agencyId", competency_code AS "competencyCode", level::integer AS level,
  target_group AS "targetGroup", people, form, path_code AS "pathCode", organiser, quarter::integer AS quarter, curriculum_standard AS "curriculumStandard",
  budget::float8 AS budget, hours, development_target_id AS "developmentTargetId", urgency::integer AS urgency, origin, source_line_id AS "sourceLineId"`;

const UPSERT_LINES = `INSERT INTO plan_line (line_id, plan_id, year, agency_id, competency_code, level, target_group, people, form, path_code, organiser, quarter,
    curriculum_standard, budget, hours, development_target_id, urgency, origin, source_line_id)
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::integer[], $4::uuid[], $5::text[], $6::smallint[], $7::text[], $8::integer[], $9::text[], $10::text[],
    $11::text[], $12::smallint[], $13::text[], $14::bigint[], $15::integer[], $16::uuid[], $17::smallint[], $18::text[], $19::uuid[])
  ON CONFLICT (line_id) DO UPDATE SET year = excluded.year, agency_id = excluded.agency_id, competency_code = excluded.competency_code, level = excluded.level,
    target_group = excluded.target_group, people = excluded.people, form = excluded.form, path_code = excluded.path_code, organiser = excluded.organiser,
    quarter = excluded.quarter, curriculum_standard = excluded.curriculum_standard, budget = excluded.budget, hours = excluded.hours,
    development_target_id = excluded.development_target_id, urgency = excluded.urgency, changed_at = now()`;

export async function insertPlan(tx: SqlClient, plan: Plan, actor: string, employeeId: string | null): Promise<void> {
  await tx.execute(
    `INSERT INTO plan (plan_id, kind, agency_id, title, first_year, last_year, state, created_by, created_employee_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [plan.planId, plan.kind, plan.agencyId, plan.title, plan.firstYear, plan.lastYear, plan.state, actor, employeeId],
  );
}

export async function findPlan(db: SqlClient, planId: string, lock = false): Promise<Plan | undefined> {
  const [row] = await db.query<Plan>(
    `SELECT ${PLAN_COLUMNS} FROM plan WHERE plan_id = $1${lock ? ' FOR UPDATE' : ''}`,
    [planId],
  );
  return row;
}

export async function savePlan(tx: SqlClient, { planId, state, revision, returned, decree }: Plan): Promise<void> {
  await tx.execute(
    'UPDATE plan SET state = $2, revision = $3, returned = $4, decree = $5, changed_at = now() WHERE plan_id = $1',
    [planId, state, revision, returned, decree],
  );
}

export async function insertStep(
  tx: SqlClient,
  planId: string,
  step: PlanStep,
  employeeId: string | null,
): Promise<void> {
  await tx.execute(
    `INSERT INTO plan_step (plan_id, step, action, from_state, to_state, actor, on_behalf_of, reason, actor_employee_id)
     SELECT $1, coalesce(max(step), 0) + 1, $2, $3, $4, $5, $6, $7, $8 FROM plan_step WHERE plan_id = $1`,
    [planId, step.action, step.fromState, step.toState, step.actor, step.onBehalfOf, step.reason, employeeId],
  );
}

export async function findLastStep(db: SqlClient, planId: string): Promise<PlanStep | undefined> {
  const [row] = await db.query<PlanStep>(
    `SELECT action, from_state AS "fromState", to_state AS "toState", actor, on_behalf_of AS "onBehalfOf", reason
       FROM plan_step WHERE plan_id = $1 ORDER BY step DESC LIMIT 1`,
    [planId],
  );
  return row;
}

/** Employees who drew a plan up or took a step of it. */
export async function findResponsibles(db: SqlClient, planId: string): Promise<string[]> {
  const rows = await db.query<{ employeeId: string }>(
    `SELECT created_employee_id AS "employeeId" FROM plan WHERE plan_id = $1 AND created_employee_id IS NOT NULL
      UNION SELECT actor_employee_id FROM plan_step WHERE plan_id = $1 AND actor_employee_id IS NOT NULL AND action <> 'RETURN'`,
    [planId],
  );
  return rows.map(({ employeeId }) => employeeId);
}

export function loadLines(db: SqlClient, planId: string): Promise<PlanLine[]> {
  return db.query<PlanLine>(`SELECT ${LINE_COLUMNS} FROM plan_line WHERE plan_id = $1 ORDER BY line_id`, [planId]);
}

export async function findLine(db: SqlClient, planId: string, lineId: string): Promise<PlanLine | undefined> {
  const [row] = await db.query<PlanLine>(`SELECT ${LINE_COLUMNS} FROM plan_line WHERE plan_id = $1 AND line_id = $2`, [
    planId,
    lineId,
  ]);
  return row;
}

export async function countLines(db: SqlClient, planId: string): Promise<number> {
  const [row] = await db.query<{ n: number }>('SELECT count(*)::integer AS n FROM plan_line WHERE plan_id = $1', [
    planId,
  ]);
  return row!.n;
}

export async function writeLines(tx: Transaction, lines: readonly PlanLine[]): Promise<void> {
  if (lines.length === 0) return;
  const cells: ((line: PlanLine) => string | number | null)[] = [
    (line) => line.lineId,
    (line) => line.planId,
    (line) => line.year,
    (line) => line.agencyId,
    (line) => line.competencyCode,
    (line) => line.level,
    (line) => line.targetGroup,
    (line) => line.people,
    (line) => line.form,
    (line) => line.pathCode,
    (line) => line.organiser,
    (line) => line.quarter,
    (line) => line.curriculumStandard,
    (line) => line.budget,
    (line) => line.hours,
    (line) => line.developmentTargetId,
    (line) => line.urgency,
    (line) => line.origin,
    (line) => line.sourceLineId,
  ];
  await tx.prepared(
    'plan-lines',
    UPSERT_LINES,
    cells.map((cell) => arrayParameter(lines.map(cell))),
  );
}

/** Lines of a plan that were drawn out of a multi-year one, with the people whom they name. */
export function loadDrawnPeople(db: SqlClient, planId: string): Promise<DrawnPeople[]> {
  return db.query<DrawnPeople>(
    `SELECT line_id AS "lineId", agency_id AS "agencyId", competency_code AS "competencyCode", level::integer AS level, people,
        ARRAY(SELECT employee_id FROM plan_line_person AS p WHERE p.line_id = l.line_id) AS "employeeIds"
       FROM plan_line AS l WHERE plan_id = $1 AND origin = 'MULTI_YEAR' ORDER BY line_id`,
    [planId],
  );
}

/** Names the people of lines. */
export async function writeLinePeople(
  tx: SqlClient,
  rows: readonly { readonly lineId: string; readonly employeeId: string }[],
): Promise<void> {
  await tx.execute(
    'INSERT INTO plan_line_person (line_id, employee_id) SELECT * FROM unnest($1::uuid[], $2::uuid[]) ON CONFLICT DO NOTHING',
    [arrayParameter(rows.map(({ lineId }) => lineId)), arrayParameter(rows.map(({ employeeId }) => employeeId))],
  );
}
