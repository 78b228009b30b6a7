import { newId } from '@betang/contracts';
import {
  Clock,
  CurrentPrincipal,
  Idempotency,
  ListQuery,
  OnceRequest,
  Requires,
  ServiceController,
  ServiceDatabase,
  pageOfComputed,
  type ComputedList,
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
import { assertUnitStands } from '../people/units.js';
import { overPromised } from './allot-stock.decision.js';
import {
  CountStockDto,
  NewStockDto,
  PromisePage,
  PromiseQuery,
  StockPage,
  StockQuery,
  StockView,
  type PromiseView,
} from './resource.dto.js';
import { STOCK, type Stock } from './resource-rows.js';
import { allotAnew, loadPromises, type PromiseRow } from './stock-promises.js';

const LIST: ListDefinition = {
  select: `SELECT t.stock_id, t.unit_id, t.place, t.category, t.item, t.unit, t.quantity::float8 AS quantity, t.checked_on, t.usable_until,
      h.promised, greatest(0, h.promised - t.quantity)::float8 AS over_promised
    FROM stock AS t, LATERAL (SELECT coalesce(max(m.promised), 0)::float8 AS promised FROM (
      SELECT sum(s.quantity) AS promised FROM generate_series(1, 12) AS month
        JOIN supply AS s ON s.stock_id = t.stock_id AND NOT s.ended AND (s.months IS NULL OR month = ANY(s.months))
        JOIN resource_need AS n ON n.need_id = s.need_id AND NOT n.removed JOIN plan AS p ON p.plan_id = n.plan_id AND p.state = 'ACTIVE'
       GROUP BY month) AS m) AS h`,
  sorts: {
    item: { sql: 't.item', type: 'text' },
    checkedOn: { sql: 't.checked_on', type: 'date' },
    quantity: { sql: 't.quantity', type: 'bigint' },
  },
  defaultSort: 'item',
  key: { sql: 't.stock_id', type: 'uuid' },
};
const PROMISES: ComputedList<PromiseRow> = {
  // Ids grow with time.
  sorts: { made: ({ supplyId }) => supplyId, quantity: ({ quantity }) => quantity },
  defaultSort: 'made',
  key: ({ supplyId }) => supplyId,
};
const DONE = 200;

/** What the region's agencies have: people, goods, funds, facilities. */
@ServiceController('contingency', 'stock')
export class StockController {
  constructor(
    private readonly access: ContingencyAccess,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly consequences: Consequences,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Requires('contingency:read')
  @ApiOkResponse({ type: StockPage })
  list(@Query() query: StockQuery, @CurrentPrincipal() principal: Principal): Promise<Page<StockView>> {
    this.access.assertReads(principal);
    const list = new ListQuery(LIST, query)
      .where('t.category = ?', query.category)
      .where('t.unit_id = ?', query.unitId)
      .search(['t.item', 't.place'], query.search);
    return listPage<StockView>(this.database, list);
  }

  /** To whom it is promised and when, and where that is more than there is. */
  @Get(':stockId/promises')
  @Requires('contingency:read')
  @ApiOkResponse({ type: PromisePage })
  async promises(
    @Param('stockId', ParseUUIDPipe) stockId: string,
    @Query() query: PromiseQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<PromisePage> {
    this.access.assertReads(principal);
    const { quantity } = await STOCK.get(this.database, stockId);
    const promises = await loadPromises(this.database, [stockId]);
    const chosen = promises.filter(({ planId }) => query.planId === undefined || planId === query.planId);
    const page = pageOfComputed(chosen, PROMISES, query);
    const overPromisedMonths = overPromised(quantity, promises).months;
    return { quantity, overPromisedMonths, ...page, items: page.items.map(promiseView) };
  }

  @Post()
  @Requires('contingency:write')
  @ApiCreatedResponse({ type: StockView })
  add(
    @Body() input: NewStockDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<StockView>> {
    return this.idempotency.run(request, async (tx) => {
      await assertUnitStands(tx, input.unitId, 'unitId', this.clock.today());
      await this.access.assertUnit(tx, principal, input.unitId);
      const usableUntil = input.usableUntil ?? null;
      const stock = await STOCK.insert(tx, { ...input, usableUntil, stockId: newId(), checkedOn: this.clock.today() });
      await this.settle(tx, principal, 'record-stock', stock);
      return this.view(tx, stock.stockId);
    });
  }

  /** Counts a stock again: readiness of the plans that count on it follows at once. */
  @Post(':stockId/count')
  @Requires('contingency:write')
  @ApiOkResponse({ type: StockView })
  count(
    @Param('stockId', ParseUUIDPipe) stockId: string,
    @Body() input: CountStockDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<StockView>> {
    return this.idempotency.run(
      request,
      async (tx) => {
        const before = await STOCK.lock(tx, stockId);
        await this.access.assertUnit(tx, principal, before.unitId);
        const usableUntil = input.usableUntil ?? before.usableUntil;
        const changes = {
          quantity: input.quantity,
          usableUntil,
          checkedOn: this.clock.today(),
          revision: before.revision + 1,
        };
        await this.settle(tx, principal, 'count-stock', await STOCK.update(tx, stockId, changes), before);
        return this.view(tx, stockId);
      },
      DONE,
    );
  }

  private async settle(
    tx: Transaction,
    principal: Principal,
    action: string,
    stock: Stock,
    before?: Stock,
  ): Promise<void> {
    const plans = await allotAnew(tx, [stock.stockId]);
    await this.consequences.settle(tx, {
      actor: principal.subject,
      action,
      object: { type: 'stock', id: stock.stockId },
      ...(before && { before: { quantity: before.quantity } }),
      after: { item: stock.item, quantity: stock.quantity },
      plans,
      trigger: 'RESOURCES_CHANGED',
    });
  }

  private async view(tx: Transaction, stockId: string): Promise<StockView> {
    const list = new ListQuery(LIST, { limit: 1 }).where('t.stock_id = ?', stockId);
    return (await listPage<StockView>(tx, list)).items[0]!;
  }
}

function promiseView(promise: PromiseRow): PromiseView {
  const { supplyId, planId, planTitle, field, place, quantity, months, counted, overReason, overOn } = promise;
  return { supplyId, planId, planTitle, field, place, quantity, months, counted, overReason, overOn };
}
