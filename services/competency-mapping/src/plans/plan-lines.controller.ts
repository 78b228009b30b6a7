import {
  AppError,
  Audit,
  Clock,
  CurrentPrincipal,
  Idempotency,
  OnceRequest,
  PageQuery,
  Requires,
  ServiceController,
  ServiceDatabase,
  downloadOf,
  exportTable,
  pageOfComputed,
  preferredLanguage,
  renderPdf,
  type ComputedList,
  type IdempotentRequest,
  type OnceAnswer,
  type Page,
  type Principal,
  type Transaction,
  ApiCreatedResponse,
  ApiOkResponse,
  AnswersFile,
  EXPORT_FORMATS,
} from '@betang/platform';
import { Body, Get, Headers, Param, ParseUUIDPipe, Post, Query, type StreamableFile } from '@nestjs/common';
import { IsIn } from 'class-validator';
import { PlanAccess } from './plan-access.js';
import { LineViews } from './line-views.js';
import { planDocument, planTable, type PlanForFile } from './plan-document.js';
import type { PlanLine } from './plan.js';
import { findLine, loadLines } from './plan-store.js';
import { PlanQueries } from './plan.queries.js';
import {
  CountView,
  InventoryDto,
  LinePeoplePage,
  LineProblemQuery,
  LineQuery,
  PlanLineDto,
  PlanLinePage,
  PlanLineView,
  type LinePersonView,
  LineRemovedView,
} from './plan-line.dto.js';
import { Plans, type LineDetails } from './plans.js';

const DONE = 200;
const FORMATS = ['pdf', 'xlsx', 'csv'] as const;
const PROBLEMS: ComputedList<PlanLineView> = {
  sorts: {
    competency: ({ competencyCode }) => competencyCode,
    year: ({ year }) => year,
    budget: ({ budget }) => budget,
  },
  defaultSort: 'competency',
  key: ({ lineId }) => lineId,
};

export class PlanFileQuery {
  @IsIn(FORMATS)
  readonly format: (typeof FORMATS)[number];
}

/** The lines of a plan, out of the gaps, out of the agencies' plans, or written; and the plan as a document. */
@ServiceController('competency-mapping', 'plans/:planId')
export class PlanLinesController {
  constructor(
    private readonly plans: Plans,
    private readonly queries: PlanQueries,
    private readonly access: PlanAccess,
    private readonly views: LineViews,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
    private readonly database: ServiceDatabase,
    private readonly clock: Clock,
  ) {}

  @Get('lines')
  @Requires('plans:read')
  @ApiOkResponse({ type: PlanLinePage })
  async lines(
    @Param('planId', ParseUUIDPipe) planId: string,
    @Query() query: LineQuery,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') accepted?: string,
  ): Promise<Page<PlanLineView>> {
    await this.access.getPlan(this.database, principal, 'plans:read', planId);
    const page = await this.queries.lines(planId, query);
    return { ...page, items: await this.views.views(this.database, page.items, preferredLanguage(accepted)) };
  }

  /** Lines that keep the plan from being validated, each with what stands against it: no target, one that was withdrawn, a code that is gone. */
  @Get('problems')
  @Requires('plans:read')
  @ApiOkResponse({ type: PlanLinePage })
  async problems(
    @Param('planId', ParseUUIDPipe) planId: string,
    @Query() query: LineProblemQuery,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') accepted?: string,
  ): Promise<Page<PlanLineView>> {
    await this.access.getPlan(this.database, principal, 'plans:read', planId);
    const lines = await loadLines(this.database, planId);
    const views = await this.views.views(this.database, lines, preferredLanguage(accepted));
    return pageOfComputed(
      views
        .filter(({ problems }) =>
          query.problem === undefined ? problems.length > 0 : problems.some(({ code }) => code === query.problem),
        )
        .filter(({ agencyId }) => query.agencyId === undefined || agencyId === query.agencyId),
      PROBLEMS,
      query,
    );
  }

