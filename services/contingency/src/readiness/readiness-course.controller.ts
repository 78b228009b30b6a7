import {
  AppError,
  Clock,
  CurrentPrincipal,
  ListQuery,
  PageQuery,
  Requires,
  ServiceController,
  ServiceDatabase,
  pageOfComputed,
  preferredLanguage,
  type ComputedList,
  type ListDefinition,
  type Page,
  type Principal,
  type SqlClient,
  ApiOkResponse,
} from '@betang/platform';
import { Get, Headers, Param, ParseUUIDPipe, Query } from '@nestjs/common';
import { ContingencyAccess } from '../access/contingency-access.js';
import { listPage } from '../database/list-page.js';
import { PLANS } from '../plans/plan-rows.js';
import { Rules } from '../rules/rules.js';
import { forecast, reasonChanges, type ForecastStep } from './forecast.decision.js';
import { loadFacts } from './load-facts.js';
import {
  ForecastView,
  ReadinessHistoryPage,
  RegionForecastPage,
  RegionForecastQuery,
  type ForecastStepView,
  type ReadinessChangeView,
  type RegionForecastStepView,
} from './readiness.dto.js';
import type { ComponentResult } from './readiness-result.js';
import { horizon, readinessRules } from './readiness-work.js';
import { reasonShown } from './reason-shown.js';

const HISTORY: ListDefinition = {
  select: `SELECT h.changed_at, h.figure, h.previous_figure, h.band, h.trigger, h.cause_id, h.components,
      (SELECT b.components FROM readiness_history AS b WHERE b.plan_id = h.plan_id AND b.number < h.number ORDER BY b.number DESC LIMIT 1) AS before
    FROM readiness_history AS h`,
  sorts: { changedAt: { sql: 'h.changed_at', type: 'timestamptz' } },
  defaultSort: '-changedAt',
  key: { sql: 'h.number', type: 'bigint' },
};
const PLANS_AHEAD = `SELECT plan_id AS id, title FROM plan WHERE state = 'ACTIVE' AND ($1::uuid IS NULL OR plan_id = $1) AND ($2::text IS NULL OR hazard_code = $2)
  AND ($3::uuid IS NULL OR lead_unit_id = $3) ORDER BY plan_id`;
const AHEAD: ComputedList<RegionForecastStepView> = {
  sorts: { on: ({ on }) => on, figure: ({ figure }) => figure },
  defaultSort: 'on',
  key: ({ on, planId }) => `${on} ${planId}`,
};

type Changed = Omit<ReadinessChangeView, 'appeared' | 'gone'> & {
  readonly components: readonly ComponentResult[];
  readonly before: readonly ComponentResult[] | null;
};

/** How readiness came about, and where it goes if nothing is done (R07). */
@ServiceController('contingency')
export class ReadinessCourseController {
  constructor(
    private readonly rules: Rules,
    private readonly access: ContingencyAccess,
    private readonly database: ServiceDatabase,
    private readonly clock: Clock,
  ) {}

  /** Every change with what made it and which reasons came and went, newest first. */
  @Get('plans/:planId/readiness/history')
  @Requires('contingency:read')
  @ApiOkResponse({ type: ReadinessHistoryPage })
  async history(
    @Param('planId', ParseUUIDPipe) planId: string,
    @Query() query: PageQuery,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') accepted?: string,
  ): Promise<Page<ReadinessChangeView>> {
    this.access.assertReads(principal);
    await PLANS.get(this.database, planId);
    const list = new ListQuery(HISTORY, query).where('h.plan_id = ?', planId);
    const page = await listPage<Changed>(this.database, list);
    const show = reasonShown(this.access.readsAllPeople(principal), preferredLanguage(accepted));
    return {
      ...page,
      items: page.items.map(({ changedAt, figure, previousFigure, band, trigger, causeId, components, before }) => {
        const { appeared, gone } = reasonChanges(before ?? [], components);
        const what = { changedAt, figure, previousFigure, band, trigger, causeId };
        return { ...what, appeared: appeared.map(show), gone: gone.map(show) };
      }),
    };
  }

  /** The days on which readiness changes by what is known today: expiries, retirements, due days, partners' first days. */
  @Get('plans/:planId/readiness/forecast')
  @Requires('contingency:read')
  @ApiOkResponse({ type: ForecastView })
  async forecast(
    @Param('planId', ParseUUIDPipe) planId: string,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') accepted?: string,
  ): Promise<ForecastView> {
    this.access.assertReads(principal);
    const { steps, until } = await this.ahead(this.database, [planId]);
    const own = steps.get(planId);
    if (!own) throw new AppError('contingency-plan-not-found', { status: 404 });
    const show = this.stepShown(principal, accepted);
    return { until, items: own.map(show) };
  }

  /** What lies ahead of all plans, the nearest day first. */
  @Get('readiness/forecast')
  @Requires('contingency:read')
  @ApiOkResponse({ type: RegionForecastPage })
  async regionForecast(
    @Query() query: RegionForecastQuery,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') accepted?: string,
  ): Promise<Page<RegionForecastStepView> & { readonly until: string }> {
    this.access.assertReads(principal);
    const filter = [query.planId ?? null, query.hazardCode ?? null, query.leadUnitId ?? null];
    const plans = await this.database.query<{ id: string; title: string }>(PLANS_AHEAD, filter);
    const ids = plans.map(({ id }) => id);
    const { steps, until } = await this.ahead(this.database, ids, query.until);
    const show = this.stepShown(principal, accepted);
    const items = plans.flatMap(({ id, title }) =>
      (steps.get(id) ?? []).map((step) => ({ planId: id, title, ...show(step) })),
    );
    return { until, ...pageOfComputed(items, AHEAD, query) };
  }

  /** Steps of each plan up to the horizon that the rules set, or an earlier day. */
  private async ahead(
    db: SqlClient,
    planIds: readonly string[],
    asked?: string,
  ): Promise<{ readonly steps: ReadonlyMap<string, readonly ForecastStep[]>; readonly until: string }> {
    const today = this.clock.today();
    const book = await this.rules.book(db);
    const farthest = horizon(book, today);
    const until = asked !== undefined && asked < farthest ? asked : farthest;
    const facts = await loadFacts(db, planIds, book.get('retirement.ages', today));
    const rules = readinessRules(book, today);
    return { until, steps: new Map(facts.map((each) => [each.planId, forecast(each, rules, today, until)])) };
  }

  private stepShown(principal: Principal, accepted: string | undefined): (step: ForecastStep) => ForecastStepView {
    const show = reasonShown(this.access.readsAllPeople(principal), preferredLanguage(accepted));
    return ({ on, result, previousFigure, newReasons, goneReasons }) => ({
      ...{ on, figure: result.figure, previousFigure, band: result.band },
      ...{ reasons: newReasons.map(show), noLonger: goneReasons.map(show) },
    });
  }
}
