import type { KnownTarget, KnownIndicator } from '../targets/known-targets.js';
import { SERVED_TARGET_PROBLEMS, servedTargetProblem } from '../targets/served-target.decision.js';
import type { PlanLine } from './plan.js';

/** Why a line cannot be validated; each has a text. */
export const LINE_PROBLEMS = [
  'plan.target-missing',
  ...SERVED_TARGET_PROBLEMS,
  'evidence.competency-unknown',
  'evidence.level-outside',
] as const;
export type LineProblem = (typeof LINE_PROBLEMS)[number];

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
  const { region, targets } = surroundings;
  const { developmentTargetId, year } = line;
  const target: LineProblem | undefined =
    developmentTargetId === null
      ? 'plan.target-missing'
      : servedTargetProblem(targets.get(developmentTargetId), { region, year });
  const competency = competencyProblem(line, surroundings);
  return [...(target ? [target] : []), ...(competency ? [competency] : [])];
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
