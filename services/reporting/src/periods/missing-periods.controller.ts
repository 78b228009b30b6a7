import {
  CurrentPrincipal,
  Idempotency,
  ListQuery,
  OnceRequest,
  Requires,
  ServiceController,
  ServiceDatabase,
  assertMayActOn,
  mayActOn,
  pageOfComputed,
  type ComputedList,
  type IdempotentRequest,
  type ListDefinition,
  type ListRow,
  type OnceAnswer,
  type Page,
  type Principal,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
} from '@betang/platform';
import { Body, Get, Post, Query } from '@nestjs/common';
import { ReportingConfig } from '../reporting.config.js';
import type { MissingReport } from './missing-periods.decision.js';
import {
  MissingPeriodPage,
  MissingPeriodsQuery,
  ReportDeadlineInput,
  ReportDeadlinePage,
  ReportDeadlineView,
  ReportDeadlinesQuery,
  type MissingPeriodView,
} from './missing-periods.dto.js';
import { MissingPeriods } from './missing-periods.js';

const MISSING: ComputedList<MissingPeriodView> = {
  sorts: { daysOver: ({ daysOver }) => daysOver, name: ({ name }) => name, place: ({ place }) => place },
  defaultSort: '-daysOver',
  key: ({ level, place }) => `${level}/${place}`,
};

const DEADLINES: ListDefinition = {
  select: `SELECT level, valid_from::text AS "validFrom", days, basis, revision FROM report_deadline`,
  sorts: { validFrom: { sql: 'valid_from', type: 'date' }, level: { sql: 'level', type: 'text' } },
  defaultSort: '-validFrom',
  key: { sql: 'deadline_id', type: 'uuid' },
};

/** Which reports of a period are owed and not there, and by when they were due (laporan yang belum disampaikan). */
@ServiceController('reporting', 'periods')
export class MissingPeriodsController {
  constructor(
    private readonly missing: MissingPeriods,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly config: ReportingConfig,
  ) {}

  @Get('missing')
  @Requires('reports:read')
  @ApiOperation({ summary: 'Regions and agencies that have not submitted a period, longest over first' })
  @ApiOkResponse({ type: MissingPeriodPage })
  async list(
    @Query() query: MissingPeriodsQuery,
    @CurrentPrincipal() who: Principal,
  ): Promise<Page<MissingPeriodView>> {
    const { year, part, level, overdue } = query;
    const found = await this.missing.of({ year, part }, level);
    const shown = found.filter((report) => this.mayRead(who, report) && (!overdue || report.daysOver > 0));
    return pageOfComputed(shown, MISSING, query);
  }

  @Get('deadlines')
  @Requires('reports:read')
  @ApiOkResponse({ type: ReportDeadlinePage })
  async deadlines(
    @Query() query: ReportDeadlinesQuery,
  ): Promise<Page<Omit<ReportDeadlineView & ListRow, keyof ListRow>>> {
    const list = new ListQuery(DEADLINES, query).where('level = ?', query.level).build();
    return list.page(await this.database.query<ReportDeadlineView & ListRow>(list.text, list.values));
  }

  @Post('deadlines')
  @Requires('reports:settings')
  @ApiOperation({ summary: 'Sets by when reports of periods are due, for periods that end on a day or later' })
  @ApiCreatedResponse({ type: ReportDeadlineView })
  setDeadline(
    @Body() input: ReportDeadlineInput,
    @CurrentPrincipal() who: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<ReportDeadlineView>> {
    assertMayActOn(who, 'reports:settings', { region: this.config.region });
    return this.idempotency.run(request, (tx) => this.missing.set(tx, { ...input }, who.subject));
  }

  /** That a region is late is told to all readers; an agency's lateness to those of its subtree. */
  private mayRead(who: Principal, { level, place }: MissingReport): boolean {
    return level === 'REGION' || mayActOn(who, 'reports:read', { region: this.config.region, unitPath: place });
  }
}
