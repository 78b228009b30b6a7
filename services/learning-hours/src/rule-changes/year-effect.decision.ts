import { bandOf, countedYear, type Duty, type FulfilmentBand } from '../duty/fulfilment.decision.js';
import type { LedgerEntry } from '../ledger/ledger-entry.js';

const BANDS: readonly FulfilmentBand[] = ['none', 'started', 'halfway', 'fulfilled'];

/** A person's year as it is kept, before anything changes. */
export interface KnownYear {
  readonly employeeId: string;
  readonly employmentStatus: string | null;
  readonly inService: boolean;
  readonly byMonth: readonly number[];
}

/** What a change does to the years of some people; sums of these are the effect on all. Hours are hundredths of a JP. */
export interface YearEffect {
  readonly peopleChanged: number;
  readonly entriesChanged: number;
  readonly deltaEarned: number;
  readonly deltaCounted: number;
  /** People in service by band, in the order of {@link BANDS}. */
  readonly bandsBefore: readonly number[];
  readonly bandsAfter: readonly number[];
  readonly newlyUnder: number;
  readonly newlyFulfilled: number;
}

export interface EffectRules {
  dutyBefore(employmentStatus: string): Duty;
  dutyAfter(employmentStatus: string): Duty;
}

/** The effect of new lines, and of another duty, on the years of the given people. */
export function effectOn(years: readonly KnownYear[], lines: readonly LedgerEntry[], rules: EffectRules): YearEffect {
  const deltas = new Map<string, number[]>();
  let [deltaEarned, deltaCounted] = [0, 0];
  for (const { employeeId, month, earned, counted } of lines) {
    const months = deltas.get(employeeId) ?? Array<number>(12).fill(0);
    months[month - 1]! += counted;
    deltas.set(employeeId, months);
    deltaEarned += earned;
    deltaCounted += counted;
  }
  const bands = { before: [0, 0, 0, 0], after: [0, 0, 0, 0], under: 0, fulfilled: 0 };
  for (const known of years) countBands(known, deltas.get(known.employeeId), rules, bands);
  return {
    peopleChanged: deltas.size,
    entriesChanged: lines.filter(({ ordinal }) => ordinal % 2 === 1).length,
    deltaEarned,
    deltaCounted,
    bandsBefore: bands.before,
    bandsAfter: bands.after,
    newlyUnder: bands.under,
    newlyFulfilled: bands.fulfilled,
  };
}

function countBands(
  { employmentStatus, inService, byMonth }: KnownYear,
  delta: readonly number[] | undefined,
  rules: EffectRules,
  bands: { before: number[]; after: number[]; under: number; fulfilled: number },
): void {
  if (!inService || employmentStatus === null) return;
  const [dutyBefore, dutyAfter] = [rules.dutyBefore(employmentStatus), rules.dutyAfter(employmentStatus)];
  const before = bandOf(countedYear(byMonth, dutyBefore).counted, dutyBefore);
  const months = delta ? byMonth.map((hours, month) => hours + delta[month]!) : byMonth;
  const after = bandOf(countedYear(months, dutyAfter).counted, dutyAfter);
  bands.before[BANDS.indexOf(before)]! += 1;
  bands.after[BANDS.indexOf(after)]! += 1;
  if (before === 'fulfilled' && after !== 'fulfilled') bands.under += 1;
  if (before !== 'fulfilled' && after === 'fulfilled') bands.fulfilled += 1;
}
