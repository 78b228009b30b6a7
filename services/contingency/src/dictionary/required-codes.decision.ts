import type { CompetencyCodesSucceeded } from '@betang/contracts';
import type { RequiredCompetency } from './required-competency.js';

export type CodeStep = CompetencyCodesSucceeded['successions'][number];

/**
 * What a role or a service asks for, in the codes of the next dictionary: a code without a successor is asked for no longer, two that become one
 * ask for the higher level, one that was split asks for every part, a level that is none any more is not asked for. Undefined where nothing changes.
 */
export function succeedRequired(
  required: readonly RequiredCompetency[],
  steps: ReadonlyMap<string, CodeStep>,
): RequiredCompetency[] | undefined {
  if (!required.some(({ competencyCode }) => steps.has(competencyCode))) return undefined;
  const levels = new Map<string, number>();
  for (const { competencyCode, level } of required) {
    for (const part of partsOf(competencyCode, steps.get(competencyCode))) {
      const now = part.levels?.[level] ?? level;
      if (part.toCode !== null && now > 0) levels.set(part.toCode, Math.max(levels.get(part.toCode) ?? 0, now));
    }
  }
  return [...levels].map(([competencyCode, level]) => ({ competencyCode, level }));
}

/** All that a code is from now on; one that no step names is itself. */
function partsOf(
  code: string,
  step: CodeStep | undefined,
): readonly { readonly toCode: string | null; readonly levels?: readonly number[] }[] {
  return step === undefined ? [{ toCode: code }] : [step, ...(step.also ?? [])];
}

/** Codes that are asked for no longer, because nothing took their place or their level is none any more. */
export function lostCodes(required: readonly RequiredCompetency[], steps: ReadonlyMap<string, CodeStep>): string[] {
  return required.flatMap(({ competencyCode, level }) => {
    const step = steps.get(competencyCode);
    const stays = partsOf(competencyCode, step).some(
      ({ toCode, levels }) => toCode !== null && (levels?.[level] ?? level) > 0,
    );
    return stays ? [] : [competencyCode];
  });
}
