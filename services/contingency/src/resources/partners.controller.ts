import { newId } from '@betang/contracts';
import {
  AppError,
  CurrentPrincipal,
  Idempotency,
  ListQuery,
  OnceRequest,
  Requires,
  ServiceController,
  ServiceDatabase,
  type IdempotentRequest,
  type ListDefinition,
  type OnceAnswer,
  type Page,
  type Principal,
  type Transaction,
} from '@betang/platform';
import { Body, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse } from '@nestjs/swagger';
import { ContingencyAccess } from '../access/contingency-access.js';
import { Clock } from '../clock.js';
import { Consequences } from '../consequences.js';
import { listPage } from '../database/list-page.js';
import { Plans } from '../plans/plans.js';
import {
  CommitmentPage,
  CommitmentQuery,
  CommitmentView,
  NewCommitmentDto,
  NewPartnerDto,
  PartnerPage,
  PartnerQuery,
  PartnerView,
  RenewCommitmentDto,
} from './resource.dto.js';
import { COMMITMENTS, PARTNERS, type Commitment, type Partner } from './resource-rows.js';

const PARTNER_LIST: ListDefinition = {
  select: 'SELECT p.* FROM partner AS p',
  sorts: { name: { sql: 'p.name', type: 'text' } },
  defaultSort: 'name',
  key: { sql: 'p.partner_id', type: 'uuid' },
};
const COMMITMENT_LIST: ListDefinition = {
  select: 'SELECT c.* FROM commitment AS c',
  sorts: { validUntil: { sql: 'c.valid_until', type: 'date' }, signedOn: { sql: 'c.signed_on', type: 'date' } },
  defaultSort: 'validUntil',
  key: { sql: 'c.commitment_id', type: 'uuid' },
};
const DONE = 200;

/** Community, NGOs, business and agencies that take part, and their commitment sheets (lembar komitmen) (R09). */
@ServiceController('contingency')
export class PartnersController {
  constructor(
    private readonly plans: Plans,
    private readonly access: ContingencyAccess,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly consequences: Consequences,
    private readonly clock: Clock,
  ) {}

  @Get('partners')
  @Requires('contingency:read')
  @ApiOkResponse({ type: PartnerPage })
  async list(@Query() query: PartnerQuery, @CurrentPrincipal() principal: Principal): Promise<Page<PartnerView>> {
    this.access.assertReads(principal);
    const list = new ListQuery(PARTNER_LIST, query).where('NOT p.ended').where('p.kind = ?', query.kind);
    const page = await listPage<Partner>(this.database, list);
    return { ...page, items: page.items.map(partnerView) };
  }

