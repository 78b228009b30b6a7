import {
  AppError,
  CurrentPrincipal,
  ListQuery,
  PageQuery,
  RegionConfig,
  Requires,
  ServiceController,
  ServiceDatabase,
  exportTable,
  findMessage,
  preferredLanguage,
  type Language,
  type ListDefinition,
  type Page,
  type Principal,
} from '@betang/platform';
import { Get, Headers, Param, ParseUUIDPipe, Query, type StreamableFile } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { ContingencyAccess } from '../access/contingency-access.js';
import { Clock } from '../clock.js';
import { listPage } from '../database/list-page.js';
import { toRow } from '../database/table.js';
import { regionName } from '../plans/region-name.js';
import { Rules } from '../rules/rules.js';
import { forecast } from './forecast.decision.js';
import { loadFacts } from './load-facts.js';
import {
  ForecastView,
  ReadinessFileQuery,
  ReadinessHistoryPage,
  ReadinessPage,
  ReadinessQuery,
  ReadinessView,
  type ReadinessChangeView,
  type ReadinessSummary,
  type ReasonView,
} from './readiness.dto.js';
import { readinessTable, type ReadinessForFile } from './readiness-export.js';
import type { ComponentResult, Reason } from './readiness-result.js';
import { horizon, readinessRules } from './readiness-work.js';

const SELECT = `SELECT r.plan_id, p.title, p.hazard_code, r.figure, r.band, r.next_change_on, r.next_figure FROM readiness AS r JOIN plan AS p USING (plan_id)`;
const LIST: ListDefinition = {
  select: SELECT,
  sorts: {
    figure: { sql: 'r.figure', type: 'integer' },
    title: { sql: 'p.title', type: 'text' },
    nextChangeOn: { sql: `coalesce(r.next_change_on, 'infinity')`, type: 'date' },
  },
  defaultSort: 'figure',
  key: { sql: 'r.plan_id', type: 'uuid' },
};
const HISTORY: ListDefinition = {
  select: 'SELECT h.changed_at, h.figure, h.previous_figure, h.band, h.trigger, h.cause_id FROM readiness_history AS h',
  sorts: { changedAt: { sql: 'h.changed_at', type: 'timestamptz' } },
  defaultSort: '-changedAt',
  key: { sql: 'h.number', type: 'bigint' },
};
const ONE = `SELECT r.*, p.title, p.hazard_code FROM readiness AS r JOIN plan AS p USING (plan_id) WHERE r.plan_id = $1 AND p.state = 'ACTIVE'`;

const FILE = `SELECT p.title, p.hazard_code, r.figure, r.band, r.components, r.next_change_on, r.next_figure FROM readiness AS r JOIN plan AS p USING (plan_id)
  WHERE p.state = 'ACTIVE' AND r.figure IS NOT NULL AND ($1::text IS NULL OR r.band = $1) AND ($2::text IS NULL OR p.hazard_code = $2)
  ORDER BY r.figure, p.title, r.plan_id`;

type StoredReadiness = ReadinessSummary & {
  readonly components: readonly ComponentResult[];
  readonly computedAt: Date;
};

/** Readiness of plans (R07): the figure, why it is what it is, how it came about, and where it goes if nothing is done. */
@ServiceController('contingency')
export class ReadinessController {
  constructor(
    private readonly rules: Rules,
    private readonly access: ContingencyAccess,
    private readonly database: ServiceDatabase,
    private readonly clock: Clock,
    private readonly config: RegionConfig,
  ) {}

  /** Least ready first. */
  @Get('readiness')
  @Requires('contingency:read')
  @ApiOkResponse({ type: ReadinessPage })
  list(@Query() query: ReadinessQuery, @CurrentPrincipal() principal: Principal): Promise<Page<ReadinessSummary>> {
    this.access.assertReads(principal);
    const list = new ListQuery(LIST, query)
      .where(`p.state = 'ACTIVE' AND r.figure IS NOT NULL`)
      .where('r.band = ?', query.band)
      .where('p.hazard_code = ?', query.hazardCode);
    return listPage<ReadinessSummary>(this.database, list);
  }

  /** Readiness of all plans with every reason in words, least ready first, as .xlsx, .csv or PDF. No person is named. */
  @Get('readiness/file')
  @Requires('contingency:read')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async file(
    @Query() { format, band, hazardCode }: ReadinessFileQuery,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') accepted?: string,
  ): Promise<StreamableFile> {
    this.access.assertReads(principal);
    const rows = await this.database.query(FILE, [band ?? null, hazardCode ?? null]);
    const plans = rows.map(toRow<ReadinessForFile>);
    const place = regionName(this.config.region);
    return exportTable(readinessTable(plans, place, this.clock.now(), preferredLanguage(accepted)), format);
  }

  @Get('plans/:planId/readiness')
  @Requires('contingency:read')
  @ApiOkResponse({ type: ReadinessView })
  async get(
    @Param('planId', ParseUUIDPipe) planId: string,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') accepted?: string,
  ): Promise<ReadinessView> {
    this.access.assertReads(principal);
    const [row] = await this.database.query(ONE, [planId]);
    if (!row) throw new AppError('contingency-plan-not-found', { status: 404 });
    const { title, hazardCode, figure, band, nextChangeOn, nextFigure, components, computedAt } =
      toRow<StoredReadiness>(row);
    const show = this.reasonView(principal, preferredLanguage(accepted));
    const shown = components.map(({ component, score, weight, reasons }) => ({
      component,
      score,
      weight,
      reasons: reasons.map(show),
    }));
    return { planId, title, hazardCode, figure, band, nextChangeOn, nextFigure, components: shown, computedAt };
  }

  /** Every change with what made it, newest first. */
  @Get('plans/:planId/readiness/history')
  @Requires('contingency:read')
  @ApiOkResponse({ type: ReadinessHistoryPage })
  history(
    @Param('planId', ParseUUIDPipe) planId: string,
    @Query() query: PageQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<ReadinessChangeView>> {
    this.access.assertReads(principal);
    return listPage<ReadinessChangeView>(this.database, new ListQuery(HISTORY, query).where('h.plan_id = ?', planId));
  }

  /** The days on which readiness changes by what is known today: expiries, retirements, due days. */
  @Get('plans/:planId/readiness/forecast')
  @Requires('contingency:read')
  @ApiOkResponse({ type: ForecastView })
  async forecast(
    @Param('planId', ParseUUIDPipe) planId: string,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') accepted?: string,
  ): Promise<ForecastView> {
    this.access.assertReads(principal);
    const today = this.clock.today();
    const book = await this.rules.book(this.database);
    const [facts] = await loadFacts(this.database, [planId], book.get('retirement.ages', today));
    if (!facts) throw new AppError('contingency-plan-not-found', { status: 404 });
    const show = this.reasonView(principal, preferredLanguage(accepted));
    const steps = forecast(facts, readinessRules(book, today), today, horizon(book, today));
    return {
      items: steps.map(({ on, result, newReasons }) => ({
        on,
        figure: result.figure,
        band: result.band,
        reasons: newReasons.map(show),
      })),
    };
  }

  /** Who may not read the people of plans sees that somebody is missing, not who. */
  private reasonView(principal: Principal, language: Language): (reason: Reason) => ReasonView {
    const people =
      principal.scopes.has('contingency:people') && this.access.visibleUnits(principal, 'contingency:people') === null;
    return ({ code, subjectId, employeeId, params }) => ({
      code,
      text: findMessage(language, code, params) ?? code,
      subjectId: subjectId ?? null,
      employeeId: people ? (employeeId ?? null) : null,
    });
  }
}
