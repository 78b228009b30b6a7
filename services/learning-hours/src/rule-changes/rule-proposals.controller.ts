import {
  CurrentPrincipal,
  Idempotency,
  OnceRequest,
  RegionConfig,
  Requires,
  ServiceController,
  ServiceDatabase,
  assertMayActOn,
  decodeCursor,
  pageOf,
  type IdempotentRequest,
  type OnceAnswer,
  type Page,
  type Principal,
  ApiAcceptedResponse,
  ApiCreatedResponse,
  ApiOkResponse,
} from '@betang/platform';
import { Body, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { RecalculationQueue } from './recalculation-queue.js';
import { listProposals } from './proposal-store.js';
import {
  ApproveRuleDto,
  PreviewRuleDto,
  ProposeConversionDto,
  ProposeDutyDto,
  RecalculationStartedView,
  RefuseRuleDto,
  RuleDecidedView,
  RuleProposalPage,
  RuleProposalQuery,
  RuleProposalView,
  RuleProposedView,
} from './rule-proposal.dto.js';
import { RuleProposals, getProposal, type NewProposal } from './rule-proposals.js';

const ACCEPTED = 202;
const OK = 200;

/** Rules that the region enters itself: proposed with their legal basis, previewed, approved by a second officer, applied. */
@ServiceController('learning-hours', 'rule-proposals')
export class RuleProposalsController {
  constructor(
    private readonly config: RegionConfig,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly proposals: RuleProposals,
    private readonly queue: RecalculationQueue,
  ) {}

  @Post('conversion')
  @Requires('hours:rules')
  @ApiCreatedResponse({ type: RuleProposedView })
  proposeConversion(
    @Body() input: ProposeConversionDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<RuleProposedView>> {
    return this.propose(request, principal, {
      kind: 'CONVERSION',
      ruleKey: input.pathCode,
      ...commonOf(input, principal),
      content: {
        validTo: input.validTo ?? null,
        nationalHundredths: input.nationalHundredths ?? null,
        internationalHundredths: input.internationalHundredths ?? null,
        internationalBonusPercent: input.internationalBonusPercent ?? null,
        capPeriod: input.capPeriod ?? null,
        capHundredths: input.capHundredths ?? null,
        capActivities: input.capActivities ?? null,
        withdrawn: input.withdrawn ?? false,
      },
    });
  }

  @Post('duty')
  @Requires('hours:rules')
  @ApiCreatedResponse({ type: RuleProposedView })
  proposeDuty(
    @Body() input: ProposeDutyDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<RuleProposedView>> {
    return this.propose(request, principal, {
      kind: 'DUTY',
      ruleKey: input.employmentStatus,
      ...commonOf(input, principal),
      content: {
        validTo: input.validTo ?? null,
        minimumHundredths: input.minimumHundredths ?? null,
        maximumCountedHundredths: input.maximumCountedHundredths ?? null,
        withdrawn: input.withdrawn ?? false,
      },
    });
  }

  @Get()
  @Requires('hours:rules')
  @ApiOkResponse({ type: RuleProposalPage })
  async list(
    @Query() query: RuleProposalQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<RuleProposalView>> {
    this.assertOfficer(principal);
    const [before] = decodeCursor(query.cursor, 1) ?? [null];
    const rows = await listProposals(this.database, { state: query.state ?? null, before, limit: query.limit + 1 });
    return pageOf(rows, query.limit, ({ proposalId }) => [proposalId]);
  }

  @Get(':proposalId')
  @Requires('hours:rules')
  @ApiOkResponse({ type: RuleProposalView })
  async get(
    @Param('proposalId', ParseUUIDPipe) proposalId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<RuleProposalView> {
    this.assertOfficer(principal);
    return getProposal(this.database, proposalId);
  }

  /** What the rule would change in a year; the answer's run is read at `recalculations/:id`. */
  @Post(':proposalId/preview')
  @Requires('hours:rules')
  @ApiAcceptedResponse({ type: RecalculationStartedView })
  async preview(
    @Param('proposalId', ParseUUIDPipe) proposalId: string,
    @Body() { year }: PreviewRuleDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<RecalculationStartedView>> {
    this.assertOfficer(principal);
    const answer = await this.idempotency.run(
      request,
      async (tx) => ({ recalculationId: await this.proposals.preview(tx, proposalId, year, principal.subject) }),
      ACCEPTED,
    );
    await this.queue.wake(answer.body.recalculationId);
    return answer;
  }

  @Post(':proposalId/approve')
  @Requires('hours:rules')
  @ApiOkResponse({ type: RuleDecidedView })
  async approve(
    @Param('proposalId', ParseUUIDPipe) proposalId: string,
    @Body() { applyToPast, note }: ApproveRuleDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<RuleDecidedView>> {
    this.assertOfficer(principal);
    const approval = { by: principal.subject, note: note ?? null, applyToPast };
    const answer = await this.idempotency.run(request, (tx) => this.proposals.approve(tx, proposalId, approval), OK);
    for (const id of answer.body.recalculationIds) await this.queue.wake(id);
    return answer;
  }

  /** Refused by a second officer; withdrawn when the one who proposed it says so. */
  @Post(':proposalId/refuse')
  @Requires('hours:rules')
  @ApiOkResponse({ type: RuleDecidedView })
  refuse(
    @Param('proposalId', ParseUUIDPipe) proposalId: string,
    @Body() { note }: RefuseRuleDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<RuleDecidedView>> {
    this.assertOfficer(principal);
    return this.idempotency.run(request, (tx) => this.proposals.end(tx, proposalId, principal.subject, note), OK);
  }

  private propose(
    request: IdempotentRequest,
    principal: Principal,
    proposal: NewProposal,
  ): Promise<OnceAnswer<RuleProposedView>> {
    this.assertOfficer(principal);
    return this.idempotency.run(request, (tx) => this.proposals.propose(tx, proposal));
  }

  /** A rule holds for everyone of the region, so the right must too. */
  private assertOfficer(principal: Principal): void {
    assertMayActOn(principal, 'hours:rules', { region: this.config.region });
  }
}

function commonOf(
  { validFrom, legalBasis, note }: { validFrom: string; legalBasis: string; note?: string },
  { subject }: Principal,
) {
  return { validFrom, legalBasis, note: note ?? null, proposedBy: subject };
}
