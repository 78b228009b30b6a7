import { RegionCode } from '@betang/asn';
import type { PeriodPart } from '@betang/contracts';
import {
  AppError,
  CurrentPrincipal,
  Idempotency,
  ListQuery,
  OnceRequest,
  Requires,
  ServiceController,
  ServiceDatabase,
  assertMayActOn,
  mayActOn,
  unitsOf,
  type IdempotentRequest,
  type ListDefinition,
  type ListRow,
  type OnceAnswer,
  type Page,
  type Principal,
  ApiOkResponse,
  ApiOperation,
  ApiCreatedResponse,
} from '@betang/platform';
import { Body, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ReportingConfig } from '../reporting.config.js';
import {
  PeriodDecisionInput,
  PeriodInput,
  PeriodPage,
  PeriodView,
  PeriodsQuery,
  type PeriodItem,
} from './period.dto.js';
import { PERIOD_COLUMNS, type PeriodKey, type ReportPeriod } from './period-store.js';
import { Periods, regionKey } from './periods.js';

const PERIODS: ListDefinition = {
  select: `SELECT ${PERIOD_COLUMNS} FROM report_period`,
  sorts: { submittedAt: { sql: 'submitted_at', type: 'timestamptz' }, place: { sql: 'place', type: 'text' } },
  defaultSort: '-submittedAt',
  key: { sql: `(year || '/' || part || '/' || level || '/' || place)`, type: 'text' },
};

/** Reports of periods (laporan berkala): submitted, approved and locked by level, with later corrections beside them. */
@ServiceController('reporting', 'periods')
export class PeriodsController {
  constructor(
    private readonly periods: Periods,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly config: ReportingConfig,
  ) {}

  @Get()
  @Requires('reports:read')
  @ApiOkResponse({ type: PeriodPage })
  async list(@Query() query: PeriodsQuery, @CurrentPrincipal() who: Principal): Promise<Page<PeriodItem>> {
    const units = unitsOf(who, 'reports:read', this.config.region);
    const list = new ListQuery(PERIODS, query)
      .where('year = ?', query.year)
      .where('part = ?', query.part)
      .where('level = ?', query.level)
      .where('place = ?', query.place)
      .where('state = ?', query.state)
      // Reports of regions are told to all readers, an agency's to those of its subtree.
      .where("level = 'REGION' OR place = ANY(?::text[])", units === 'all' ? undefined : units)
      .build();
    const page = list.page(await this.database.query<Omit<ReportPeriod, 'figures'> & ListRow>(list.text, list.values));
    return { ...page, items: page.items.map(shown) };
  }

  @Get('regions/:region')
  @Requires('reports:read')
  @ApiOperation({ summary: "A region's report of a period, with what is another figure today" })
  @ApiOkResponse({ type: PeriodView })
  async region(@Param('region') region: string, @Query() { year, part }: PeriodInput): Promise<PeriodView> {
    return this.view(regionKey(region, year, part));
  }

  @Get('agencies/:agencyId')
  @Requires('reports:read')
  @ApiOkResponse({ type: PeriodView })
  async agency(
    @Param('agencyId', ParseUUIDPipe) agencyId: string,
    @Query() { year, part }: PeriodInput,
    @CurrentPrincipal() who: Principal,
  ): Promise<PeriodView> {
    this.assertAt(who, 'reports:read', agencyId);
    return this.view(agencyKey(agencyId, year, part));
  }

  @Post('region/submission')
  @Requires('reports:submit')
  @ApiOperation({ summary: "Submits the region's own report to its province" })
  @ApiCreatedResponse({ type: PeriodView })
  async submitRegion(
    @Body() { year, part }: PeriodInput,
    @CurrentPrincipal() who: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<PeriodView>> {
    const { region } = this.config;
    assertMayActOn(who, 'reports:submit', { region });
    const figures = await this.periods.figuresNow({ year, part });
    return this.idempotency.run(request, async (tx) =>
      viewOf(await this.periods.submit(tx, regionKey(region, year, part), who, figures), []),
    );
  }

  @Post('agencies/:agencyId/submission')
  @Requires('reports:submit')
  @ApiOperation({ summary: "Submits an agency's report to its region" })
  @ApiCreatedResponse({ type: PeriodView })
  async submitAgency(
    @Param('agencyId', ParseUUIDPipe) agencyId: string,
    @Body() { year, part }: PeriodInput,
    @CurrentPrincipal() who: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<PeriodView>> {
    this.assertAt(who, 'reports:submit', agencyId);
    const figures = await this.periods.figuresNow({ year, part }, agencyId);
    return this.idempotency.run(request, async (tx) =>
      viewOf(await this.periods.submit(tx, agencyKey(agencyId, year, part), who, figures), []),
    );
  }

  @Post('regions/:region/decision')
  @Requires('reports:approve')
  @ApiOperation({ summary: 'The province decides on the report of a region of its own' })
  @ApiCreatedResponse({ type: PeriodView })
  decideRegion(
    @Param('region') region: string,
    @Body() { year, part, ...input }: PeriodDecisionInput,
    @CurrentPrincipal() who: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<PeriodView>> {
    const own = this.config.region;
    assertMayActOn(who, 'reports:approve', { region: own });
    if (RegionCode.parse(own).level !== 'province') throw new AppError('period-not-ours', { status: 403 });
    return this.idempotency.run(request, async (tx) =>
      viewOf(await this.periods.decide(tx, regionKey(region, year, part), who, input), []),
    );
  }

  @Post('agencies/:agencyId/decision')
  @Requires('reports:approve')
  @ApiOperation({ summary: 'The region decides on the report of one of its agencies' })
  @ApiCreatedResponse({ type: PeriodView })
  decideAgency(
    @Param('agencyId', ParseUUIDPipe) agencyId: string,
    @Body() { year, part, ...input }: PeriodDecisionInput,
    @CurrentPrincipal() who: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<PeriodView>> {
    assertMayActOn(who, 'reports:approve', { region: this.config.region });
    return this.idempotency.run(request, async (tx) =>
      viewOf(await this.periods.decide(tx, agencyKey(agencyId, year, part), who, input), []),
    );
  }

  private async view(key: PeriodKey): Promise<PeriodView> {
    const period = await this.periods.get(this.database, key);
    return viewOf(period, await this.periods.correctionsOf(period));
  }

  /** Agencies are the tops of the units' paths. */
  private assertAt(who: Principal, scope: 'reports:read' | 'reports:submit', agencyId: string): void {
    const { region } = this.config;
    if (!mayActOn(who, scope, { region, unitPath: agencyId })) throw new AppError('forbidden', { status: 403 });
  }
}

function agencyKey(agencyId: string, year: number, part: PeriodPart): PeriodKey {
  return { year, part, level: 'AGENCY', place: agencyId };
}

function viewOf(period: ReportPeriod, corrections: PeriodView['corrections']): PeriodView {
  const { year, part, level, place, state, submission, submittedAt, asOf, digest, decidedAt, reason, figures } = period;
  return {
    year,
    part,
    level,
    place,
    state,
    submission,
    submittedAt,
    asOf,
    digest,
    decidedAt,
    reason,
    figures,
    corrections,
  };
}

/** Who acted is in the audit trail. */
function shown({
  submittedBy: _submittedBy,
  decidedBy: _decidedBy,
  eventId: _eventId,
  ...period
}: Omit<ReportPeriod, 'figures'>): PeriodItem {
  return period;
}
