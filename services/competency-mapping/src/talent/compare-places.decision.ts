import type { TalentRule } from '../rules/dated-rule.js';
import { placeInBoxes, type Tier } from './talent.decision.js';

/** Where a person stood in a snapshot, with the scores that put them there. */
export interface StoredPlace {
  readonly performance: number;
  readonly potential: number;
  readonly performanceTier: Tier;
  readonly potentialTier: Tier;
  readonly box: number;
  readonly potentialSource: 'ASSESSED' | 'MATCH';
}

export const DIRECTIONS = ['UP', 'DOWN', 'SAME', 'ENTERED', 'GONE'] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** Why somebody's box changed, or did not although something did; each has a text. */
export interface MoveReason {
  readonly reason:
    | 'PERFORMANCE'
    | 'POTENTIAL'
    | 'PERFORMANCE_THRESHOLD'
    | 'POTENTIAL_THRESHOLD'
    | 'BOX_TABLE'
    | 'POTENTIAL_SOURCE'
    | 'FIGURES_NEW'
    | 'FIGURES_MISSING'
    | 'LEFT_SERVICE';
  /** Scores in hundredths: of the person, or the edge of the thresholds that was passed. */
  readonly from?: number;
  readonly to?: number;
}

export interface Comparison {
  readonly direction: Direction;
  readonly reasons: readonly MoveReason[];
}

/**
 * What became of one person between two snapshots, and why. Thresholds are told apart from scores by asking where the scores of before would
 * stand by the rule of now: a move that comes from the rule alone is not the person's.
 */
export function comparePlaces(
  before: StoredPlace | undefined,
  after: StoredPlace | undefined,
  rules: { readonly before: TalentRule; readonly after: TalentRule },
  leftService: boolean,
): Comparison {
  if (!before) return { direction: 'ENTERED', reasons: [{ reason: 'FIGURES_NEW' }] };
  if (!after) return { direction: 'GONE', reasons: [{ reason: leftService ? 'LEFT_SERVICE' : 'FIGURES_MISSING' }] };
  const direction = after.box > before.box ? 'UP' : after.box < before.box ? 'DOWN' : 'SAME';
  return { direction, reasons: reasonsOf(before, after, rules) };
}

function reasonsOf(
  before: StoredPlace,
  after: StoredPlace,
  rules: { readonly before: TalentRule; readonly after: TalentRule },
): MoveReason[] {
  const byNewRule = placeInBoxes(before.performance, before.potential, rules.after);
  const reasons: MoveReason[] = [];
  if (byNewRule.performanceTier !== before.performanceTier)
    reasons.push(
      edgeOf('PERFORMANCE_THRESHOLD', rules, 'performance', before.performanceTier, byNewRule.performanceTier),
    );
  if (byNewRule.potentialTier !== before.potentialTier)
    reasons.push(edgeOf('POTENTIAL_THRESHOLD', rules, 'potential', before.potentialTier, byNewRule.potentialTier));
  if (after.performanceTier !== byNewRule.performanceTier)
    reasons.push({ reason: 'PERFORMANCE', from: before.performance, to: after.performance });
  if (after.potentialTier !== byNewRule.potentialTier)
    reasons.push({ reason: 'POTENTIAL', from: before.potential, to: after.potential });
  const sameTiers =
    byNewRule.performanceTier === before.performanceTier && byNewRule.potentialTier === before.potentialTier;
  if (sameTiers && byNewRule.box !== before.box) reasons.push({ reason: 'BOX_TABLE' });
  if (after.potentialSource !== before.potentialSource) reasons.push({ reason: 'POTENTIAL_SOURCE' });
  return reasons;
}

/** The edge that a score fell to the other side of, as it was and as it is. */
function edgeOf(
  reason: 'PERFORMANCE_THRESHOLD' | 'POTENTIAL_THRESHOLD',
  rules: { readonly before: TalentRule; readonly after: TalentRule },
  axis: 'performance' | 'potential',
  was: Tier,
  is: Tier,
): MoveReason {
  const edge = Math.max(was, is) === 2 ? 'high' : 'middle';
  return { reason, from: rules.before[axis][edge], to: rules.after[axis][edge] };
}
