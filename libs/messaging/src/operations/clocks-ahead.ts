import type { StatedHeads } from './known-heads.js';

/** A region that stated something of a time that has not come here. */
export interface ClockAhead {
  readonly region: string;
  readonly seconds: number;
}

/** Clocks that a time server sets are never so far apart. */
const TOLERATED_MS = 5 * 60_000;

/** A statement takes time on its way, so that one from the future says that one of the two clocks is wrong; which one it cannot say. Pure. */
export function clocksAhead(statements: readonly Pick<StatedHeads, 'region' | 'asOf'>[], now: Date): ClockAhead[] {
  const newest = new Map<string, number>();
  for (const { region, asOf } of statements)
    newest.set(region, Math.max(asOf.getTime() - now.getTime(), newest.get(region) ?? 0));
  return [...newest]
    .filter(([, aheadMs]) => aheadMs > TOLERATED_MS)
    .map(([region, aheadMs]) => ({ region, seconds: Math.round(aheadMs / 1_000) }));
}