  @Post('partners')
  @Requires('contingency:write')
  @ApiCreatedResponse({ type: PartnerView })
  async add(
    @Body() input: NewPartnerDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<PartnerView>> {
    this.access.assertRegion(principal);
    return this.idempotency.run(request, async (tx) => {
      const partner = await PARTNERS.insert(tx, { ...input, contact: input.contact ?? null, partnerId: newId() });
      const object = { type: 'partner', id: partner.partnerId };
      await this.consequences.settle(tx, {
        actor: principal.subject,
        action: 'record-partner',
        object,
        after: { kind: partner.kind },
      });
      return partnerView(partner);
    });
  }

  @Get('commitments')
  @Requires('contingency:read')
  @ApiOkResponse({ type: CommitmentPage })
  async listCommitments(
    @Query() query: CommitmentQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<CommitmentView>> {
    this.access.assertReads(principal);
    const list = new ListQuery(COMMITMENT_LIST, query)
      .where('c.plan_id = ?', query.planId)
      .where('c.partner_id = ?', query.partnerId)
      .where('NOT c.ended AND c.valid_until <= ?', query.expiresBy);
    const page = await listPage<Commitment>(this.database, list);
    return { ...page, items: page.items.map((row) => this.view(row)) };
  }

  @Post('commitments')
  @Requires('contingency:write')
  @ApiCreatedResponse({ type: CommitmentView })
  commit(
    @Body() input: NewCommitmentDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<CommitmentView>> {
    return this.idempotency.run(request, async (tx) => {
      const plan = await this.plans.lockActive(tx, input.planId);
      await this.access.assertUnit(tx, principal, plan.leadUnitId);
      const partner = await PARTNERS.get(tx, input.partnerId);
      if (partner.ended) throw new AppError('contingency-partner-not-found', { status: 404 });
      if (input.signedOn > this.clock.today())
        throw new AppError('contingency-date-ahead', { status: 422, field: 'signedOn' });
      if (input.validUntil < input.signedOn)
        throw new AppError('contingency-ends-before-start', { status: 422, field: 'validUntil' });
      const commitment = await COMMITMENTS.insert(tx, { ...input, commitmentId: newId(), renewals: 0 });
      return this.settle(tx, principal, 'sign-commitment', commitment);
    });
  }

  /** A new sheet takes the place of the one before. */
  @Post('commitments/:commitmentId/renew')
  @Requires('contingency:write')
  @ApiOkResponse({ type: CommitmentView })
  renew(
    @Param('commitmentId', ParseUUIDPipe) commitmentId: string,
    @Body() { sheetNumber, validUntil }: RenewCommitmentDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<CommitmentView>> {
    return this.act(request, principal, commitmentId, 'renew-commitment', (tx, before) => {
      if (validUntil <= before.validUntil)
        throw new AppError('contingency-ends-before-start', { status: 422, field: 'validUntil' });
      return COMMITMENTS.update(tx, commitmentId, { sheetNumber, validUntil, renewals: before.renewals + 1 });
    });
  }

  @Post('commitments/:commitmentId/end')
  @Requires('contingency:write')
  @ApiOkResponse({ type: CommitmentView })
  end(
    @Param('commitmentId', ParseUUIDPipe) commitmentId: string,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<CommitmentView>> {
    return this.act(request, principal, commitmentId, 'end-commitment', (tx) =>
      COMMITMENTS.update(tx, commitmentId, { ended: true }),
    );
  }

  private act(
    request: IdempotentRequest,
    principal: Principal,
    commitmentId: string,
    action: string,
    work: (tx: Transaction, before: Commitment) => Promise<Commitment>,
  ): Promise<OnceAnswer<CommitmentView>> {
    return this.idempotency.run(
      request,
      async (tx) => {
        const before = await COMMITMENTS.lock(tx, commitmentId);
        if (before.ended) throw new AppError('commitment-not-found', { status: 404 });
        const plan = await this.plans.lockActive(tx, before.planId);
        await this.access.assertUnit(tx, principal, plan.leadUnitId);
        return this.settle(tx, principal, action, await work(tx, before));
      },
      DONE,
    );
  }

  private async settle(
    tx: Transaction,
    principal: Principal,
    action: string,
    commitment: Commitment,
  ): Promise<CommitmentView> {
    const { commitmentId, planId, sheetNumber, validUntil } = commitment;
    await this.consequences.settle(tx, {
      actor: principal.subject,
      action,
      object: { type: 'commitment', id: commitmentId },
      after: { sheetNumber, validUntil },
      plans: [planId],
      trigger: 'PARTNERS_CHANGED',
    });
    return this.view(commitment);
  }

  private view(commitment: Commitment): CommitmentView {
    const { commitmentId, partnerId, planId, sheetNumber, signedOn, signedBy, validUntil, renewals, ended } =
      commitment;
    const state = ended ? 'ENDED' : validUntil < this.clock.today() ? 'EXPIRED' : 'IN_FORCE';
    return { commitmentId, partnerId, planId, sheetNumber, signedOn, signedBy, validUntil, state, renewals };
  }
}

function partnerView({ partnerId, kind, name, task, contact }: Partner): PartnerView {
  return { partnerId, kind, name, task, contact };
}
