import {
  AppError,
  Audit,
  Clock,
  CurrentPrincipal,
  Files,
  Idempotency,
  Notices,
  OnceRequest,
  Requires,
  ServiceController,
  ServiceDatabase,
  type IdempotentRequest,
  type ListRow,
  type OnceAnswer,
  type Page,
  type Principal,
  ApiCreatedResponse,
  ApiOkResponse,
  AnswersFile,
} from '@betang/platform';
import { Body, Get, Param, ParseUUIDPipe, Post, Query, StreamableFile } from '@nestjs/common';
import { contentOf } from '../claims/claim-editing.js';
import { CLAIM_COLUMNS } from '../claims/claim-store.js';
import { claimDetail, claimQueue } from '../claims/claim-views.js';
import {
  ClaimDetailView,
  ClaimMadeView,
  ClaimQueuePage,
  ClaimQueueQuery,
  ClaimStateView,
  type QueuedClaimView,
} from '../claims/claim.dto.js';
import { Claims, EVIDENCE_TYPES } from '../claims/claims.js';
import type { Claim } from '../claims/claim.js';
import { evidenceDownload } from '../claims/evidence-download.js';
import { ConversionRules } from '../conversion/conversion-rules.js';
import { PeopleAccess, inVisibleUnits } from '../people/people-access.js';
import { assignClaims } from './assign-claims.js';
import { ClaimDecisions, type Verifier } from './claim-decisions.js';
import { Delegations } from './delegations.js';
import {
  AssignClaimsDto,
  ClaimDecisionsDto,
  ClaimForDto,
  DecisionOutcomesView,
  RevokeClaimDto,
} from './verification.dto.js';

const OK = 200;

const VISIBLE = `SELECT ${CLAIM_COLUMNS} FROM claim AS c JOIN person AS p ON p.employee_id = c.employee_id
 WHERE c.claim_id = $1 AND (c.state <> 'DRAFT' OR c.entered_by = $3) AND ${inVisibleUnits('p.unit_id', 2)}`;

/** The queue of claims that wait for a verifier, and what verifiers do with them. Every look is on record. */
@ServiceController('learning-hours', 'claims')
export class VerificationController {
  constructor(
    private readonly decisions: ClaimDecisions,
    private readonly claims: Claims,
    private readonly delegations: Delegations,
    private readonly access: PeopleAccess,
    private readonly rules: ConversionRules,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly files: Files,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly notices: Notices,
  ) {}

