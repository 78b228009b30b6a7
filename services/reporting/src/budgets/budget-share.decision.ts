import type { BudgetShareStated } from '@betang/contracts';

const MILLION = 1_000_000n;

/** Share of an amount in another, in per cent with four decimals cut off: 0.3399. Null without a whole. */
export function shareOf(part: number | null, whole: number | null): number | null {
  if (part === null || whole === null || whole === 0) return null;
  return Number((BigInt(part) * MILLION) / BigInt(whole)) / 10_000;
}

/** The least amount by the rule, rounded up to a whole rupiah, and what is missing to it; null where amount or rule is not known. */
export function shortfallOf({
  denominatorAmount,
  leastShare,
  counted,
}: Pick<BudgetShareStated, 'denominatorAmount' | 'leastShare' | 'counted'>): {
  readonly leastAmount: number | null;
  readonly shortfall: number | null;
} {
  if (denominatorAmount === null || leastShare === null) return { leastAmount: null, shortfall: null };
  const product = BigInt(denominatorAmount) * BigInt(leastShare);
  const leastAmount = Number((product + MILLION - 1n) / MILLION);
  return { leastAmount, shortfall: Math.max(0, leastAmount - counted) };
}
