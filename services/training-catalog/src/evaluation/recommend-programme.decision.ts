import type { EvaluationStated } from '@betang/contracts';
import type { EvaluationRule } from './evaluation-rule.js';

/** What is known of the trainings of one programme in one year, on the four levels (Kirkpatrick). Averages and shares are hundredths. */
export interface ProgrammeEvidence {
  readonly sessions: number;
  readonly participants: number;
  readonly passed: number;
  readonly reaction: { readonly respondents: number; readonly average: number | null };
  readonly learning: {
    readonly tested: number;
    readonly before: number | null;
    readonly after: number | null;
    readonly gain: number | null;
  };
  readonly behaviour: {
    readonly reviewed: number;
    readonly applied: number;
    readonly average: number | null;
    /** Reviews that are planned or open: evidence that may still come. */
    readonly outstanding: number;
  };
  readonly results: readonly ResultEvidence[];
}

/** Level 4: an indicator of the development target. */
export interface ResultEvidence {
  readonly indicator: string;
  readonly unit: string | null;
  readonly baseline: number | null;
  readonly target: number | null;
  readonly observed: number;
  readonly observedOn: string;
  /** Observed less aimed at; missing in evidence that was recorded before it was shown, or where no target is known. */
  readonly difference?: number;
  readonly source?: ResultSource;
}

/** Where a figure comes from: an event of the register of targets, or whoever typed it in with the name of its source. */
export type ResultSource = NonNullable<EvaluationStated['results'][number]['source']>;

export type Verdict = 'KEEP' | 'CHANGE' | 'DROP';
export type RecommendationReason =
  | 'not-held'
  | 'evidence-outstanding'
  | 'no-effect-evidence'
  | 'reaction-low'
  | 'gain-low'
  | 'applied-low'
  | 'indicator-not-moved'
  | 'indicator-moved'
  | 'applied';

export interface Recommendation {
  readonly verdict: Verdict | 'UNDECIDED';
  readonly reasons: readonly RecommendationReason[];
}

const WHOLE = 10_000;

/**
 * What the evidence speaks for. Training with no effect on the performance of the organisation is not worth keeping: a programme without
 * evidence of behaviour or result is a candidate for stopping once none can come any more, and so is one whose learning nobody applies and
 * whose indicator did not move. It is a proposal; people decide.
 */
export function recommendProgramme(evidence: ProgrammeEvidence, rule: EvaluationRule): Recommendation {
  if (evidence.sessions === 0) return { verdict: 'UNDECIDED', reasons: ['not-held'] };
  const { behaviour, results } = evidence;
  if (behaviour.reviewed === 0 && results.length === 0)
    return behaviour.outstanding > 0
      ? { verdict: 'UNDECIDED', reasons: ['evidence-outstanding'] }
      : { verdict: 'DROP', reasons: ['no-effect-evidence'] };
  const applied = behaviour.reviewed === 0 ? null : appliedShare(behaviour) >= rule.minApplied;
  const moved = results.length === 0 ? null : results.some(hasMoved);
  if (applied !== true && moved !== true)
    return { verdict: 'DROP', reasons: weaknesses(evidence, rule, applied, moved) };
  const weak = weaknesses(evidence, rule, applied, moved);
  if (weak.length > 0) return { verdict: 'CHANGE', reasons: weak };
  return {
    verdict: 'KEEP',
    reasons: [
      ...(moved === true ? (['indicator-moved'] as const) : []),
      ...(applied === true ? (['applied'] as const) : []),
    ],
  };
}

export function appliedShare({ reviewed, applied }: { reviewed: number; applied: number }): number {
  return reviewed === 0 ? 0 : Math.round((applied / reviewed) * WHOLE);
}

/** An indicator moved when it came nearer to its target than it was; without either, when it is known to have changed at all. */
export function hasMoved({
  baseline,
  target,
  observed,
}: Pick<ResultEvidence, 'baseline' | 'target' | 'observed'>): boolean {
  if (baseline === null) return target !== null && observed >= target;
  if (target === null) return observed !== baseline;
  return Math.abs(target - observed) < Math.abs(target - baseline);
}

function weaknesses(
  { reaction, learning }: ProgrammeEvidence,
  rule: EvaluationRule,
  applied: boolean | null,
  moved: boolean | null,
): RecommendationReason[] {
  return [
    ...(reaction.average !== null && reaction.average < rule.minReaction ? (['reaction-low'] as const) : []),
    ...(learning.gain !== null && learning.gain < rule.minGain ? (['gain-low'] as const) : []),
    ...(applied === false ? (['applied-low'] as const) : []),
    ...(moved === false ? (['indicator-not-moved'] as const) : []),
  ];
}
