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
  downloadOf,
  preferredLanguage,
  renderPdf,
  type IdempotentRequest,
  type ListDefinition,
  type OnceAnswer,
  type Page,
  type Principal,
  type Transaction,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiProduces,
} from '@betang/platform';
import { Body, Get, Headers, Param, ParseUUIDPipe, Post, Query, type StreamableFile } from '@nestjs/common';
import { ContingencyAccess } from '../access/contingency-access.js';
import { Consequences } from '../consequences.js';
import { listPage } from '../database/list-page.js';
import { unitNames } from '../people/units.js';
import { PLANS } from '../plans/plan-rows.js';
import { Plans } from '../plans/plans.js';
import { regionName } from '../region-name.js';
import { commitmentDocument } from './commitment-document.js';
import { Commitments } from './commitments.js';
import {
  CommitmentLineDto,
  CommitmentPage,
  CommitmentQuery,
  CommitmentView,
  LineDaysDto,
  NewCommitmentDto,
  RenewCommitmentDto,
} from './partner.dto.js';
import { COMMITMENTS, LINES, PARTNERS, type Commitment } from './partner-rows.js';

const LIST: ListDefinition = {
  select: 'SELECT c.* FROM commitment AS c',
  sorts: { validUntil: { sql: 'c.valid_until', type: 'date' }, signedOn: { sql: 'c.signed_on', type: 'date' } },
  defaultSort: 'validUntil',
  key: { sql: 'c.commitment_id', type: 'uuid' },
};
const DONE = 200;

interface Change {
  readonly commitment: Commitment;
  readonly after?: Readonly<Record<string, unknown>>;
}

