import { newId } from '@betang/contracts';
import { AppError, Clock, type SqlClient, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { toRow } from '../database/table.js';
import { allotStock, overPromised, type StockPromise } from './allot-stock.decision.js';
import type { NewSupplyDto } from './resource.dto.js';
import { STOCK, SUPPLIES, type Need, type SupplyRow } from './resource-rows.js';

/** Promises that count: of needs and plans that are still there. */
const LIVE = `FROM supply AS s JOIN resource_need AS n USING (need_id) JOIN plan AS p ON p.plan_id = n.plan_id
  WHERE s.stock_id = ANY($1::uuid[]) AND NOT s.ended AND NOT n.removed AND p.state = 'ACTIVE'`;
const PROMISES = `SELECT s.supply_id, s.stock_id, n.plan_id, s.quantity::float8 AS quantity, s.months, s.over_reason IS NOT NULL AS confirmed,
    p.title AS plan_title, n.field, n.place, n.item, s.counted::float8 AS counted, s.over_reason, s.over_on ${LIVE} ORDER BY s.supply_id`;
const STOCKS = `SELECT stock_id, quantity::float8 AS quantity FROM stock WHERE stock_id = ANY($1::uuid[]) ORDER BY stock_id FOR UPDATE`;
const WRITE = `UPDATE supply AS s SET counted = u.c, elsewhere = u.e FROM unnest($1::uuid[], $2::bigint[], $3::bigint[]) AS u(i, c, e) WHERE s.supply_id = u.i`;
const STOCKS_OF = `SELECT DISTINCT s.stock_id FROM supply AS s JOIN resource_need AS n USING (need_id)
  WHERE s.stock_id IS NOT NULL AND NOT s.ended AND (n.need_id = $1 OR n.plan_id = $1)`;

export interface PromiseRow extends StockPromise {
  readonly stockId: string;
  readonly planTitle: string;
  readonly field: string;
  readonly place: string;
  readonly item: string;
  readonly counted: number;
  readonly overReason: string | null;
  readonly overOn: string | null;
}

/** All promises of some stocks that count, in the order in which they were made. */
export async function loadPromises(db: SqlClient, stockIds: readonly string[]): Promise<PromiseRow[]> {
  return (await db.query(PROMISES, [stockIds])).map(toRow<PromiseRow>);
}

/** The stocks that cover a need, or any need of a plan. */
export async function stocksOf(db: SqlClient, needOrPlanId: string): Promise<string[]> {
  return (await db.query<{ stock_id: string }>(STOCKS_OF, [needOrPlanId])).map((row) => row.stock_id);
}

/** Says anew what each promise of these stocks counts; answers the plans that count on them. Stocks are locked in one order. */
export async function allotAnew(tx: Transaction, stockIds: readonly string[]): Promise<string[]> {
  if (stockIds.length === 0) return [];
  const stocks = (await tx.query(STOCKS, [stockIds])).map(toRow<{ stockId: string; quantity: number }>);
  const promises = await loadPromises(tx, stockIds);
  const allotments = stocks.flatMap(({ stockId, quantity }) =>
    allotStock(
      quantity,
      promises.filter((promise) => promise.stockId === stockId),
    ),
  );
  await tx.execute(WRITE, [
    allotments.map(({ supplyId }) => supplyId),
    allotments.map(({ counted }) => counted),
    allotments.map(({ elsewhere }) => elsewhere),
  ]);
  return [...new Set(promises.map(({ planId }) => planId))];
}

/** Promises stock to plans, and lets nobody promise it twice unawares. */
@Injectable()
export class StockPromises {
  constructor(private readonly clock: Clock) {}

  /**
   * The stock is held, so that two officers cannot both promise the last of it. Throws `supply-over-promised` (409), naming the plans that were
   * promised it, unless `overPromiseReason` says why both are not needed at once.
   */
  async promise(
    tx: Transaction,
    { needId, planId }: Need,
    stockId: string,
    input: NewSupplyDto,
    by: string,
  ): Promise<SupplyRow> {
    const { quantity, overPromiseReason, months = null } = input;
    const supplyId = newId();
    const row = { supplyId, needId, stockId, commitmentId: null, lineId: null, quantity, months, counted: quantity };
    const { quantity: there } = await STOCK.lock(tx, stockId);
    const others = await loadPromises(tx, [stockId]);
    const mine = { supplyId, planId, quantity, months, confirmed: false };
    const [allotted] = allotStock(there, [...others, mine]).filter((each) => each.supplyId === supplyId);
    if (allotted!.counted === quantity) return SUPPLIES.insert(tx, row);
    if (overPromiseReason === undefined) throw refusal(there, others, mine);
    const over = { overReason: overPromiseReason, overBy: by, overOn: this.clock.today() };
    return SUPPLIES.insert(tx, { ...row, ...over });
  }
}

function refusal(there: number, others: readonly PromiseRow[], mine: StockPromise): AppError {
  const { months, most } = overPromised(there, [...others, mine]);
  const plans = [...new Set(others.map(({ planTitle }) => planTitle))].join('; ');
  const params = { there, promised: most, months: months.join(', '), plans: plans === '' ? '-' : plans };
  return new AppError('supply-over-promised', { status: 409, field: 'quantity', params });
}
