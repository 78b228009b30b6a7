import {
  AppError,
  Clock,
  CurrentPrincipal,
  ListQuery,
  RegionConfig,
  Requires,
  ServiceController,
  ServiceDatabase,
  exportTable,
  preferredLanguage,
  type ListDefinition,
  type Page,
  type Principal,
  ApiOkResponse,
  AnswersFile,
  EXPORT_FORMATS,
} from '@betang/platform';
import { Get, Headers, Param, ParseUUIDPipe, Query, type StreamableFile } from '@nestjs/common';
import { ContingencyAccess } from '../access/contingency-access.js';
import { listPage } from '../database/list-page.js';
import { toRow } from '../database/table.js';
import { regionName } from '../region-name.js';
import {
  ReadinessFileQuery,
  ReadinessPage,
  ReadinessQuery,
  ReadinessView,
  type ReadinessSummary,
} from './readiness.dto.js';
import { readinessTable, type ReadinessForFile } from './readiness-export.js';
import type { ComponentResult } from './readiness-result.js';
import { reasonShown } from './reason-shown.js';

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
  @AnswersFile(...EXPORT_FORMATS)
  async file(
    @Query() { format, band, hazardCode }: ReadinessFileQuery,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') accepted?: string,
  ): Promise<StreamableFile> {
    this.access.assertReads(principal);
    const rows = await this.database.query(FILE, [band ?? null, hazardCode ?? null]);
    const plans = rows.map(toRow<ReadinessForFile>);
    const place = regionName(this.config.region);
    const issued = { issuedAt: this.clock.now(), today: this.clock.today() };
    return exportTable(readinessTable(plans, place, issued, preferredLanguage(accepted)), format);
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
    const show = reasonShown(this.access.readsAllPeople(principal), preferredLanguage(accepted));
    const shown = components.map(({ component, score, weight, reasons }) => ({
      component,
      score,
      weight,
      reasons: reasons.map(show),
    }));
    return { planId, title, hazardCode, figure, band, nextChangeOn, nextFigure, components: shown, computedAt };
  }
}
