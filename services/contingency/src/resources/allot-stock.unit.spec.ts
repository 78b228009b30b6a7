import { describe, expect, it } from '@jest/globals';
import { allotStock, overPromised, type StockPromise } from './allot-stock.decision.js';

const promise = (supplyId: string, quantity: number, changes: Partial<StockPromise> = {}): StockPromise => ({
  supplyId,
  planId: `plan of ${supplyId}`,
  quantity,
  months: null,
  confirmed: false,
  ...changes,
});
const DRY = [7, 8, 9, 10];
const WET = [11, 12, 1, 2, 3];

describe('a stock that several plans count on', () => {
  it('keeps promises in the order in which they were made, as far as it reaches', () => {
    expect(allotStock(10, [promise('b', 6), promise('a', 7), promise('c', 2)])).toEqual([
      { supplyId: 'a', counted: 7, elsewhere: 8 },
      { supplyId: 'b', counted: 3, elsewhere: 9 },
      { supplyId: 'c', counted: 0, elsewhere: 13 },
    ]);
  });

  it('serves two seasons whole', () => {
    const promises = [promise('fire', 10, { months: DRY }), promise('flood', 10, { months: WET })];
    expect(allotStock(10, promises).map(({ counted, elsewhere }) => [counted, elsewhere])).toEqual([
      [10, 0],
      [10, 0],
    ]);
    expect(overPromised(10, promises)).toEqual({ months: [], most: 10 });
  });

  it('is short in the months that overlap alone', () => {
    const promises = [promise('a', 6, { months: [10, 11] }), promise('b', 6, { months: DRY })];
    expect(allotStock(10, promises)).toMatchObject([{ counted: 6 }, { counted: 4, elsewhere: 6 }]);
    expect(overPromised(10, promises)).toEqual({ months: [10], most: 12 });
  });

  it('counts whole what was confirmed beyond what is there, but never more than is there', () => {
    const promises = [promise('a', 8), promise('b', 8, { confirmed: true }), promise('c', 1)];
    expect(allotStock(10, promises).map(({ counted }) => counted)).toEqual([8, 8, 0]);
    expect(allotStock(5, [promise('a', 8, { confirmed: true })])).toMatchObject([{ counted: 5 }]);
  });

  it('does not call it elsewhere what the same plan was promised', () => {
    const promises = [promise('a', 4, { planId: 'P' }), promise('b', 4, { planId: 'P' })];
    expect(allotStock(6, promises)).toMatchObject([
      { counted: 4, elsewhere: 0 },
      { counted: 2, elsewhere: 0 },
    ]);
  });

  it('promises nothing to nobody', () => {
    expect(allotStock(3, [])).toEqual([]);
    expect(overPromised(0, [])).toEqual({ months: [], most: 0 });
    expect(allotStock(0, [promise('a', 1)])).toMatchObject([{ counted: 0 }]);
  });
});
