import {
  Audit,
  CurrentPrincipal,
  Idempotency,
  OnceRequest,
  PageQuery,
  Requires,
  ServiceController,
  ServiceDatabase,
  preferredLanguage,
  type IdempotentRequest,
  type OnceAnswer,
  type Page,
  type Principal,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiResponse,
} from '@betang/platform';
import { Body, Get, Headers, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ReasonDto } from '../enrolments/enrolment.dto.js';
import { SessionAccess } from '../sessions/session-access.js';
import { getOwnEmployee } from '../employees/own-employee.js';
import {
  ConclusionView,
  DecidedAnewView,
  OutcomePage,
  OutcomeQuery,
  PassRulePage,
  PassRuleQuery,
  PassRuleView,
  RecordPassRuleDto,
  type OutcomeView,
} from './completion.dto.js';
import { ConclusionQueue } from './conclusion-queue.js';
import { Conclusions } from './conclusions.js';
import { OutcomeQueries } from './outcome.queries.js';
import { PassRules } from './pass-rules.js';

const OK = 200;
const ACCEPTED = 202;

/** Pass rules, and the decision on each participant of a session. */
@ServiceController('training-catalog', '')
export class CompletionController {
  constructor(
    private readonly conclusions: Conclusions,
    private readonly queue: ConclusionQueue,
    private readonly rules: PassRules,
    private readonly outcomes: OutcomeQueries,
    private readonly access: SessionAccess,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
  ) {}

  @Get('pass-rules')
  @Requires('training:read')
  @ApiOkResponse({ type: PassRulePage })
  list(@Query() query: PassRuleQuery): Promise<Page<PassRuleView>> {
    return this.rules.page(this.database, query);
  }

  @Post('pass-rules')
  @Requires('training:write')
  @ApiCreatedResponse({ type: PassRuleView })
  record(
    @Body() input: RecordPassRuleDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<PassRuleView>> {
    this.access.assertOrganises(principal);
    const { programmeId, kind, minTest, minAssignments, certificateMonths } = input;
    const rule = {
      ...input,
      programmeId: programmeId ?? null,
      kind: programmeId === undefined ? (kind ?? null) : null,
      minTest: minTest ?? null,
      minAssignments: minAssignments ?? null,
      certificateMonths: certificateMonths ?? null,
    };
    return this.idempotency.run(request, (tx) => this.rules.record(tx, rule, principal.subject));
  }

  /** Decides on everybody in the background; answers 202. */
  @Post('sessions/:sessionId/conclude')
  @Requires('training:write')
  @ApiResponse({ status: ACCEPTED, type: ConclusionView })
  async conclude(
    @Param('sessionId', ParseUUIDPipe) sessionId: string,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<ConclusionView>> {
    this.access.assertOrganises(principal);
    const answer = await this.idempotency.run(
      request,
      async (tx) => {
        await this.conclusions.begin(tx, sessionId, principal.subject);
        return { sessionId, state: 'CONCLUDING' };
      },
      ACCEPTED,
    );
    await this.queue.wake(sessionId);
    return answer;
  }

  @Get('sessions/:sessionId/outcomes')
  @Requires('teaching:write')
  @ApiOkResponse({ type: OutcomePage })
  async outcomesOf(
    @Param('sessionId', ParseUUIDPipe) sessionId: string,
    @Query() query: OutcomeQuery,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') language?: string,
  ): Promise<Page<OutcomeView>> {
    await this.access.assertTeaches(this.database, principal, sessionId);
    const passed = query.passed === undefined ? undefined : query.passed === 'true';
    const page = await this.outcomes.page(query, { sessionId, passed }, preferredLanguage(language));
    const subjects = page.items.map(({ employeeId }) => employeeId);
    await this.audit.recordRead(this.database, { actor: principal.subject, subjects, purpose: 'training-outcome' });
    return page;
  }

  /** For who had not passed, after marks or attendance were put right. */
  @Post('enrolments/:enrolmentId/decide-anew')
  @Requires('training:write')
  @ApiOkResponse({ type: DecidedAnewView })
  decideAnew(
    @Param('enrolmentId', ParseUUIDPipe) enrolmentId: string,
    @Body() { reason }: ReasonDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<DecidedAnewView>> {
    this.access.assertOrganises(principal);
    return this.idempotency.run(
      request,
      async (tx) => {
        const { decision, completionId } = await this.conclusions.decideAnew(
          tx,
          enrolmentId,
          reason,
          principal.subject,
        );
        return { enrolmentId, passed: decision.passed, completionId };
      },
      OK,
    );
  }

  @Get('me/outcomes')
  @Requires('self:read')
  @ApiOkResponse({ type: OutcomePage })
  own(
    @Query() query: PageQuery,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') language?: string,
  ): Promise<Page<OutcomeView>> {
    return this.outcomes.page(query, { employeeId: getOwnEmployee(principal) }, preferredLanguage(language));
  }
}
