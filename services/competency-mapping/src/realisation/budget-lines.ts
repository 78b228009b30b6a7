import { AppError, Audit, ServiceDatabase, type SqlClient, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { findLine } from '../plans/plan-store.js';

/**
 * Code of a budget line (kode rekening belanja) as the regional budget writes it: groups of digits with dots between, `5.1.02.02.001.00063`; from the
 * account alone to one with programme and activity before it.
 */
export const BUDGET_CODE = /^\d{1,2}(\.\d{1,5}){2,11}$/;

/** A line that was gathered is paid from what its agency states, unless the region says otherwise. */
const CODE_OF_LINE = `coalesce((SELECT b.budget_code FROM plan_line_budget AS b WHERE b.line_id = l.line_id),
    CASE WHEN l.origin = 'GATHERED' THEN (SELECT b.budget_code FROM plan_line_budget AS b WHERE b.line_id = l.source_line_id) END)`;
const CODES = `SELECT line_id AS "lineId", code FROM (SELECT l.line_id, ${CODE_OF_LINE} AS code FROM plan_line AS l WHERE l.plan_id = $1) AS c WHERE code IS NOT NULL`;
const SUMS = `WITH line AS (SELECT l.line_id, l.year, l.budget, ${CODE_OF_LINE} AS code FROM plan_line AS l WHERE l.plan_id = $1),
  sums AS (
    SELECT year, code, count(*) AS lines, sum(budget) AS planned, 0 AS spent FROM line GROUP BY 1, 2
    UNION ALL
    SELECT extract(year FROM s.spent_on)::integer, coalesce(s.budget_code, l.code), 0, 0, sum(s.amount)
      FROM plan_spending AS s LEFT JOIN line AS l USING (line_id) WHERE s.plan_id = $1 AND s.reversed_reason IS NULL GROUP BY 1, 2)
SELECT year, code AS "budgetLineCode", sum(lines)::integer AS lines, sum(planned)::float8 AS planned, sum(spent)::float8 AS spent,
    (sum(planned) - sum(spent))::float8 AS "left"
  FROM sums GROUP BY 1, 2 ORDER BY 1, 2 NULLS LAST`;

/** One line of the budget in one fiscal year, as far as a plan is paid from it; whole rupiah. */
export interface BudgetLineUse {
  readonly year: number;
  /** Null: what is tied to no budget line yet. */
  readonly budgetLineCode: string | null;
  readonly lines: number;
  readonly planned: number;
  readonly spent: number;
  /** Below zero: more was spent than the plan asked for. */
  readonly left: number;
}

/** The tie between lines of plans and lines of the regional budget (APBD), which reporting takes in; by the code alone. */
@Injectable()
export class BudgetLines {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly audit: Audit,
  ) {}

  /** Says which budget line pays for a line, whatever the plan's state; null takes the tie away. Throws `plan-line-not-found` (404). */
  async tie(tx: Transaction, planId: string, lineId: string, code: string | null, actor: string): Promise<void> {
    if (!(await findLine(tx, planId, lineId))) throw new AppError('plan-line-not-found', { status: 404 });
    if (code === null) await tx.execute('DELETE FROM plan_line_budget WHERE line_id = $1', [lineId]);
    else
      await tx.execute(
        `INSERT INTO plan_line_budget (line_id, budget_code, stated_by) VALUES ($1, $2, $3)
         ON CONFLICT (line_id) DO UPDATE SET budget_code = excluded.budget_code, stated_by = excluded.stated_by, stated_at = now()`,
        [lineId, code, actor],
      );
    const object = { type: 'plan-line', id: lineId };
    await this.audit.record(tx, { actor, action: 'tie-budget-line', object, after: { budgetLineCode: code } });
  }

  /** Codes of a plan's lines, of those that have one. */
  async codes(db: SqlClient, planId: string): Promise<Map<string, string>> {
    const rows = await db.query<{ lineId: string; code: string }>(CODES, [planId]);
    return new Map(rows.map(({ lineId, code }) => [lineId, code]));
  }

  /** What a plan asks of each budget line, what was spent of it and what is left, year by year. */
  uses(planId: string): Promise<BudgetLineUse[]> {
    return this.database.query<BudgetLineUse>(SUMS, [planId]);
  }
}
