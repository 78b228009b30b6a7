import type { TalentRule } from '../rules/dated-rule.js';

/** 0 below, 1 as, 2 above expectation; 0 low, 1 middle, 2 high potential. */
export type Tier = 0 | 1 | 2;

export interface TalentPlace {
  readonly performanceTier: Tier;
  readonly potentialTier: Tier;
  readonly box: number;
}

/** Which of the nine boxes (PermenPANRB 3/2020) two scores are, by the thresholds and the table of the rule. */
export function placeInBoxes(performance: number, potential: number, rule: TalentRule): TalentPlace {
  const performanceTier = tierOf(performance, rule.performance);
  const potentialTier = tierOf(potential, rule.potential);
  return { performanceTier, potentialTier, box: rule.boxes[potentialTier][performanceTier]! };
}

function tierOf(score: number, { middle, high }: { readonly middle: number; readonly high: number }): Tier {
  if (score >= high) return 2;
  return score >= middle ? 1 : 0;
}

export interface Candidate {
  readonly employeeId: string;
  readonly box: number;
  readonly performance: number;
  readonly potential: number;
  /** Match with the standard of the position to be held; null where nothing is assessed. */
  readonly matchHundredths: number | null;
  /** Competencies of that standard under the level asked for. */
  readonly missing: readonly MissingLevel[];
}

export interface MissingLevel {
  readonly code: string;
  readonly required: number;
  /** 0: none was shown. */
  readonly held: number;
}

/** Why a candidate stands where it does; each reason has a text. */
export interface SuccessorReason {
  readonly reason: 'BOX' | 'MATCH_MEETS' | 'MATCH_NEARLY' | 'MATCH_MISSES' | 'NOT_ASSESSED' | 'MISSING';
  readonly value?: string;
  readonly missing?: readonly MissingLevel[];
}

export interface Successor extends Candidate {
  readonly place: number;
  readonly reasons: readonly SuccessorReason[];
}

/**
 * Candidates for a position in order: by the match with its standard, then by box, then by performance. Who is in no box of the pool is left
 * out; who misses the standard stays in with the reason, for a pool is there to be developed.
 */
export function rankSuccessors(
  candidates: readonly Candidate[],
  poolBoxes: readonly number[],
  promotion: { readonly upper: number; readonly lower: number },
): Successor[] {
  return candidates
    .filter(({ box }) => poolBoxes.includes(box))
    .sort(
      (a, b) =>
        (b.matchHundredths ?? -1) - (a.matchHundredths ?? -1) ||
        b.box - a.box ||
        b.performance - a.performance ||
        (a.employeeId < b.employeeId ? -1 : 1),
    )
    .map((candidate, index) => ({ ...candidate, place: index + 1, reasons: reasonsOf(candidate, promotion) }));
}

function reasonsOf(
  { box, matchHundredths, missing }: Candidate,
  edges: { upper: number; lower: number },
): SuccessorReason[] {
  const reasons: SuccessorReason[] = [{ reason: 'BOX', value: String(box) }];
  if (matchHundredths === null) reasons.push({ reason: 'NOT_ASSESSED' });
  else {
    const reason =
      matchHundredths >= edges.upper ? 'MATCH_MEETS' : matchHundredths >= edges.lower ? 'MATCH_NEARLY' : 'MATCH_MISSES';
    reasons.push({ reason, value: (matchHundredths / 100).toFixed(2) });
  }
  if (missing.length > 0)
    reasons.push({ reason: 'MISSING', value: missing.map(({ code }) => code).join(', '), missing });
  return reasons;
}
