import { newId } from '@betang/contracts';
import {
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
import { assertUnitKnown } from '../people/units.js';
import { CountStockDto, NewStockDto, StockPage, StockQuery, StockView } from './resource.dto.js';
import { STOCK, type Stock } from './resource-rows.js';

const LIST: ListDefinition = {
  select: `SELECT t.stock_id, t.unit_id, t.place, t.category, t.item, t.unit, t.quantity::float8 AS quantity, t.checked_on, t.usable_until,
      coalesce((SELECT sum(s.quantity) FROM supply AS s WHERE s.stock_id = t.stock_id AND NOT s.ended), 0)::float8 AS promised FROM stock AS t`,
  sorts: {
    item: { sql: 't.item', type: 'text' },
    checkedOn: { sql: 't.checked_on', type: 'date' },
    quantity: { sql: 't.quantity', type: 'bigint' },
  },
  defaultSort: 'item',
  key: { sql: 't.stock_id', type: 'uuid' },
};
const DONE = 200;
const PLANS_OF = `SELECT DISTINCT n.plan_id FROM supply AS s JOIN resource_need AS n USING (need_id) JOIN plan AS p ON p.plan_id = n.plan_id
  WHERE s.stock_id = $1 AND NOT s.ended AND NOT n.removed AND p.state = 'ACTIVE'`;

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

  @Post()
  @Requires('contingency:write')
  @ApiCreatedResponse({ type: StockView })
  add(
    @Body() input: NewStockDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<StockView>> {
    return this.idempotency.run(request, async (tx) => {
      await assertUnitKnown(tx, input.unitId, 'unitId');
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
    const plans = (await tx.query<{ plan_id: string }>(PLANS_OF, [stock.stockId])).map((row) => row.plan_id);
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
