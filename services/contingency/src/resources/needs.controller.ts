import { newId } from '@betang/contracts';
import {
  AppError,
  Clock,
  CurrentPrincipal,
  Idempotency,
  OnceRequest,
  Requires,
  ServiceController,
  ServiceDatabase,
  pageOfComputed,
  type ComputedList,
  type IdempotentRequest,
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
import { PLANS } from '../plans/plan-rows.js';
import { Plans } from '../plans/plans.js';
import { CommitmentSupply } from './commitment-supply.js';
import { loadCoverage, loadGap } from './load-gap.js';
import type { GapLine } from './gap.decision.js';
import {
  ChangeNeedDto,
  GapPage,
  GapQuery,
  NeedPage,
  NeedQuery,
  NeedView,
  NewNeedDto,
  NewSupplyDto,
  SupplyView,
  type GapView,
} from './resource.dto.js';
import { NEEDS, STOCK, SUPPLIES, type Need, type SupplyRow } from './resource-rows.js';
import { StockPromises, allotAnew, stocksOf } from './stock-promises.js';

const DONE = 200;
const NEED_LIST: ComputedList<NeedView> = {
  sorts: { field: ({ field }) => field, item: ({ item }) => item, quantity: ({ quantity }) => quantity },
  defaultSort: 'field',
  key: ({ place, item, needId }) => [place, item, needId].join('\n'),
};
const GAP_LIST: ComputedList<GapLine> = {
  sorts: { field: ({ field }) => field, item: ({ item }) => item, gap: ({ gap }) => gap },
  defaultSort: 'field',
  key: ({ field, place, item, category, unit }) => [place, item, category, unit, field].join('\n'),
};

/** What a plan needs, what covers it, and what is missing (R06). */
@ServiceController('contingency')
export class NeedsController {
  constructor(
    private readonly plans: Plans,
    private readonly access: ContingencyAccess,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly consequences: Consequences,
    private readonly clock: Clock,
    private readonly promises: StockPromises,
    private readonly commitments: CommitmentSupply,
  ) {}

  @Get('plans/:planId/needs')
  @Requires('contingency:read')
  @ApiOkResponse({ type: NeedPage })
  async list(
    @Param('planId', ParseUUIDPipe) planId: string,
    @Query() query: NeedQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<NeedView>> {
    this.access.assertReads(principal);
    await PLANS.get(this.database, planId);
    const needs = await loadCoverage(this.database, planId, this.clock.today());
    return pageOfComputed(needs.filter(chosenBy(query)), NEED_LIST, query);
  }

  /** Needed, available, missing: by field, place and item. */
  @Get('plans/:planId/gap')
  @Requires('contingency:read')
  @ApiOkResponse({ type: GapPage })
  async gap(
    @Param('planId', ParseUUIDPipe) planId: string,
    @Query() query: GapQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<GapView>> {
    this.access.assertReads(principal);
    await PLANS.get(this.database, planId);
    const lines = (await loadGap(this.database, planId, this.clock.today()))
      .filter(chosenBy(query))
      .filter(({ gap }) => query.missing === undefined || String(gap > 0) === query.missing);
    return pageOfComputed(lines, GAP_LIST, query);
  }

  @Post('plans/:planId/needs')
  @Requires('contingency:write')
  @ApiCreatedResponse({ type: NeedView })
  add(
    @Param('planId', ParseUUIDPipe) planId: string,
    @Body() input: NewNeedDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<NeedView>> {
    return this.idempotency.run(request, async (tx) => {
      await this.assertPlan(tx, principal, planId);
      const need = await NEEDS.insert(tx, { ...input, needId: newId(), planId });
      await this.settle(tx, principal, 'add-need', need);
      return this.view(tx, need);
    });
  }

  @Post('needs/:needId/change')
  @Requires('contingency:write')
  @ApiOkResponse({ type: NeedView })
  change(
    @Param('needId', ParseUUIDPipe) needId: string,
    @Body() { quantity }: ChangeNeedDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<NeedView>> {
    return this.idempotency.run(
      request,
      async (tx) => {
        await this.lockNeed(tx, principal, needId);
        const need = await NEEDS.update(tx, needId, { quantity });
        await this.settle(tx, principal, 'change-need', need);
        return this.view(tx, need);
      },
      DONE,
    );
  }

  @Post('needs/:needId/remove')
  @Requires('contingency:write')
  @ApiOkResponse({ type: NeedView })
  remove(
    @Param('needId', ParseUUIDPipe) needId: string,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<NeedView>> {
    return this.idempotency.run(
      request,
      async (tx) => {
        const before = await this.lockNeed(tx, principal, needId);
        const view = await this.view(tx, before);
        const stocks = await stocksOf(tx, needId);
        await this.settle(tx, principal, 'remove-need', await NEEDS.update(tx, needId, { removed: true }), stocks);
        return view;
      },
      DONE,
    );
  }

  /**
   * Covers a need, or a part of it, from a stock or a line of a commitment. Throws `supply-of-other-kind` (422) for goods of another unit or a commitment
   * for another plan, `supply-over-promised` (409) for more of a stock than is left beside what others were promised, unless a reason is given, which
   * goes on record, and `commitment-over-promised` (409) for more than a partner committed itself to.
   */
  @Post('needs/:needId/supplies')
  @Requires('contingency:write')
  @ApiCreatedResponse({ type: SupplyView })
  supply(
    @Param('needId', ParseUUIDPipe) needId: string,
    @Body() input: NewSupplyDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<SupplyView>> {
    return this.idempotency.run(request, async (tx) => {
      const need = await this.lockNeed(tx, principal, needId);
      const supply = await this.cover(tx, need, input, principal.subject);
      const reason = supply.overReason ?? undefined;
      await this.settle(tx, principal, 'supply-need', need, supply.stockId === null ? [] : [supply.stockId], reason);
      return supplyView(await SUPPLIES.get(tx, supply.supplyId));
    });
  }

  @Post('supplies/:supplyId/end')
  @Requires('contingency:write')
  @ApiOkResponse({ type: SupplyView })
  endSupply(
    @Param('supplyId', ParseUUIDPipe) supplyId: string,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<SupplyView>> {
    return this.idempotency.run(
      request,
      async (tx) => {
        const { needId } = await SUPPLIES.lock(tx, supplyId);
        const need = await this.lockNeed(tx, principal, needId);
        const supply = await SUPPLIES.update(tx, supplyId, { ended: true });
        await this.settle(tx, principal, 'end-supply', need, supply.stockId === null ? [] : [supply.stockId]);
        return supplyView(supply);
      },
      DONE,
    );
  }

  private async cover(tx: Transaction, need: Need, input: NewSupplyDto, by: string): Promise<SupplyRow> {
    const { stockId, commitmentId, commitmentLineId, quantity } = input;
    if ((stockId === undefined) === (commitmentId === undefined))
      throw new AppError('supply-needs-one-source', { status: 422 });
    if (commitmentId !== undefined)
      return this.commitments.supply(tx, need, { commitmentId, commitmentLineId, quantity });
    await assertFits(tx, need, stockId!);
    return this.promises.promise(tx, need, stockId!, input, by);
  }

  private async lockNeed(tx: Transaction, principal: Principal, needId: string): Promise<Need> {
    const need = await NEEDS.lock(tx, needId);
    if (need.removed) throw new AppError('resource-need-not-found', { status: 404 });
    await this.assertPlan(tx, principal, need.planId);
    return need;
  }

  private async assertPlan(tx: Transaction, principal: Principal, planId: string): Promise<void> {
    const plan = await this.plans.lockActive(tx, planId);
    await this.access.assertUnit(tx, principal, plan.leadUnitId);
  }

  /** `stocks`: those of which more or less is promised now; every plan that counts on them is computed anew. */
  private async settle(
    tx: Transaction,
    principal: Principal,
    action: string,
    { needId, planId, item, quantity }: Need,
    stocks: readonly string[] = [],
    reason?: string,
  ): Promise<void> {
    const others = await allotAnew(tx, stocks);
    await this.consequences.settle(tx, {
      actor: principal.subject,
      action,
      object: { type: 'resource-need', id: needId },
      ...(reason === undefined ? {} : { reason }),
      after: { item, quantity },
      plans: [planId, ...others],
      trigger: 'RESOURCES_CHANGED',
    });
  }

  private async view(tx: Transaction, { needId, planId }: Need): Promise<NeedView> {
    return (await loadCoverage(tx, planId, this.clock.today())).find((need) => need.needId === needId)!;
  }
}

function chosenBy({ category, field }: NeedQuery): (line: { category: string; field: string }) => boolean {
  return (line) =>
    (category === undefined || line.category === category) && (field === undefined || line.field === field);
}

async function assertFits(tx: Transaction, need: Need, stockId: string): Promise<void> {
  const stock = await STOCK.get(tx, stockId);
  if (stock.category !== need.category || stock.unit !== need.unit)
    throw new AppError('supply-of-other-kind', { status: 422, field: 'stockId' });
}

function supplyView(supply: SupplyRow): SupplyView {
  const { supplyId, needId, stockId, commitmentId, lineId, quantity, months, counted, overReason } = supply;
  return { supplyId, needId, stockId, commitmentId, commitmentLineId: lineId, quantity, months, counted, overReason };
}
