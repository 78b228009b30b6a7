import type { DictionaryCompetency, Succession } from '../dictionary/dictionary.js';
import type { JobStandard, RequiredLevels } from './job-standard.js';

export interface LevelProblem {
  readonly field: string;
  readonly code: 'standard.competency-unknown' | 'standard.level-outside' | 'standard.empty';
}

/** What is wrong with required levels: codes that the dictionary lacks, levels that a competency does not have. */
export function levelProblems(levels: RequiredLevels, dictionary: readonly DictionaryCompetency[]): LevelProblem[] {
  const known = new Map(dictionary.map((competency) => [competency.code, competency]));
  if (Object.keys(levels).length === 0) return [{ field: 'levels', code: 'standard.empty' }];
  return Object.entries(levels).flatMap(([code, level]): LevelProblem[] => {
    const competency = known.get(code);
    if (!competency) return [{ field: `levels.${code}`, code: 'standard.competency-unknown' }];
    const inside = Number.isInteger(level) && level >= competency.minLevel && level <= competency.maxLevel;
    return inside ? [] : [{ field: `levels.${code}`, code: 'standard.level-outside' }];
  });
}

/**
 * A standard in the codes of another dictionary. Two codes that become one ask for the higher level; one that is split asks for every part; a code without a successor is asked for
 * no longer; levels stay within what the new competency has. Undefined where nothing changes, so that no empty version is made.
 */
export function migrateStandard(
  standard: JobStandard,
  dictionary: readonly DictionaryCompetency[],
  successions: readonly Succession[],
  dictionaryVersion: number,
): JobStandard | undefined {
  const known = new Map(dictionary.map((competency) => [competency.code, competency]));
  const steps = new Map<string, Omit<Succession, 'fromCode'>>(successions.map((step) => [step.fromCode, step]));
  const levels: Record<string, number> = {};
  for (const [code, level] of Object.entries(standard.levels)) {
    const step = steps.get(code) ?? { toCode: code };
    for (const [index, part] of [step, ...(step.also ?? [])].entries()) {
      const competency = part.toCode === null ? undefined : known.get(part.toCode);
      const mapped = part.levels?.[level] ?? level;
      if (!competency || (index > 0 && mapped === 0)) continue;
      const fitting = Math.min(competency.maxLevel, Math.max(competency.minLevel, mapped));
      levels[competency.code] = Math.max(levels[competency.code] ?? 0, fitting);
    }
  }
  if (sameLevels(levels, standard.levels)) return undefined;
  return { ...standard, version: standard.version + 1, levels, dictionaryVersion, origin: 'MIGRATION' };
}

export function sameLevels(a: RequiredLevels, b: RequiredLevels): boolean {
  const codes = Object.keys(a);
  return codes.length === Object.keys(b).length && codes.every((code) => a[code] === b[code]);
}