  @Get()
  @Requires('hours:verify')
  @ApiOkResponse({ type: ClaimQueuePage })
  async list(
    @Query() query: ClaimQueueQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<QueuedClaimView>> {
    const verifier = await this.verifierOf(principal);
    const standsFor = await this.delegations.standsFor(this.database, principal.employeeId);
    const statement = claimQueue(query, { ...verifier, standsFor, today: this.clock.today() });
    const rows = await this.database.query<QueuedClaimView & ListRow>(statement.text, statement.values);
    const page = statement.page(rows);
    await this.noteRead(principal, [...new Set(page.items.map(({ employeeId }) => employeeId))]);
    return page;
  }

  /** A claim that an officer enters for someone, e.g. from certificates on paper; the officer goes on with it, or the person does. */
  @Post()
  @Requires('hours:write')
  @ApiCreatedResponse({ type: ClaimMadeView })
  async enter(
    @Body() input: ClaimForDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<ClaimMadeView>> {
    await this.access.assertVisible(principal, input.employeeId, 'hours:write');
    const claim = { employeeId: input.employeeId, ...contentOf(input) };
    const actor = { subject: principal.subject, onlyOf: undefined };
    return this.idempotency.run(request, (tx) => this.claims.draft(tx, claim, actor));
  }

  /** Decides one claim or many at once; what cannot be decided is named and hinders no other. */
  @Post('decisions')
  @Requires('hours:verify')
  @ApiOkResponse({ type: DecisionOutcomesView })
  async decide(
    @Body() { decisions }: ClaimDecisionsDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<DecisionOutcomesView>> {
    const verifier = await this.verifierOf(principal);
    const commands = decisions.map(({ claimId, decision, reasonCode, note, corrected }) => ({
      claimId,
      decision,
      reasonCode: reasonCode ?? null,
      note: note ?? null,
      corrected: corrected ?? {},
    }));
    return this.idempotency.run(
      request,
      async (tx) => ({ outcomes: await this.decisions.decide(tx, commands, verifier) }),
      OK,
    );
  }

  /** Names who is to verify claims; without a name whoever may. */
  @Post('assignments')
  @Requires('hours:verify')
  @ApiOkResponse({ type: [ClaimStateView] })
  async assign(
    @Body() { claimIds, assignedTo }: AssignClaimsDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<readonly ClaimStateView[]>> {
    const verifier = await this.verifierOf(principal);
    return this.idempotency.run(
      request,
      async (tx) => {
        const assigned = await assignClaims(tx, this.notices, { claimIds, assignedTo: assignedTo ?? null, verifier });
        for (const { claimId } of assigned)
          await this.audit.record(tx, {
            actor: principal.subject,
            action: 'assign-claim',
            object: { type: 'claim', id: claimId },
          });
        if (assigned.length === 0) this.audit.nothingChanged(tx);
        return assigned;
      },
      OK,
    );
  }

  @Get(':claimId')
  @Requires('hours:verify')
  @ApiOkResponse({ type: ClaimDetailView })
  async get(
    @Param('claimId', ParseUUIDPipe) claimId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<ClaimDetailView> {
    const claim = await this.getVisible(claimId, principal);
    return claimDetail(this.database, claim, await this.rules.book());
  }

  @Get(':claimId/evidence/:sha256')
  @Requires('hours:verify')
  @AnswersFile(...EVIDENCE_TYPES)
  async download(
    @Param('claimId', ParseUUIDPipe) claimId: string,
    @Param('sha256') sha256: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<StreamableFile> {
    await this.getVisible(claimId, principal);
    return evidenceDownload(this.database, this.files, claimId, sha256);
  }

  /** Takes an accepted claim back; its hours are reversed. */
  @Post(':claimId/revoke')
  @Requires('hours:write')
  @ApiOkResponse({ type: ClaimStateView })
  revoke(
    @Param('claimId', ParseUUIDPipe) claimId: string,
    @Body() { reasonCode, note }: RevokeClaimDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<ClaimStateView>> {
    const visible = this.access.visibleUnits(principal, 'hours:write');
    const verifier = { subject: principal.subject, employeeId: principal.employeeId, visible };
    return this.idempotency.run(
      request,
      async (tx) => {
        await this.decisions.revoke(tx, claimId, { reasonCode, note }, verifier);
        return { claimId, state: 'REVOKED' };
      },
      OK,
    );
  }

  private async getVisible(claimId: string, principal: Principal): Promise<Claim> {
    const { visible } = await this.verifierOf(principal);
    const [claim] = await this.database.query<Claim>(VISIBLE, [claimId, visible, principal.subject]);
    if (!claim) throw new AppError('claim-not-found', { status: 404 });
    await this.noteRead(principal, [claim.employeeId]);
    return claim;
  }

  /** The caller's units, and those that other verifiers gave for today. */
  private async verifierOf(principal: Principal): Promise<Verifier> {
    const own = this.access.visibleUnits(principal, 'hours:verify');
    const visible = await this.delegations.widen(this.database, own, principal.employeeId);
    return { subject: principal.subject, employeeId: principal.employeeId, visible };
  }

  private async noteRead(principal: Principal, subjects: readonly string[]): Promise<void> {
    await this.audit.recordRead(this.database, { actor: principal.subject, subjects, purpose: 'claim-verification' });
  }
}
