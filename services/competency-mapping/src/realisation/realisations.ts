import { newId } from '@betang/contracts';
import {
  AppError,
  Audit,
  Clock,
  ListQuery,
  PageQuery,
  ServiceDatabase,
  arrayParameter,
  type ListRow,
  type Page,
  type SqlClient,
  type Transaction,
} from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { inCodesOfToday } from '../plans/current-lines.js';
import type { Plan, PlanLine } from '../plans/plan.js';
import { findLine, loadLines } from '../plans/plan-store.js';
import { BudgetLines } from './budget-lines.js';
import { MappingContexts } from '../profiles/mapping-context.js';
import {
  realiseLines,
  realisedYears,
  type Completed,
  type LineRealisation,
  type YearRealisation,
} from './realisation.decision.js';
import type { SpendingView } from './realisation.dto.js';

/**
 * People who completed a training that leads to a line's level in its year, by the codes of the day: those whom the line names, or the agency's
 * where it names nobody. $1 lines, $2 years, $3 agencies, $4 codes, $5 levels, $6 the line whose people it is for.
 */
const COMPLETED = `WITH line AS (
    SELECT * FROM unnest($1::uuid[], $2::integer[], $3::uuid[], $4::text[], $5::smallint[], $6::uuid[]) AS l(line_id, year, agency_id, code, level, named_id)),
  done AS (
    SELECT e.employee_id, extract(year FROM e.observed_on)::integer AS year, p.agency_id,
           CASE WHEN s.recorded_code IS NULL THEN e.competency_code ELSE s.current_code END AS code, coalesce(s.levels[e.level + 1], e.level) AS level
      FROM evidence AS e JOIN person AS p USING (employee_id) LEFT JOIN competency_succession AS s ON s.recorded_code = e.competency_code
     WHERE e.source = 'TRAINING' AND e.revoked_at IS NULL
       AND e.observed_on BETWEEN make_date((SELECT min(year) FROM line), 1, 1) AND make_date((SELECT max(year) FROM line), 12, 31)),
  named AS (SELECT line_id, employee_id FROM plan_line_person WHERE line_id = ANY($6::uuid[]))
SELECT l.line_id AS "lineId", l.named_id IN (SELECT line_id FROM named) AS named, count(DISTINCT d.employee_id)::integer AS people
  FROM line AS l JOIN done AS d ON d.year = l.year AND d.code = l.code AND d.level >= l.level
 WHERE CASE WHEN l.named_id IN (SELECT line_id FROM named) THEN (l.named_id, d.employee_id) IN (SELECT line_id, employee_id FROM named)
            ELSE l.agency_id IS NULL OR l.agency_id = d.agency_id END
 GROUP BY l.line_id, l.named_id`;

const SPENT = `SELECT line_id AS "lineId", extract(year FROM spent_on)::integer AS year, sum(amount)::float8 AS amount
  FROM plan_spending WHERE plan_id = $1 AND reversed_reason IS NULL GROUP BY 1, 2`;
const SPENDING = {
  select: `SELECT spending_id AS "spendingId", line_id AS "lineId", spent_on::text AS "spentOn", amount::float8 AS amount, reference, budget_code AS "budgetLineCode", recorded_by AS "recordedBy",
      recorded_at AS "recordedAt", reversed_reason AS "reversedReason" FROM plan_spending`,
  sorts: { spentOn: { sql: 'spent_on', type: 'date' }, amount: { sql: 'amount', type: 'bigint' } },
  defaultSort: '-spentOn',
  key: { sql: 'spending_id', type: 'uuid' },
} as const;
const FIXED: readonly string[] = ['APPROVED', 'SYNCED'];

export interface PlanRealisation {
  readonly years: readonly YearRealisation[];
  readonly lines: readonly (LineRealisation & { readonly line: PlanLine; readonly budgetLineCode: string | null })[];
}

export interface NewSpending {
  readonly lineId: string;
  readonly spentOn: string;
  readonly amount: number;
  readonly reference: string;
  /** Undefined: that of the line. */
  readonly budgetLineCode?: string | undefined;
}

