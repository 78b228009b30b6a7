import type { CodeStep, KnownDictionary } from './known-dictionary.js';

/** A competency and the level, 1 to 5, that is asked for or led to; null where none is named. */
export interface CompetencyAtLevel<L extends number | null = number | null> {
  readonly code: string;
  readonly level: L;
}

type Steps = ReadonlyMap<string, CodeStep>;

/**
 * What was said of competencies, in the codes of the next dictionary (kamus kompetensi): a code without a successor is gone, two that become one are one at the higher level,
 * one that was split is every part, a level that is none any more is gone, and a competency without a level stays without. Undefined where nothing changes.
 */
export function succeedCompetencies<L extends number | null>(
  named: readonly CompetencyAtLevel<L>[],
  steps: Steps,
): CompetencyAtLevel<L>[] | undefined {
  if (!named.some(({ code }) => steps.has(code))) return undefined;
  const levels = new Map<string, L>();
  for (const { code, level } of named) {
    for (const part of partsOf(code, steps.get(code))) {
      const now = levelNow(level, part.levels);
      if (part.toCode !== null && now !== 0) levels.set(part.toCode, higher(levels.get(part.toCode), now));
    }
  }
  return [...levels].map(([code, level]) => ({ code, level }));
}

/** Codes of which nothing is left: nothing took their place, or their level is none now. */
export function lostCompetencies(named: readonly CompetencyAtLevel[], steps: Steps): string[] {
  return named.filter((each) => succeedCompetencies([each], steps)?.length === 0).map(({ code }) => code);
}

/** What was written by codes of older versions, in the codes that hold now; codes that nobody told of stay as they are. */
export function inPresentCodes<L extends number | null>(
  named: readonly CompetencyAtLevel<L>[],
  { steps, competencies }: Pick<KnownDictionary, 'steps' | 'competencies'>,
): readonly CompetencyAtLevel<L>[] {
  return steps.reduce((codes, successions) => {
    const older = successions.filter(({ fromCode }) => !competencies.has(fromCode));
    return succeedCompetencies(codes, new Map(older.map((step) => [step.fromCode, step]))) ?? codes;
  }, named);
}

/**
 * The codes that took the place of this one, over all versions; none: nothing did. Undefined: it holds still, also where it gave a part of itself away, or
 * was never known.
 */
export function findSuccessors(code: string, { steps, competencies, whole }: KnownDictionary): string[] | undefined {
  if (whole && competencies.has(code)) return undefined;
  let present = [code];
  for (const successions of steps) {
    const byCode = new Map(successions.map((step) => [step.fromCode, step]));
    present = present.flatMap((each) => partsOf(each, byCode.get(each)).flatMap(({ toCode }) => toCode ?? []));
  }
  return present.includes(code) ? undefined : [...new Set(present)];
}

/** All that a code is from now on; one that no step names is itself. */
function partsOf(
  code: string,
  step: CodeStep | undefined,
): readonly { readonly toCode: string | null; readonly levels?: readonly number[] }[] {
  return step === undefined ? [{ toCode: code }] : [step, ...(step.also ?? [])];
}

function levelNow<L extends number | null>(level: L, levels: readonly number[] | undefined): L {
  // A level stays a level, and none stays none: the type of what comes in is that of what goes out.
  return level === null ? level : ((levels?.[level] ?? level) as L);
}

function higher<L extends number | null>(before: L | undefined, now: L): L {
  if (before === undefined || before === null) return now;
  return now === null || before > now ? before : now;
}
