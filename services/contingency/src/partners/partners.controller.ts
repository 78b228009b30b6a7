import { newId } from '@betang/contracts';
import {
  AppError,
  Clock,
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
  ApiCreatedResponse,
  ApiOkResponse,
} from '@betang/platform';
import { Body, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ContingencyAccess } from '../access/contingency-access.js';
import { Consequences } from '../consequences.js';
import { listPage } from '../database/list-page.js';
import { NewPartnerDto, PartnerPage, PartnerQuery, PartnerView } from './partner.dto.js';
import { PARTNERS, type Partner } from './partner-rows.js';

const LIST: ListDefinition = {
  select: 'SELECT p.* FROM partner AS p',
  sorts: { name: { sql: 'p.name', type: 'text' } },
  defaultSort: 'name',
  key: { sql: 'p.partner_id', type: 'uuid' },
};
const DONE = 200;
const END_COMMITMENTS = `UPDATE commitment SET ended = true, ended_on = $2 WHERE partner_id = $1 AND NOT ended RETURNING plan_id`;

/** Community, NGOs, business and agencies that take part (R09). */
@ServiceController('contingency', 'partners')
export class PartnersController {
  constructor(
    private readonly access: ContingencyAccess,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly consequences: Consequences,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Requires('contingency:read')
  @ApiOkResponse({ type: PartnerPage })
  async list(@Query() query: PartnerQuery, @CurrentPrincipal() principal: Principal): Promise<Page<PartnerView>> {
    this.access.assertReads(principal);
    const list = new ListQuery(LIST, query).where('NOT p.ended').where('p.kind = ?', query.kind);
    const page = await listPage<Partner>(this.database, list);
    return { ...page, items: page.items.map(viewOf) };
  }

  @Get(':partnerId')
  @Requires('contingency:read')
  @ApiOkResponse({ type: PartnerView })
  async get(
    @Param('partnerId', ParseUUIDPipe) partnerId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<PartnerView> {
    this.access.assertReads(principal);
    return viewOf(await PARTNERS.get(this.database, partnerId));
  }

  @Post()
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
      await this.settle(tx, principal, 'record-partner', partner);
      return viewOf(partner);
    });
  }

  @Post(':partnerId/change')
  @Requires('contingency:write')
  @ApiOkResponse({ type: PartnerView })
  change(
    @Param('partnerId', ParseUUIDPipe) partnerId: string,
    @Body() input: NewPartnerDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<PartnerView>> {
    return this.act(request, principal, partnerId, async (tx, before) => {
      const changes = { ...input, contact: input.contact ?? null, revision: before.revision + 1 };
      const partner = await PARTNERS.update(tx, partnerId, changes);
      await this.settle(tx, principal, 'change-partner', partner);
      return partner;
    });
  }

  /** The partner takes part no longer: its sheets end with it, and the plans that counted on them are less ready. */
  @Post(':partnerId/end')
  @Requires('contingency:write')
  @ApiOkResponse({ type: PartnerView })
  end(
    @Param('partnerId', ParseUUIDPipe) partnerId: string,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<PartnerView>> {
    return this.act(request, principal, partnerId, async (tx, before) => {
      const endedOn = this.clock.today();
      const partner = await PARTNERS.update(tx, partnerId, { ended: true, endedOn, revision: before.revision + 1 });
      const ended = await tx.query<{ plan_id: string }>(END_COMMITMENTS, [partnerId, endedOn]);
      const plans = ended.map((row) => row.plan_id);
      await this.settle(tx, principal, 'end-partner', partner, plans);
      return partner;
    });
  }

  private async act(
    request: IdempotentRequest,
    principal: Principal,
    partnerId: string,
    work: (tx: Transaction, before: Partner) => Promise<Partner>,
  ): Promise<OnceAnswer<PartnerView>> {
    this.access.assertRegion(principal);
    return this.idempotency.run(
      request,
      async (tx) => {
        const before = await PARTNERS.lock(tx, partnerId);
        if (before.ended) throw new AppError('contingency-partner-not-found', { status: 404 });
        return viewOf(await work(tx, before));
      },
      DONE,
    );
  }

  private settle(
    tx: Transaction,
    principal: Principal,
    action: string,
    { partnerId, kind, ended }: Partner,
    plans: readonly string[] = [],
  ): Promise<void> {
    const object = { type: 'partner', id: partnerId };
    const after = { kind, ended, commitmentsEnded: plans.length };
    const outcome = { actor: principal.subject, action, object, after, plans };
    return this.consequences.settle(tx, { ...outcome, trigger: 'PARTNERS_CHANGED' });
  }
}

function viewOf({ partnerId, kind, name, task, contact }: Partner): PartnerView {
  return { partnerId, kind, name, task, contact };
}
