import { newId } from '@betang/contracts';
import { AppError, Audit, type SqlClient, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { inCodesOfToday } from '../plans/current-lines.js';
import { LINE_COLUMNS, findPlan, loadLines, writeLines } from '../plans/plan-store.js';
import type { Plan, PlanLine } from '../plans/plan.js';
import { Plans } from '../plans/plans.js';
import { MappingContexts } from '../profiles/mapping-context.js';
import { StatementSignal } from '../marks/statement-signal.js';
import { chooseLines, drawableLines, type DrawableLine } from '../plans/draw-lines.decision.js';
import { loadTaken, writeSources } from '../plans/line-sources.js';

/** Fixed by decree: what is still being drawn up binds nobody. */
const FIXED: readonly string[] = ['APPROVED', 'SYNCED'];
/** Fixed multi-year plans that reach into a year: the agency's own and the region's; of the region's what is for the agency. */
const PLANS = `SELECT plan_id FROM plan WHERE kind = 'MULTI_YEAR' AND state IN ('APPROVED', 'SYNCED') AND $1 BETWEEN first_year AND last_year
  AND (agency_id IS NULL OR agency_id = $2) AND ($3::uuid IS NULL OR plan_id = $3)`;
/** What was drawn stays comparable while its plan is being revised. */
const SOURCES = `SELECT ${LINE_COLUMNS} FROM plan_line
  WHERE (plan_id IN (${PLANS}) AND ($2::uuid IS NULL OR agency_id = $2)) OR line_id = ANY($4::uuid[]) ORDER BY urgency DESC, line_id`;
const PEOPLE = `INSERT INTO plan_line_person (line_id, employee_id)
  SELECT u.drawn, employee_id FROM unnest($1::uuid[], $2::uuid[]) AS u(drawn, source) JOIN plan_line_person AS p ON p.line_id = u.source
  ON CONFLICT DO NOTHING`;

export interface Drawn {
  readonly planId: string;
  /** Lines that are new in the annual plan. */
  readonly drawn: number;
  /** Lines that were taken over anew. */
  readonly renewed: number;
  /** Left out, for another line asks for the same. */
  readonly similar: number;
  /** In the annual plan and changed or gone since in the multi-year one. */
  readonly differing: number;
}

/** Draws lines of multi-year plans (HCDP) into an annual plan. */
@Injectable()
export class LineDrawing {
  constructor(
    private readonly plans: Plans,
    private readonly contexts: MappingContexts,
    private readonly signal: StatementSignal,
    private readonly audit: Audit,
  ) {}

  /** Lines of the plan's year, with what of them is there. Throws `plan-not-annual` (422), `plan-not-found` (404), `plan-not-there` (409) for a source that is not fixed. */
  async drawable(db: SqlClient, plan: Plan, fromPlanId: string | null): Promise<DrawableLine[]> {
    if (plan.kind !== 'ANNUAL') throw new AppError('plan-not-annual', { status: 422 });
    if (fromPlanId !== null) await this.assertSource(db, plan, fromPlanId);
    const { currentCodes } = await this.contexts.load(db);
    const taken = (await loadTaken(db, plan.planId, currentCodes)).filter(
      ({ sourcePlanId }) => fromPlanId === null || sourcePlanId === fromPlanId,
    );
    const values = [plan.firstYear, plan.agencyId, fromPlanId, taken.map(({ sourceLineId }) => sourceLineId)];
    const sources = await db.query<PlanLine>(SOURCES, values);
    const once = inCodesOfToday(withoutGathered(sources), currentCodes);
    return drawableLines(plan.firstYear, once, await loadLines(db, plan.planId), taken);
  }

  /** Draws all lines that are not there, or those that are named. Throws as {@link drawable}, and `plan-line-refused` (422) by the lines named. */
  async draw(
    tx: Transaction,
    planId: string,
    { fromPlanId, lineIds }: { readonly fromPlanId: string | null; readonly lineIds?: readonly string[] | undefined },
    actor: string,
  ): Promise<Drawn> {
    const plan = await this.plans.lockDraft(tx, planId);
    const all = await this.drawable(tx, plan, fromPlanId);
    const { draw, renew, problems } = chooseLines(plan.firstYear, all, lineIds);
    if (problems.length > 0) throw new AppError('plan-line-refused', { status: 422, errors: [...problems] });
    const rows = [...draw, ...renew].map(({ source, drawnLineId }) => ({ lineId: drawnLineId ?? newId(), source }));
    const lines = rows.map(({ lineId, source }): PlanLine => ({
      ...source,
      lineId,
      planId,
      origin: 'MULTI_YEAR',
      sourceLineId: source.lineId,
    }));
    await writeLines(tx, lines);
    await writeSources(tx, rows, actor);
    await this.copyPeople(tx, rows);
    this.signal.changedBy(tx);
    const renewed = new Set(renew);
    const count = {
      drawn: draw.length,
      renewed: renew.length,
      similar: all.filter((line) => line.status === 'SIMILAR' && !draw.includes(line)).length,
      differing: all.filter((line) => (line.status === 'CHANGED' && !renewed.has(line)) || line.status === 'GONE')
        .length,
    };
    await this.audit.record(tx, {
      actor,
      action: 'draw-plan-lines',
      object: { type: 'plan', id: planId },
      after: count,
    });
    return { planId, ...count };
  }

  private async copyPeople(
    tx: Transaction,
    rows: readonly { readonly lineId: string; readonly source: PlanLine }[],
  ): Promise<void> {
    const drawn = rows.map(({ lineId }) => lineId);
    await tx.execute('DELETE FROM plan_line_person WHERE line_id = ANY($1::uuid[])', [drawn]);
    await tx.execute(PEOPLE, [drawn, rows.map(({ source }) => source.lineId)]);
  }

  private async assertSource(db: SqlClient, plan: Plan, fromPlanId: string): Promise<void> {
    const source = await findPlan(db, fromPlanId);
    const fits =
      source?.kind === 'MULTI_YEAR' &&
      (source.agencyId === null || source.agencyId === plan.agencyId) &&
      source.firstYear <= plan.firstYear &&
      plan.firstYear <= source.lastYear;
    if (!source || !fits) throw new AppError('plan-not-found', { status: 404 });
    if (!FIXED.includes(source.state))
      throw new AppError('plan-not-there', { status: 409, params: { state: source.state } });
  }
}

/** The region's line that was gathered from the agency's own is the same line. */
function withoutGathered(lines: readonly PlanLine[]): PlanLine[] {
  const own = new Set(lines.map(({ lineId }) => lineId));
  return lines.filter(({ sourceLineId }) => sourceLineId === null || !own.has(sourceLineId));
}