  /** Who a line is for: the inventory of each civil servant. */
  @Get('lines/:lineId/people')
  @Requires('competency:read')
  @ApiOkResponse({ type: LinePeoplePage })
  async people(
    @Param('planId', ParseUUIDPipe) planId: string,
    @Param('lineId', ParseUUIDPipe) lineId: string,
    @Query() query: PageQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<LinePersonView>> {
    await this.access.getPlan(this.database, principal, 'competency:read', planId);
    if (!(await findLine(this.database, planId, lineId))) throw new AppError('plan-line-not-found', { status: 404 });
    const page = await this.queries.linePeople(lineId, query);
    const subjects = page.items.map(({ employeeId }) => employeeId);
    await this.audit.recordRead(this.database, { actor: principal.subject, subjects, purpose: 'competency-planning' });
    return page;
  }

  /** The plan as PDF, .xlsx or .csv. */
  @Get('file')
  @Requires('plans:read')
  @AnswersFile(...EXPORT_FORMATS)
  async file(
    @Param('planId', ParseUUIDPipe) planId: string,
    @Query() { format }: PlanFileQuery,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') accepted?: string,
  ): Promise<StreamableFile> {
    const plan = await this.access.getPlan(this.database, principal, 'plans:read', planId);
    const [agency] = await this.database.query<{ name: string }>('SELECT name FROM unit WHERE unit_id = $1', [
      plan.agencyId,
    ]);
    const file: PlanForFile = {
      plan,
      lines: await this.views.serving(this.database, await loadLines(this.database, planId)),
      place: agency?.name ?? plan.title,
      issuedAt: this.clock.now(),
      language: preferredLanguage(accepted),
    };
    if (format !== 'pdf') return exportTable(planTable(file), format);
    return downloadOf(await renderPdf(planDocument(file)), `rencana-${plan.firstYear}`, 'pdf');
  }

  @Post('inventory')
  @Requires('plans:write')
  @ApiOkResponse({ type: CountView })
  inventory(
    @Param('planId', ParseUUIDPipe) planId: string,
    @Body() input: InventoryDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<CountView>> {
    const defaults = {
      ...input,
      leastUrgency: input.leastUrgency ?? 1,
      developmentTargetId: input.developmentTargetId ?? null,
    };
    return this.idempotency.run(
      request,
      async (tx) => {
        await this.access.getPlan(tx, principal, 'plans:write', planId);
        return { planId, lines: await this.plans.inventory(tx, planId, defaults, principal.subject) };
      },
      DONE,
    );
  }

  /** The region's plan out of those of its agencies. */
  @Post('gather')
  @Requires('plans:approve')
  @ApiOkResponse({ type: CountView })
  gather(
    @Param('planId', ParseUUIDPipe) planId: string,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<CountView>> {
    return this.idempotency.run(
      request,
      async (tx) => {
        await this.access.getPlan(tx, principal, 'plans:approve', planId);
        return { planId, lines: await this.plans.gather(tx, planId, principal.subject) };
      },
      DONE,
    );
  }

  @Post('lines')
  @Requires('plans:write')
  @ApiCreatedResponse({ type: PlanLineView })
  add(
    @Param('planId', ParseUUIDPipe) planId: string,
    @Body() input: PlanLineDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
    @Headers('accept-language') accepted?: string,
  ): Promise<OnceAnswer<PlanLineView>> {
    return this.idempotency.run(request, async (tx) => {
      await this.access.getPlan(tx, principal, 'plans:write', planId);
      const line = await this.plans.writeLine(tx, planId, undefined, detailsOf(input), principal.subject);
      return this.viewOf(tx, line, accepted);
    });
  }

  @Post('lines/:lineId')
  @Requires('plans:write')
  @ApiOkResponse({ type: PlanLineView })
  change(
    @Param('planId', ParseUUIDPipe) planId: string,
    @Param('lineId', ParseUUIDPipe) lineId: string,
    @Body() input: PlanLineDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
    @Headers('accept-language') accepted?: string,
  ): Promise<OnceAnswer<PlanLineView>> {
    return this.idempotency.run(
      request,
      async (tx) => {
        await this.access.getPlan(tx, principal, 'plans:write', planId);
        const line = await this.plans.writeLine(tx, planId, lineId, detailsOf(input), principal.subject);
        return this.viewOf(tx, line, accepted);
      },
      DONE,
    );
  }

  @Post('lines/:lineId/remove')
  @Requires('plans:write')
  @ApiOkResponse({ type: LineRemovedView })
  remove(
    @Param('planId', ParseUUIDPipe) planId: string,
    @Param('lineId', ParseUUIDPipe) lineId: string,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<LineRemovedView>> {
    return this.idempotency.run(
      request,
      async (tx) => {
        await this.access.getPlan(tx, principal, 'plans:write', planId);
        await this.plans.removeLine(tx, planId, lineId, principal.subject);
        return { lineId, removed: true };
      },
      DONE,
    );
  }

  private async viewOf(tx: Transaction, line: PlanLine, accepted: string | undefined): Promise<PlanLineView> {
    const [view] = await this.views.views(tx, [line], preferredLanguage(accepted));
    return view!;
  }
}

function detailsOf({ agencyId, developmentTargetId, ...input }: PlanLineDto): LineDetails {
  return { ...input, agencyId: agencyId ?? null, developmentTargetId: developmentTargetId ?? null };
}
