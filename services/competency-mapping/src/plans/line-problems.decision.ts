import type { KnownTarget, KnownIndicator } from '../targets/known-targets.js';
import type { PlanLine } from './plan.js';

/** Why a line cannot be validated; each has a text. */
export const LINE_PROBLEMS = [
  'plan.target-missing',
  'plan.target-unknown',
  'plan.target-withdrawn',
  'plan.target-not-served',
  'plan.target-outside-period',
  'evidence.competency-unknown',
  'evidence.level-outside',
] as const;
export type LineProblem = (typeof LINE_PROBLEMS)[number];

/** Visions and missions are too wide for a training to be measured by them; a programme serves the same kinds. */
const SERVED: readonly string[] = ['GOAL', 'TARGET', 'INDICATOR'];

/** What of the plan's surroundings its lines are checked against. */
export interface LineSurroundings {
  /** The region, `62.03`. */
  readonly region: string;
  readonly targets: ReadonlyMap<string, KnownTarget>;
  readonly competencies: ReadonlyMap<string, { readonly maxLevel: number }>;
}

type CheckedLine = Pick<PlanLine, 'developmentTargetId' | 'competencyCode' | 'level' | 'year'>;

/**
 * What keeps a line from being validated: every training serves a goal, target or indicator of the region's own plan or its province's, in
 * force in the line's year, and its competency is in the dictionary of the day. A target or a code may go while the plan is drawn up.
 */
export function lineProblems(line: CheckedLine, surroundings: LineSurroundings): LineProblem[] {
  const target = targetProblem(line, surroundings);
  const competency = competencyProblem(line, surroundings);
  return [...(target ? [target] : []), ...(competency ? [competency] : [])];
}

export function targetProblem(
  { developmentTargetId, year }: CheckedLine,
  { region, targets }: LineSurroundings,
): LineProblem | undefined {
  if (developmentTargetId === null) return 'plan.target-missing';
  const target = targets.get(developmentTargetId);
  if (!target) return 'plan.target-unknown';
  if (target.withdrawn) return 'plan.target-withdrawn';
  const near = target.region === null || target.region === region || target.region === region.slice(0, 2);
  if (!near || !SERVED.includes(target.kind)) return 'plan.target-not-served';
  return coversYear(target, year) ? undefined : 'plan.target-outside-period';
}

/** Whether a target's planning period (RPJMD) reaches into a year. */
export function coversYear({ validFrom, validTo }: Pick<KnownTarget, 'validFrom' | 'validTo'>, year: number): boolean {
  return Number(validFrom.slice(0, 4)) <= year && year <= Number(validTo.slice(0, 4));
}

function competencyProblem(
  { competencyCode, level }: CheckedLine,
  { competencies }: LineSurroundings,
): LineProblem | undefined {
  const competency = competencies.get(competencyCode);
  if (!competency) return 'evidence.competency-unknown';
  return level > competency.maxLevel ? 'evidence.level-outside' : undefined;
}

/** An indicator with what is aimed at and reached in one year; null where the plan says nothing of it. */
export interface IndicatorOfYear {
  readonly code: string;
  readonly title: string;
  readonly unit: string | null;
  readonly target: number | null;
  readonly actual: number | null;
}

export function indicatorsOfYear(indicators: readonly KnownIndicator[], year: number): IndicatorOfYear[] {
  return indicators.map(({ code, title, unit, values }) => {
    const value = values.find((row) => row.year === year);
    return { code, title, unit, target: value?.target ?? null, actual: value?.actual ?? null };
  });
}
