import type { CompetencyCodesSucceeded } from '@betang/contracts';
import type { RequiredCompetency } from '../readiness/plan-facts.js';

export type CodeStep = CompetencyCodesSucceeded['successions'][number];

/**
 * What a role or a service asks for, in the codes of the next dictionary: a code without a successor is asked for no longer, two that become one
 * ask for the higher level, a level that is none any more is not asked for. Undefined where nothing changes.
 */
export function succeedRequired(
  required: readonly RequiredCompetency[],
  steps: ReadonlyMap<string, CodeStep>,
): RequiredCompetency[] | undefined {
  if (!required.some(({ competencyCode }) => steps.has(competencyCode))) return undefined;
  const levels = new Map<string, number>();
  for (const { competencyCode, level } of required) {
    const step = steps.get(competencyCode);
    const code = step ? step.toCode : competencyCode;
    const now = step ? (step.levels[level] ?? level) : level;
    if (code !== null && now > 0) levels.set(code, Math.max(levels.get(code) ?? 0, now));
  }
  return [...levels].map(([competencyCode, level]) => ({ competencyCode, level }));
}

/** Codes that are asked for no longer, because nothing took their place or their level is none any more. */
export function lostCodes(required: readonly RequiredCompetency[], steps: ReadonlyMap<string, CodeStep>): string[] {
  return required.flatMap(({ competencyCode, level }) => {
    const step = steps.get(competencyCode);
    return step && (step.toCode === null || (step.levels[level] ?? level) < 1) ? [competencyCode] : [];
  });
}
