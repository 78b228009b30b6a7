import {
  AppError,
  Audit,
  Clock,
  CurrentPrincipal,
  Idempotency,
  OnceRequest,
  RegionConfig,
  Requires,
  ServiceController,
  assertMayActOn,
  exportTable,
  preferredLanguage,
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
import { PlanYearPipe } from '../plan-year.pipe.js';
import { PlanAccess } from '../plans/plan-access.js';
import { MappingContexts } from '../profiles/mapping-context.js';
import { LineDecisions } from './decision-store.js';
import { demandTable } from './demand-document.js';
import { outcomesTable } from './outcomes-document.js';
import { JointSessions } from './joint-sessions.js';
import { PlanSubmissions } from './submissions.js';
import { SynchronisationQueries } from './synchronisation.queries.js';
import {
  DecideLineDto,
  DemandFileQuery,
  DemandPage,
  DemandQuery,
  OutcomeFileQuery,
  OutcomePage,
  OutcomeQuery,
  ProposalPage,
  ProposalQuery,
  ProposalView,
  ProposeSessionDto,
  RegionPlans,
  SubmittedView,
  WithdrawPlanDto,
  type OutcomeView,
  type ProposalListView,
  LineDecidedView,
  ProposalWithdrawnView,
} from './synchronisation.dto.js';

const DONE = 200;
const MOST_IN_A_FILE = 5_000;

/** The synchronisation of the plans of a whole province (sinkronisasi): regions submit, the province pools, everyone sees what became of each line. */
@ServiceController('competency-mapping', 'synchronisation')
export class SynchronisationController {
  constructor(
    private readonly submissions: PlanSubmissions,
    private readonly sessions: JointSessions,
    private readonly decisions: LineDecisions,
    private readonly queries: SynchronisationQueries,
    private readonly access: PlanAccess,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
    private readonly config: RegionConfig,
    private readonly clock: Clock,
    private readonly contexts: MappingContexts,
  ) {}

  /** What became of each line, of the own and of all other regions. */
  @Get('outcomes')
  @Requires('plans:read')
  @ApiOkResponse({ type: OutcomePage })
  outcomes(@Query() query: OutcomeQuery): Promise<Page<OutcomeView>> {
    return this.queries.outcomes(query);
  }

  /** What became of each line, region by region, as .xlsx or .csv. */
  @Get('outcomes/file')
  @Requires('plans:read')
  @AnswersFile(...EXPORT_FORMATS)
  async outcomesFile(
    @Query() { format, ...filter }: OutcomeFileQuery,
    @Headers('accept-language') accepted?: string,
  ): Promise<StreamableFile> {
    const { competencies } = await this.contexts.load();
    const rows = await this.queries.allOutcomes(filter);
    const how = { region: this.config.region, issuedAt: this.clock.now(), language: preferredLanguage(accepted) };
    return exportTable(outcomesTable(rows, filter, competencies, how), format);
  }

  /** The region's approved plan goes to the province. */
  @Post('plans/:planId/submit')
  @Requires('plans:approve')
  @ApiOkResponse({ type: SubmittedView })
  submit(
    @Param('planId', ParseUUIDPipe) planId: string,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<SubmittedView>> {
    this.access.assertRegion(principal, 'plans:approve');
    return this.idempotency.run(request, (tx) => this.submissions.submit(tx, planId, principal.subject), DONE);
  }

  @Post('plans/:planId/withdraw')
  @Requires('plans:approve')
  @ApiOkResponse({ type: SubmittedView })
  withdraw(
    @Param('planId', ParseUUIDPipe) planId: string,
    @Body() { reason }: WithdrawPlanDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<SubmittedView>> {
    this.access.assertRegion(principal, 'plans:approve');
    return this.idempotency.run(
      request,
      (tx) => this.submissions.withdraw(tx, planId, reason, principal.subject),
      DONE,
    );
  }

  /** Which regions have submitted for a year, late or again, and which are missing. */
  @Get(':year/plans')
  @Requires('plans:synchronise')
  @ApiOkResponse({ type: RegionPlans })
  async plans(
    @Param('year', PlanYearPipe) year: number,
    @CurrentPrincipal() principal: Principal,
  ): Promise<RegionPlans> {
    this.assertProvince(principal);
    return { year, items: await this.queries.plans(year) };
  }

  /** Pooled demand per competency, level and quarter, with overlap. */
  @Get(':year/demand')
  @Requires('plans:synchronise')
  @ApiOkResponse({ type: DemandPage })
  async demand(
    @Param('year', PlanYearPipe) year: number,
    @Query() query: DemandQuery,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') accepted?: string,
  ): Promise<DemandPage> {
    this.assertProvince(principal);
    return { year, ...(await this.queries.demand(year, query, preferredLanguage(accepted))) };
  }

  /** The pooled demand of a year as .xlsx, .csv or PDF. */
  @Get(':year/demand/file')
  @Requires('plans:synchronise')
  @AnswersFile(...EXPORT_FORMATS)
  async demandFile(
    @Param('year', PlanYearPipe) year: number,
    @Query() { format }: DemandFileQuery,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') accepted?: string,
  ): Promise<StreamableFile> {
    this.assertProvince(principal);
    const language = preferredLanguage(accepted);
    const { items } = await this.queries.demand(year, { limit: MOST_IN_A_FILE }, language);
    return exportTable(demandTable(year, items, this.clock.now(), language), format);
  }

  @Get('proposals')
  @Requires('plans:synchronise')
  @ApiOkResponse({ type: ProposalPage })
  proposals(@Query() query: ProposalQuery, @CurrentPrincipal() principal: Principal): Promise<Page<ProposalListView>> {
    this.assertProvince(principal);
    return this.queries.proposals(query);
  }

  /** A joint session out of the demand; training-catalog can open it in one step. */
  @Post('proposals')
  @Requires('plans:synchronise')
  @ApiCreatedResponse({ type: ProposalView })
  propose(
    @Body() input: ProposeSessionDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<ProposalView>> {
    this.assertProvince(principal);
    const { lineIds, developmentTargetId, programmeId, ...rest } = input;
    const proposal = {
      ...rest,
      lineIds: lineIds ?? null,
      developmentTargetId: developmentTargetId ?? null,
      programmeId: programmeId ?? null,
    };
    return this.idempotency.run(request, (tx) => this.sessions.propose(tx, proposal, principal.subject));
  }

  @Post('proposals/:proposalId/withdraw')
  @Requires('plans:synchronise')
  @ApiOkResponse({ type: ProposalWithdrawnView })
  withdrawProposal(
    @Param('proposalId', ParseUUIDPipe) proposalId: string,
    @Body() { reason }: WithdrawPlanDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<ProposalWithdrawnView>> {
    this.assertProvince(principal);
    return this.idempotency.run(
      request,
      async (tx) => {
        await this.sessions.withdraw(tx, proposalId, reason, principal.subject);
        return { proposalId, state: 'WITHDRAWN' };
      },
      DONE,
    );
  }

  /** A decision on one line: left to the region, deferred, declined, or back to the demand. */
  @Post('lines/:lineId/decide')
  @Requires('plans:synchronise')
  @ApiOkResponse({ type: LineDecidedView })
  decide(
    @Param('lineId', ParseUUIDPipe) lineId: string,
    @Body() { outcome, reason, quarter }: DecideLineDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<LineDecidedView>> {
    this.assertProvince(principal);
    const what = { outcome, reason, proposalId: null, sessionId: null, ...(quarter === undefined ? {} : { quarter }) };
    return this.idempotency.run(
      request,
      async (tx) => {
        const [held] = await tx.query<{ proposalId: string | null }>(
          'SELECT proposal_id AS "proposalId" FROM line_decision WHERE line_id = $1 AND NOT gone FOR UPDATE',
          [lineId],
        );
        if (!held) throw new AppError('plan-line-not-found', { status: 404 });
        if (held.proposalId !== null) throw new AppError('line-in-proposal', { status: 409 });
        await this.decisions.decide(tx, [lineId], what, principal.subject);
        const object = { type: 'plan-line', id: lineId };
        await this.audit.record(tx, {
          actor: principal.subject,
          action: 'decide-line',
          object,
          reason,
          after: { outcome },
        });
        return { lineId, outcome };
      },
      DONE,
    );
  }

  private assertProvince(principal: Principal): void {
    assertMayActOn(principal, 'plans:synchronise', { region: this.config.region });
  }
}
