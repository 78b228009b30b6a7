/** How much of a stock a plan was promised, and when it counts on it. */
export interface StockPromise {
  readonly supplyId: string;
  readonly planId: string;
  readonly quantity: number;
  /** Months of each year, 1 to 12; null: all of it. */
  readonly months: readonly number[] | null;
  /** Promised knowingly beyond what is there. */
  readonly confirmed: boolean;
}

/** What the stock can keep of a promise, and what other plans were promised for the same months. */
export interface Allotment {
  readonly supplyId: string;
  readonly counted: number;
  readonly elsewhere: number;
}

const YEAR = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

/**
 * Serves promises in the order in which they were made: each counts as far as the stock reaches in every one of its months. One that was confirmed
 * beyond what is there counts whole: its officer answers for it that both are not needed at once. Promises of other months never compete.
 */
export function allotStock(there: number, promises: readonly StockPromise[]): Allotment[] {
  const left = new Map(YEAR.map((month) => [month, there]));
  const inOrder = [...promises].sort((a, b) => (a.supplyId < b.supplyId ? -1 : 1));
  return inOrder.map((promise) => {
    const months = promise.months ?? YEAR;
    const free = Math.max(0, Math.min(...months.map((month) => left.get(month)!)));
    const counted = Math.min(promise.quantity, promise.confirmed ? there : free);
    for (const month of months) left.set(month, left.get(month)! - counted);
    return { supplyId: promise.supplyId, counted, elsewhere: elsewhereOf(promise, months, promises) };
  });
}

/** Months in which more is promised than is there, with the most that is promised in any of them. */
export function overPromised(
  there: number,
  promises: readonly StockPromise[],
): { readonly months: readonly number[]; readonly most: number } {
  const totals = YEAR.map((month) => ({ month, total: promisedIn(month, promises) }));
  return {
    months: totals.filter(({ total }) => total > there).map(({ month }) => month),
    most: Math.max(0, ...totals.map(({ total }) => total)),
  };
}

function elsewhereOf({ planId }: StockPromise, months: readonly number[], promises: readonly StockPromise[]): number {
  const others = promises.filter((other) => other.planId !== planId);
  return Math.max(...months.map((month) => promisedIn(month, others)));
}

function promisedIn(month: number, promises: readonly StockPromise[]): number {
  return promises
    .filter(({ months }) => months === null || months.includes(month))
    .reduce((sum, { quantity }) => sum + quantity, 0);
}
