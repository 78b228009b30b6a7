import type { CodeStep, CurrentCode, DictionaryCompetency, Succession, SuccessionProblem } from './dictionary.js';
import { partsOf, splitProblems } from './split.decision.js';

const SAME_LEVELS = [0, 1, 2, 3, 4, 5];

/** Every code of the version before must be in the new one, or say what becomes of it: no evidence may be lost in silence. */
export function successionProblems(
  before: readonly DictionaryCompetency[],
  after: readonly DictionaryCompetency[],
  successions: readonly Succession[],
): SuccessionProblem[] {
  const old = new Set(before.map(({ code }) => code));
  const present = new Set(after.map(({ code }) => code));
  const said = new Set(successions.map(({ fromCode }) => fromCode));
  const problems: SuccessionProblem[] = [];
  successions.forEach((succession, index) => {
    const { fromCode, toCode, levels } = succession;
    const field = `successions[${index}]`;
    problems.push(...splitProblems(succession, field, present));
    if (successions.findIndex((other) => other.fromCode === fromCode) < index)
      problems.push({ field, code: 'dictionary.code-twice' });
    if (!old.has(fromCode) || (toCode !== null && !present.has(toCode)))
      problems.push({ field, code: 'dictionary.code-unknown' });
    if (levels && (levels.length !== 6 || levels.some((level) => !Number.isInteger(level) || level < 0 || level > 5)))
      problems.push({ field: `${field}.levels`, code: 'dictionary.levels-wrong' });
    // Evidence says its code alone: under the same one nobody could tell levels of before from levels of now.
    else if (levels && toCode === fromCode)
      problems.push({ field: `${field}.levels`, code: 'dictionary.levels-need-new-code' });
  });
  for (const code of old)
    if (!present.has(code) && !said.has(code))
      problems.push({ field: `successions.${code}`, code: 'dictionary.code-without-successor' });
  return problems;
}

/**
 * What every code that evidence may carry is in the new version: the composition of what it was until now and the new successions. A chain
 * of versions stays one step to read.
 */
export function composeSuccessions(
  known: readonly CurrentCode[],
  before: readonly DictionaryCompetency[],
  after: readonly DictionaryCompetency[],
  successions: readonly Succession[],
): CurrentCode[] {
  const steps = new Map(successions.map((step) => [step.fromCode, step]));
  const present = new Set(after.map(({ code }) => code));
  const current = new Map(known.map((row) => [row.recordedCode, row]));
  for (const { code } of before)
    if (!current.has(code)) current.set(code, { recordedCode: code, currentCode: code, levels: SAME_LEVELS });
  return [...current.values()].map((row) => revived(advance(row, steps), present));
}

/** Nothing took the place of a code that was gone: when it comes back it is itself, and what was shown of it counts again. */
function revived(row: CurrentCode, present: ReadonlySet<string>): CurrentCode {
  if (row.currentCode !== null || !present.has(row.recordedCode)) return row;
  return { ...row, currentCode: row.recordedCode, levels: SAME_LEVELS };
}

/** Codes of the new version that meant something else before: evidence says its code alone, so what is shown of them would count as that. */
export function usedBefore(
  composed: readonly CurrentCode[],
  after: readonly DictionaryCompetency[],
): SuccessionProblem[] {
  const rows = new Map(composed.map((row) => [row.recordedCode, row]));
  return after.flatMap(({ code }): SuccessionProblem[] => {
    const row = rows.get(code);
    const itself = !row || (row.currentCode === code && row.levels.every((level, index) => level === index));
    return itself ? [] : [{ field: `competencies.${code}`, code: 'dictionary.code-used-before' }];
  });
}

function advance(row: CurrentCode, steps: ReadonlyMap<string, Succession>): CurrentCode {
  const step = row.currentCode === null ? undefined : steps.get(row.currentCode);
  if (!step) return row;
  const next = step.levels ?? SAME_LEVELS;
  return {
    recordedCode: row.recordedCode,
    currentCode: step.toCode,
    levels: row.levels.map((level) => next[level] ?? level),
  };
}

/** What became of every code that changed: renamed, gone, or with other levels, also where only its range is another one. */
export function codeSteps(
  before: readonly DictionaryCompetency[],
  after: readonly DictionaryCompetency[],
  successions: readonly Succession[],
): CodeStep[] {
  const said = new Map(successions.map((step) => [step.fromCode, step]));
  const present = new Map(after.map((competency) => [competency.code, competency]));
  return before.flatMap(({ code, maxLevel }): CodeStep[] => {
    const { toCode, levels = SAME_LEVELS, also }: Omit<Succession, 'fromCode'> = said.get(code) ?? { toCode: code };
    const highest = (toCode === null ? undefined : present.get(toCode)?.maxLevel) ?? SAME_LEVELS.length - 1;
    const fitting = levels.map((level) => Math.min(level, highest));
    const parts = partsOf(also, present);
    if (parts.length > 0) return [{ fromCode: code, toCode, levels: fitting, also: parts }];
    const same = toCode === code && fitting.every((level, index) => level === index || index > maxLevel);
    return same ? [] : [{ fromCode: code, toCode, levels: fitting }];
  });
}

/** Steps as three parallel lists for a statement: from, to, and the levels as the text of an array. */
export function stepParameters(steps: readonly CodeStep[]): [string[], (string | null)[], string[]] {
  return [
    steps.map(({ fromCode }) => fromCode),
    steps.map(({ toCode }) => toCode),
    steps.map(({ levels }) => `{${levels.join(',')}}`),
  ];
}

/** A code and level of whatever earlier version as they are now: the code null where nothing takes its place, the level 1 at least. */
export function inCurrentCodes(
  code: string,
  level: number,
  currentCodes: ReadonlyMap<string, CurrentCode>,
): { readonly code: string | null; readonly level: number } {
  const current = currentCodes.get(code);
  if (!current) return { code, level };
  return { code: current.currentCode, level: Math.max(1, current.levels[level] ?? level) };
}
