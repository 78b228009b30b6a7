import type { SqlClient } from '@betang/platform';
import type { PlanKind, PlanState, PlannedReorganisation } from './planned-reorganisation.js';

/** A plan with what became of it. */
export interface RecordedPlan extends PlannedReorganisation {
  readonly state: PlanState;
  readonly basis: string | null;
  readonly plannedBy: string;
  readonly plannedAt: Date;
  readonly endedAt: Date | null;
  readonly failureCode: string | null;
  readonly people: number | null;
}

const COLUMNS = `plan_id AS "planId", kind, effective_on::text AS "effectiveOn", input, basis, state, planned_by AS "plannedBy", planned_at AS "plannedAt",
  ended_at AS "endedAt", failure_code AS "failureCode", people`;

/** Plans that are still to come, in the order in which they take effect. */
export function loadPlans(db: SqlClient): Promise<RecordedPlan[]> {
  return db.query<RecordedPlan>(
    `SELECT ${COLUMNS} FROM planned_reorganisation WHERE state = 'PLANNED' ORDER BY effective_on, plan_id`,
  );
}

/** Plans in the order of their days. */
export function listPlans(
  db: SqlClient,
  query: {
    readonly state: PlanState | null;
    readonly kind: PlanKind | null;
    readonly after: readonly [string, string] | undefined;
    readonly descending: boolean;
    readonly limit: number;
  },
): Promise<RecordedPlan[]> {
  const [order, beyond] = query.descending ? ['DESC', '<'] : ['ASC', '>'];
  return db.query<RecordedPlan>(
    `SELECT ${COLUMNS} FROM planned_reorganisation WHERE ($1::text IS NULL OR state = $1) AND ($2::text IS NULL OR kind = $2)
        AND ($3::date IS NULL OR (effective_on, plan_id) ${beyond} ($3, $4::uuid)) ORDER BY effective_on ${order}, plan_id ${order} LIMIT $5`,
    [query.state, query.kind, query.after?.[0] ?? null, query.after?.[1] ?? null, query.limit],
  );
}

export async function findPlan(db: SqlClient, planId: string): Promise<RecordedPlan | undefined> {
  const [row] = await db.query<RecordedPlan>(`SELECT ${COLUMNS} FROM planned_reorganisation WHERE plan_id = $1`, [
    planId,
  ]);
  return row;
}

/** A plan that is still to come, locked; undefined for one that was carried out or withdrawn meanwhile. */
export async function lockPlan(tx: SqlClient, planId: string): Promise<RecordedPlan | undefined> {
  const [row] = await tx.query<RecordedPlan>(
    `SELECT ${COLUMNS} FROM planned_reorganisation WHERE plan_id = $1 AND state = 'PLANNED' FOR UPDATE`,
    [planId],
  );
  return row;
}

export async function insertPlan(
  tx: SqlClient,
  plan: PlannedReorganisation & { readonly basis: string | null; readonly plannedBy: string },
): Promise<void> {
  await tx.execute(
    'INSERT INTO planned_reorganisation (plan_id, kind, effective_on, input, basis, planned_by) VALUES ($1, $2, $3, $4, $5, $6)',
    [plan.planId, plan.kind, plan.effectiveOn, JSON.stringify(plan.input), plan.basis, plan.plannedBy],
  );
}

export async function endPlan(
  tx: SqlClient,
  planId: string,
  end: {
    readonly state: Exclude<PlanState, 'PLANNED'>;
    readonly by: string;
    readonly people?: number;
    readonly failureCode?: string;
  },
): Promise<void> {
  await tx.execute(
    `UPDATE planned_reorganisation SET state = $2, ended_by = $3, ended_at = now(), people = $4, failure_code = $5 WHERE plan_id = $1 AND state = 'PLANNED'`,
    [planId, end.state, end.by, end.people ?? null, end.failureCode ?? null],
  );
}

/** Plans whose day has come, in their order. */
export async function findDuePlans(db: SqlClient, today: string): Promise<string[]> {
  const rows = await db.query<{ id: string }>(
    `SELECT plan_id AS id FROM planned_reorganisation WHERE state = 'PLANNED' AND effective_on <= $1 ORDER BY effective_on, plan_id`,
    [today],
  );
  return rows.map(({ id }) => id);
}

/** People in service by unit. */
export async function countPeople(db: SqlClient): Promise<Map<string, number>> {
  const rows = await db.query<{ id: string; people: number }>(
    'SELECT unit_id AS id, count(*)::int AS people FROM employee WHERE left_on IS NULL GROUP BY unit_id',
  );
  return new Map(rows.map(({ id, people }) => [id, people]));
}