/** What became of a plan: people by the trainings that they completed, money as its office states it. */
@Injectable()
export class Realisations {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly contexts: MappingContexts,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly budgetLines: BudgetLines,
  ) {}

  async of(plan: Plan): Promise<PlanRealisation> {
    const { currentCodes } = await this.contexts.load();
    const lines = await loadLines(this.database, plan.planId);
    const completed = await loadCompleted(this.database, inCodesOfToday(lines, currentCodes));
    const spent = await this.database.query<{ lineId: string; year: number; amount: number }>(SPENT, [plan.planId]);
    const codes = await this.budgetLines.codes(this.database, plan.planId);
    const byLine = sumBy(spent, ({ lineId }) => lineId);
    const byId = new Map(lines.map((line) => [line.lineId, line]));
    const rows = realiseLines(lines, completed, byLine);
    return {
      years: realisedYears(
        rows,
        sumBy(spent, ({ year }) => year),
        plan,
      ),
      lines: rows.map((row) => ({
        ...row,
        line: byId.get(row.line.lineId)!,
        budgetLineCode: codes.get(row.line.lineId) ?? null,
      })),
    };
  }

  /** States what was spent on a line. Throws `plan-line-not-found` (404), `plan-not-there` (409) unless fixed, `spending-refused` (422) by field. */
  async spend(tx: Transaction, plan: Plan, input: NewSpending, actor: string): Promise<string> {
    if (!FIXED.includes(plan.state))
      throw new AppError('plan-not-there', { status: 409, params: { state: plan.state } });
    if (!(await findLine(tx, plan.planId, input.lineId))) throw new AppError('plan-line-not-found', { status: 404 });
    const year = Number(input.spentOn.slice(0, 4));
    const errors = [
      ...(input.spentOn > this.clock.today() ? [{ field: 'spentOn', code: 'evidence.in-future' }] : []),
      ...(year < plan.firstYear || year > plan.lastYear ? [{ field: 'spentOn', code: 'plan.year-outside' }] : []),
    ];
    if (errors.length > 0) throw new AppError('spending-refused', { status: 422, errors });
    const spendingId = newId();
    const { lineId, spentOn, amount, reference } = input;
    const code = input.budgetLineCode ?? (await this.budgetLines.codes(tx, plan.planId)).get(lineId) ?? null;
    await tx.execute(
      `INSERT INTO plan_spending (spending_id, plan_id, line_id, spent_on, amount, reference, recorded_by, budget_code)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [spendingId, plan.planId, lineId, spentOn, amount, reference, actor, code],
    );
    const object = { type: 'plan-spending', id: spendingId };
    await this.audit.record(tx, { actor, action: 'state-spending', object, after: { lineId, spentOn, amount, code } });
    return spendingId;
  }

  /** Throws `spending-not-found` (404), also for one that is reversed already. */
  async reverse(tx: Transaction, planId: string, spendingId: string, reason: string, actor: string): Promise<void> {
    const done = await tx.execute(
      `UPDATE plan_spending SET reversed_reason = $3, reversed_by = $4, reversed_at = now()
        WHERE plan_id = $1 AND spending_id = $2 AND reversed_reason IS NULL`,
      [planId, spendingId, reason, actor],
    );
    if (done === 0) throw new AppError('spending-not-found', { status: 404 });
    const object = { type: 'plan-spending', id: spendingId };
    await this.audit.record(tx, { actor, action: 'reverse-spending', object, reason });
  }

  async spending(planId: string, query: PageQuery & { readonly lineId?: string }): Promise<Page<SpendingView>> {
    const list = new ListQuery(SPENDING, query).where('plan_id = ?', planId).where('line_id = ?', query.lineId).build();
    return list.page(await this.database.query<SpendingView & ListRow>(list.text, list.values));
  }
}

async function loadCompleted(db: SqlClient, lines: readonly PlanLine[]): Promise<Map<string, Completed>> {
  if (lines.length === 0) return new Map();
  const rows = await db.query<Completed & { lineId: string }>(COMPLETED, [
    arrayParameter(lines.map(({ lineId }) => lineId)),
    arrayParameter(lines.map(({ year }) => year)),
    arrayParameter(lines.map(({ agencyId }) => agencyId)),
    arrayParameter(lines.map(({ competencyCode }) => competencyCode)),
    arrayParameter(lines.map(({ level }) => level)),
    // A line that was gathered is for the people of the agency's own line.
    arrayParameter(lines.map(({ lineId, origin, sourceLineId }) => (origin === 'GATHERED' && sourceLineId) || lineId)),
  ]);
  return new Map(rows.map((row) => [row.lineId, row]));
}

function sumBy<K>(
  rows: readonly { readonly lineId: string; readonly year: number; readonly amount: number }[],
  keyOf: (row: (typeof rows)[number]) => K,
): Map<K, number> {
  const sums = new Map<K, number>();
  for (const row of rows) sums.set(keyOf(row), (sums.get(keyOf(row)) ?? 0) + row.amount);
  return sums;
}
