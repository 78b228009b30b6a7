import type {
  CodeStep,
  CurrentCode,
  DictionaryCompetency,
  SplitPart,
  Succession,
  SuccessionProblem,
} from './dictionary.js';

const SAME_LEVELS = [0, 1, 2, 3, 4, 5];

/** What evidence recorded under a code shows beside the code that it counts for. */
export interface SplitCode {
  readonly recordedCode: string;
  readonly toCode: string;
  readonly levels: readonly number[];
}

/** What is wrong with the parts that a code is split into: unknown, named twice, without a first one, or with levels that are none. */
export function splitProblems(
  { fromCode, toCode, also = [] }: Succession,
  field: string,
  present: ReadonlySet<string>,
): SuccessionProblem[] {
  return also.flatMap((part, index): SuccessionProblem[] => {
    const at = `${field}.also[${index}]`;
    const twice = part.toCode === toCode || also.findIndex((other) => other.toCode === part.toCode) < index;
    if (twice) return [{ field: at, code: 'dictionary.code-twice' }];
    if (toCode === null || part.toCode === fromCode || !present.has(part.toCode))
      return [{ field: at, code: 'dictionary.code-unknown' }];
    return fitting(part) ? [] : [{ field: `${at}.levels`, code: 'dictionary.levels-wrong' }];
  });
}

function fitting({ levels }: SplitPart): boolean {
  return (
    levels === undefined ||
    (levels.length === 6 && levels.every((level) => Number.isInteger(level) && level >= 0 && level <= 5))
  );
}

/** Parts of a split with their levels spelt out, within what each of them can have. */
export function partsOf(
  also: readonly SplitPart[] | undefined,
  present: ReadonlyMap<string, Pick<DictionaryCompetency, 'maxLevel'>>,
): { readonly toCode: string; readonly levels: readonly number[] }[] {
  return (also ?? []).map(({ toCode, levels = SAME_LEVELS }) => {
    const highest = present.get(toCode)?.maxLevel ?? SAME_LEVELS.length - 1;
    return { toCode, levels: levels.map((level) => Math.min(level, highest)) };
  });
}

/** For every code that evidence may carry, what else it shows from this version on; `known` is what codes counted for until now. */
export function splitCodes(
  known: readonly CurrentCode[],
  before: readonly DictionaryCompetency[],
  steps: readonly CodeStep[],
): SplitCode[] {
  const told = new Set(known.map(({ recordedCode }) => recordedCode));
  const itself = before.filter(({ code }) => !told.has(code));
  const rows = [
    ...known,
    ...itself.map(({ code }) => ({ recordedCode: code, currentCode: code, levels: SAME_LEVELS })),
  ];
  const byCode = new Map(steps.map((step) => [step.fromCode, step]));
  return rows.flatMap(({ recordedCode, currentCode, levels }): SplitCode[] =>
    (currentCode === null ? [] : (byCode.get(currentCode)?.also ?? [])).map((part) => ({
      recordedCode,
      toCode: part.toCode,
      levels: levels.map((level) => part.levels[level] ?? level),
    })),
  );
}

/**
 * Steps as those take them who ask for one thing: which of the parts a line, a need or an activity means, nobody but its planner knows, so it is asked
 * about. A code that stays and gives a part of itself away goes on meaning itself.
 */
export function leaveSplitOpen(steps: readonly CodeStep[]): CodeStep[] {
  return steps.flatMap(({ also, ...step }) => {
    if (also === undefined) return [step];
    return step.toCode === step.fromCode ? [] : [{ ...step, toCode: null }];
  });
}

/** Steps as those take them who may ask for several things: one step for each part beside the first. */
export function partSteps(steps: readonly CodeStep[]): CodeStep[] {
  return steps.flatMap(({ fromCode, also = [] }) => also.map((part) => ({ fromCode, ...part })));
}
