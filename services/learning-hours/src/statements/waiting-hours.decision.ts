import { usageOf, type CapUsage, type CapUse } from '../conversion/apply-cap.decision.js';
import { earnedHundredths } from '../conversion/convert-hours.decision.js';
import type { RuleBook } from '../conversion/rule-book.js';
import { capped, requestOf } from '../ledger/make-entry.js';

/** A claim that waits for a decision, as far as its hours are concerned. */
export interface WaitingClaim {
  readonly pathCode: string;
  readonly scope: 'NATIONAL' | 'INTERNATIONAL';
  readonly quantityHundredths: number;
  readonly startedOn: string;
  readonly completedOn: string;
}

/** Room under the cap of a path that an entry in force has taken. */
export interface TakenRoom {
  readonly pathCode: string;
  readonly uses: readonly CapUse[];
}

/** Hours that the claims would count if all of them were accepted in their order: by the rules in force, under caps beside what counts already. */
export function waitingHours(claims: readonly WaitingClaim[], taken: readonly TakenRoom[], rules: RuleBook): number {
  const used = new Map<string, CapUsage>();
  for (const { pathCode, uses } of taken) used.set(pathCode, usageOf([uses], used.get(pathCode) ?? usageOf([])));
  let hours = 0;
  for (const claim of claims) {
    const rule = rules.find(claim.pathCode, claim.completedOn);
    if (!rule) continue;
    const before = used.get(claim.pathCode) ?? usageOf([]);
    const request = requestOf(claim, rule.unit, earnedHundredths(claim, rule));
    const { counted, cap } = capped(request, rule.cap, before);
    if (cap) used.set(claim.pathCode, usageOf([cap.uses], before));
    hours += counted;
  }
  return hours;
}