/** Commitment sheets (lembar komitmen): who gives how much of what to which plan, from when and until when (R09). */
@ServiceController('contingency', 'commitments')
export class CommitmentsController {
  constructor(
    private readonly plans: Plans,
    private readonly commitments: Commitments,
    private readonly access: ContingencyAccess,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly consequences: Consequences,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Requires('contingency:read')
  @ApiOkResponse({ type: CommitmentPage })
  async list(@Query() query: CommitmentQuery, @CurrentPrincipal() principal: Principal): Promise<Page<CommitmentView>> {
    this.access.assertReads(principal);
    const today = this.clock.today();
    const list = new ListQuery(LIST, query)
      .where('c.plan_id = ?', query.planId)
      .where('c.partner_id = ?', query.partnerId)
      .where('NOT c.ended AND c.valid_until <= ?', query.expiresBy)
      .where('NOT c.ended AND c.valid_until >= ?', query.state === 'IN_FORCE' ? today : undefined)
      .where('NOT c.ended AND c.valid_until < ?', query.state === 'EXPIRED' ? today : undefined);
    if (query.state === 'ENDED') list.where('c.ended');
    const page = await listPage<Commitment>(this.database, list);
    return { ...page, items: await this.commitments.views(this.database, page.items) };
  }

  @Get(':commitmentId')
  @Requires('contingency:read')
  @ApiOkResponse({ type: CommitmentView })
  async get(
    @Param('commitmentId', ParseUUIDPipe) commitmentId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<CommitmentView> {
    this.access.assertReads(principal);
    return this.commitments.view(this.database, await COMMITMENTS.get(this.database, commitmentId));
  }

  /** The sheet as both sides sign it. */
  @Get(':commitmentId/document')
  @Requires('contingency:read')
  @ApiProduces('application/pdf')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async document(
    @Param('commitmentId', ParseUUIDPipe) commitmentId: string,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') accepted?: string,
  ): Promise<StreamableFile> {
    this.access.assertReads(principal);
    const commitment = await COMMITMENTS.get(this.database, commitmentId);
    const plan = await PLANS.get(this.database, commitment.planId);
    const model = commitmentDocument({
      commitment,
      partner: await PARTNERS.get(this.database, commitment.partnerId),
      lines: await LINES.where(this.database, 'commitment_id = $1 AND NOT removed ORDER BY category, item, line_id', [
        commitmentId,
      ]),
      planTitle: plan.title,
      leadUnit: (await unitNames(this.database, [plan.leadUnitId])).get(plan.leadUnitId) ?? '-',
      region: regionName(this.access.region),
      language: preferredLanguage(accepted),
    });
    return downloadOf(await renderPdf(model), `komitmen-${commitmentId.slice(-6)}`, 'pdf');
  }

  @Post()
  @Requires('contingency:write')
  @ApiCreatedResponse({ type: CommitmentView })
  sign(
    @Body() input: NewCommitmentDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<CommitmentView>> {
    return this.idempotency.run(request, async (tx) => {
      const plan = await this.plans.lockActive(tx, input.planId);
      await this.access.assertUnit(tx, principal, plan.leadUnitId);
      const commitment = await this.commitments.sign(tx, input);
      return this.settle(tx, principal, 'sign-commitment', { commitment });
    });
  }

  /** A new sheet takes the place of the one before; what it promises goes on. */
  @Post(':commitmentId/renew')
  @Requires('contingency:write')
  @ApiOkResponse({ type: CommitmentView })
  renew(
    @Param('commitmentId', ParseUUIDPipe) commitmentId: string,
    @Body() { sheetNumber, validUntil, signedOn, signedBy }: RenewCommitmentDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<CommitmentView>> {
    return this.act(request, principal, commitmentId, 'renew-commitment', async (tx, before) => {
      const today = this.clock.today();
      if (validUntil <= before.validUntil)
        throw new AppError('contingency-ends-before-start', { status: 422, field: 'validUntil' });
      if (signedOn !== undefined && signedOn > today)
        throw new AppError('contingency-date-ahead', { status: 422, field: 'signedOn' });
      const signed = { signedOn: signedOn ?? today, signedBy: signedBy ?? before.signedBy };
      if (validUntil < signed.signedOn)
        throw new AppError('contingency-ends-before-start', { status: 422, field: 'validUntil' });
      const renewed = { sheetNumber, validUntil, ...signed, renewals: before.renewals + 1 };
      return { commitment: await COMMITMENTS.update(tx, commitmentId, renewed) };
    });
  }

  @Post(':commitmentId/end')
  @Requires('contingency:write')
  @ApiOkResponse({ type: CommitmentView })
  end(
    @Param('commitmentId', ParseUUIDPipe) commitmentId: string,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<CommitmentView>> {
    return this.act(request, principal, commitmentId, 'end-commitment', async (tx) => ({
      commitment: await COMMITMENTS.update(tx, commitmentId, { ended: true, endedOn: this.clock.today() }),
    }));
  }

  @Post(':commitmentId/lines')
  @Requires('contingency:write')
  @ApiOkResponse({ type: CommitmentView })
  addLine(
    @Param('commitmentId', ParseUUIDPipe) commitmentId: string,
    @Body() input: CommitmentLineDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<CommitmentView>> {
    return this.act(request, principal, commitmentId, 'add-commitment-line', async (tx, commitment) => {
      const { lineId, item, quantity } = await this.commitments.addLine(tx, commitment, input);
      return { commitment, after: { lineId, item, quantity } };
    });
  }

  /** How much, from when and until when the partner gives it after all. */
  @Post(':commitmentId/lines/:lineId/change')
  @Requires('contingency:write')
  @ApiOkResponse({ type: CommitmentView })
  changeLine(
    @Param('commitmentId', ParseUUIDPipe) commitmentId: string,
    @Param('lineId', ParseUUIDPipe) lineId: string,
    @Body() input: LineDaysDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<CommitmentView>> {
    return this.act(request, principal, commitmentId, 'change-commitment-line', async (tx, commitment) => {
      const { item, quantity, availableUntil } = await this.commitments.changeLine(tx, commitment, lineId, input);
      return { commitment, after: { lineId, item, quantity, availableUntil } };
    });
  }

  @Post(':commitmentId/lines/:lineId/remove')
  @Requires('contingency:write')
  @ApiOkResponse({ type: CommitmentView })
  removeLine(
    @Param('commitmentId', ParseUUIDPipe) commitmentId: string,
    @Param('lineId', ParseUUIDPipe) lineId: string,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<CommitmentView>> {
    return this.act(request, principal, commitmentId, 'remove-commitment-line', async (tx, commitment) => {
      await this.commitments.removeLine(tx, commitment, lineId);
      return { commitment, after: { lineId, removed: true } };
    });
  }

  private act(
    request: IdempotentRequest,
    principal: Principal,
    commitmentId: string,
    action: string,
    work: (tx: Transaction, before: Commitment) => Promise<Change>,
  ): Promise<OnceAnswer<CommitmentView>> {
    return this.idempotency.run(
      request,
      async (tx) => {
        // The plan first, as everyone who covers a need does: two officers never wait for each other.
        const { planId } = await COMMITMENTS.get(tx, commitmentId);
        const plan = await this.plans.lockActive(tx, planId);
        await this.access.assertUnit(tx, principal, plan.leadUnitId);
        const before = await COMMITMENTS.lock(tx, commitmentId);
        if (before.ended) throw new AppError('commitment-not-found', { status: 404 });
        return this.settle(tx, principal, action, await work(tx, before));
      },
      DONE,
    );
  }

  private async settle(
    tx: Transaction,
    principal: Principal,
    action: string,
    { commitment, after = {} }: Change,
  ): Promise<CommitmentView> {
    const { commitmentId, planId, sheetNumber, validUntil } = commitment;
    await this.consequences.settle(tx, {
      actor: principal.subject,
      action,
      object: { type: 'commitment', id: commitmentId },
      after: { sheetNumber, validUntil, ...after },
      plans: [planId],
      trigger: 'PARTNERS_CHANGED',
    });
    return this.commitments.view(tx, commitment);
  }
}
