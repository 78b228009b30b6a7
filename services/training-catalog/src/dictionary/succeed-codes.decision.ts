import type { CompetencyAtLevel } from './competency-at-level.js';
import type { CodeStep, KnownDictionary } from './known-dictionary.js';

type Steps = ReadonlyMap<string, CodeStep>;

/**
 * What a programme leads to, in the codes of the next dictionary (kamus kompetensi): a code without a successor is gone, two that become one lead to
 * the higher level, one that was split leads to every part, a level that is none any more is gone, and a competency without a level stays without.
 * Undefined where nothing changes.
 */
export function succeedCodes(named: readonly CompetencyAtLevel[], steps: Steps): CompetencyAtLevel[] | undefined {
  if (!named.some(({ code }) => steps.has(code))) return undefined;
  const levels = new Map<string, number | null>();
  for (const { code, level } of named) {
    for (const part of partsOf(code, steps.get(code))) {
      const now = level === null ? null : (part.levels?.[level] ?? level);
      if (part.toCode !== null && now !== 0) levels.set(part.toCode, higher(levels.get(part.toCode), now));
    }
  }
  return [...levels].map(([code, level]) => ({ code, level }));
}

/** Codes that lead to nothing any more: nothing took their place, or their level is none now. */
export function lostCodes(named: readonly CompetencyAtLevel[], steps: Steps): string[] {
  return named
    .filter((each) => steps.has(each.code) && succeedCodes([each], steps)?.length === 0)
    .map(({ code }) => code);
}

/** What was written by codes of older versions, in the codes that hold now; codes that nobody told of stay as they are. */
export function inPresentCodes(
  named: readonly CompetencyAtLevel[],
  { steps, competencies }: KnownDictionary,
): readonly CompetencyAtLevel[] {
  return steps.reduce<readonly CompetencyAtLevel[]>((codes, successions) => {
    const older = successions.filter(({ fromCode }) => !competencies.has(fromCode));
    return succeedCodes(codes, new Map(older.map((step) => [step.fromCode, step]))) ?? codes;
  }, named);
}

/** All that a code is from now on; one that no step names is itself. */
function partsOf(
  code: string,
  step: CodeStep | undefined,
): readonly { readonly toCode: string | null; readonly levels?: readonly number[] }[] {
  return step === undefined ? [{ toCode: code }] : [step, ...(step.also ?? [])];
}

function higher(before: number | null | undefined, now: number | null): number | null {
  if (before === undefined || before === null) return now;
  return now === null ? before : Math.max(before, now);
}
