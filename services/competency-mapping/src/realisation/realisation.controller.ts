import {
  CurrentPrincipal,
  Idempotency,
  OnceRequest,
  Requires,
  ServiceController,
  ServiceDatabase,
  exportTable,
  pageOfComputed,
  preferredLanguage,
  type ComputedList,
  type IdempotentRequest,
  type OnceAnswer,
  type Page,
  type Principal,
  ApiCreatedResponse,
  ApiOkResponse,
} from '@betang/platform';
import { Body, Get, Headers, Param, ParseUUIDPipe, Post, Query, type StreamableFile } from '@nestjs/common';
import { Clock } from '../clock.js';
import { PlanAccess } from '../plans/plan-access.js';
import { MappingContexts } from '../profiles/mapping-context.js';
import { realisationTable } from './realisation-document.js';
import { Realisations } from './realisations.js';
import {
  LineRealisationView,
  RealisationFileQuery,
  RealisationPage,
  RealisationQuery,
  ReverseSpendingDto,
  SpendDto,
  SpendingPage,
  SpendingQuery,
  SpentView,
  type SpendingView,
} from './realisation.dto.js';

const DONE = 200;
const LINES: ComputedList<LineRealisationView> = {
  sorts: {
    year: ({ year }) => year,
    percent: ({ percent }) => percent,
    competency: ({ competencyCode }) => competencyCode,
    spent: ({ spent }) => spent,
  },
  defaultSort: 'year',
  key: ({ lineId }) => lineId,
};

/** What became of a plan, year by year and line by line: people by their completions, money as it was spent. */
@ServiceController('competency-mapping', 'plans/:planId')
export class RealisationController {
  constructor(
    private readonly realisations: Realisations,
    private readonly access: PlanAccess,
    private readonly contexts: MappingContexts,
    private readonly idempotency: Idempotency,
    private readonly database: ServiceDatabase,
    private readonly clock: Clock,
  ) {}

  @Get('realisation')
  @Requires('plans:read')
  @ApiOkResponse({ type: RealisationPage })
  async realisation(
    @Param('planId', ParseUUIDPipe) planId: string,
    @Query() query: RealisationQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<RealisationPage> {
    const plan = await this.access.getPlan(this.database, principal, 'plans:read', planId);
    const { years, lines } = await this.realisations.of(plan);
    const rows = lines
      .filter(({ line }) => query.year === undefined || line.year === query.year)
      .filter(({ line }) => query.agencyId === undefined || line.agencyId === query.agencyId)
      .map(({ line, realisedPeople, percent, spent }): LineRealisationView => {
        const { lineId, year, agencyId, competencyCode, level, quarter, people, budget } = line;
        return {
          lineId,
          year,
          agencyId,
          competencyCode,
          level,
          quarter,
          people,
          realisedPeople,
          percent,
          budget,
          spent,
        };
      });
    return { planId, years, ...pageOfComputed(rows, LINES, query) };
  }

  /** Plan and realisation as .xlsx, .csv or PDF. */
  @Get('realisation/file')
  @Requires('plans:read')
  async file(
    @Param('planId', ParseUUIDPipe) planId: string,
    @Query() { format }: RealisationFileQuery,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') accepted?: string,
  ): Promise<StreamableFile> {
    const plan = await this.access.getPlan(this.database, principal, 'plans:read', planId);
    const { competencies } = await this.contexts.load();
    const realised = await this.realisations.of(plan);
    return exportTable(
      realisationTable(plan, realised, competencies, this.clock.now(), preferredLanguage(accepted)),
      format,
    );
  }

  /** What was spent, entry by entry; reversed ones too. */
  @Get('spending')
  @Requires('plans:read')
  @ApiOkResponse({ type: SpendingPage })
  async spending(
    @Param('planId', ParseUUIDPipe) planId: string,
    @Query() query: SpendingQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<SpendingView>> {
    await this.access.getPlan(this.database, principal, 'plans:read', planId);
    return this.realisations.spending(planId, query);
  }

  /** States what was spent on a line of a plan that is fixed. */
  @Post('spending')
  @Requires('plans:write')
  @ApiCreatedResponse({ type: SpentView })
  spend(
    @Param('planId', ParseUUIDPipe) planId: string,
    @Body() input: SpendDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<SpentView>> {
    return this.idempotency.run(request, async (tx) => {
      const plan = await this.access.getPlan(tx, principal, 'plans:write', planId);
      return { spendingId: await this.realisations.spend(tx, plan, input, principal.subject) };
    });
  }

  @Post('spending/:spendingId/reverse')
  @Requires('plans:write')
  @ApiOkResponse({ type: SpentView })
  reverse(
    @Param('planId', ParseUUIDPipe) planId: string,
    @Param('spendingId', ParseUUIDPipe) spendingId: string,
    @Body() { reason }: ReverseSpendingDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<SpentView>> {
    return this.idempotency.run(
      request,
      async (tx) => {
        await this.access.getPlan(tx, principal, 'plans:write', planId);
        await this.realisations.reverse(tx, planId, spendingId, reason, principal.subject);
        return { spendingId };
      },
      DONE,
    );
  }
}
