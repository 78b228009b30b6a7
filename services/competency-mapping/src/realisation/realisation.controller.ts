import {
  Clock,
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
  AnswersFile,
  EXPORT_FORMATS,
} from '@betang/platform';
import { Body, Get, Headers, Param, ParseUUIDPipe, Post, Query, type StreamableFile } from '@nestjs/common';
import { PlanAccess } from '../plans/plan-access.js';
import { MappingContexts } from '../profiles/mapping-context.js';
import { realisationTable } from './realisation-document.js';
import { Realisations } from './realisations.js';
import { BudgetLines } from './budget-lines.js';
import {
  BudgetLineQuery,
  BudgetLineUsePage,
  LineRealisationView,
  RealisationFileQuery,
  RealisationPage,
  RealisationQuery,
  ReverseSpendingDto,
  SpendDto,
  SpendingPage,
  SpendingQuery,
  SpentView,
  TieBudgetLineDto,
  TiedView,
  type BudgetLineUseView,
  type SpendingView,
} from './realisation.dto.js';

const DONE = 200;
const LINES: ComputedList<LineRealisationView> = {
  sorts: {
    year: ({ year }) => year,
    percent: ({ percent }) => percent,
    competency: ({ competencyCode }) => competencyCode,
    spent: ({ spent }) => spent,
    left: ({ left }) => left,
  },
  defaultSort: 'year',
  key: ({ lineId }) => lineId,
};
/** Sorts after every code. */
const UNTIED = '~';
const BUDGET_LINES: ComputedList<BudgetLineUseView> = {
  sorts: {
    code: ({ budgetLineCode }) => budgetLineCode ?? UNTIED,
    year: ({ year }) => year,
    left: ({ left }) => left,
    spent: ({ spent }) => spent,
  },
  defaultSort: 'code',
  key: ({ year, budgetLineCode }) => `${budgetLineCode ?? UNTIED} ${year}`,
};

/** What became of a plan, year by year and line by line: people by their completions, money as it was spent. */
@ServiceController('competency-mapping', 'plans/:planId')
export class RealisationController {
  constructor(
    private readonly realisations: Realisations,
    private readonly budgetLines: BudgetLines,
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
      .map(({ line, realisedPeople, percent, spent, budgetLineCode }): LineRealisationView => {
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
          left: budget - spent,
          budgetLineCode,
        };
      });
    return { planId, years, ...pageOfComputed(rows, LINES, query) };
  }

  /** What the plan asks of each line of the regional budget, what was spent and what is left; last what is tied to none. */
  @Get('realisation/budget-lines')
  @Requires('plans:read')
  @ApiOkResponse({ type: BudgetLineUsePage })
  async budgetUses(
    @Param('planId', ParseUUIDPipe) planId: string,
    @Query() query: BudgetLineQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<BudgetLineUseView>> {
    await this.access.getPlan(this.database, principal, 'plans:read', planId);
    const rows = (await this.budgetLines.uses(planId))
      .filter(({ year }) => query.year === undefined || year === query.year)
      .filter(({ budgetLineCode }) => query.search === undefined || budgetLineCode?.includes(query.search) === true);
    return pageOfComputed(rows, BUDGET_LINES, query);
  }

  /** Says which line of the regional budget pays for a line of the plan. */
  @Post('lines/:lineId/budget-line')
  @Requires('plans:write')
  @ApiOkResponse({ type: TiedView })
  tie(
    @Param('planId', ParseUUIDPipe) planId: string,
    @Param('lineId', ParseUUIDPipe) lineId: string,
    @Body() input: TieBudgetLineDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<TiedView>> {
    const budgetLineCode = input.budgetLineCode ?? null;
    return this.idempotency.run(
      request,
      async (tx) => {
        await this.access.lockPlan(tx, principal, 'plans:write', planId);
        await this.budgetLines.tie(tx, planId, lineId, budgetLineCode, principal.subject);
        return { lineId, budgetLineCode };
      },
      DONE,
    );
  }

  /** Plan and realisation as .xlsx, .csv or PDF. */
  @Get('realisation/file')
  @Requires('plans:read')
  @AnswersFile(...EXPORT_FORMATS)
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
      const plan = await this.access.lockPlan(tx, principal, 'plans:write', planId);
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
