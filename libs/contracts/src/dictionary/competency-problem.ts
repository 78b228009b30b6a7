import type { KnownDictionary } from './known-dictionary.js';
import { findSuccessors, type CompetencyAtLevel } from './succeed-competencies.js';

/** Why a competency cannot be named as it was: `of` tells what is wrong, `code` and `params` choose the text. */
export interface CompetencyProblem {
  readonly of: 'code' | 'level';
  readonly code: 'competency.replaced' | 'competency.unknown' | 'competency.level';
  readonly params: Readonly<Record<string, string | number>>;
}

/**
 * What is wrong with a code or its level by the dictionary (kamus kompetensi). While a version holds of which only the changes are known, codes that it
 * may have added are let through.
 */
export function findCompetencyProblem(
  { code: competency, level }: CompetencyAtLevel,
  dictionary: KnownDictionary,
): CompetencyProblem | undefined {
  const { version, whole, competencies } = dictionary;
  const successors = findSuccessors(competency, dictionary);
  if (successors !== undefined)
    return { of: 'code', code: 'competency.replaced', params: { competency, successor: successors.join(', ') || '-' } };
  const known = competencies.get(competency);
  if (known === undefined)
    return whole ? { of: 'code', code: 'competency.unknown', params: { competency, version } } : undefined;
  const { minLevel, maxLevel } = known;
  if (level === null || (level >= minLevel && level <= maxLevel)) return undefined;
  return { of: 'level', code: 'competency.level', params: { competency, minLevel, maxLevel } };
}
