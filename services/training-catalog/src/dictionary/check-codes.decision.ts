import { findCompetencyProblem, type KnownDictionary } from '@betang/contracts';
import { AppError, type FieldProblem } from '@betang/platform';
import type { CompetencyAtLevel } from './competency-at-level.js';

/** A competency that a field of a request names. */
export interface NamedCompetency extends CompetencyAtLevel {
  /** Field of the code, and of the level. */
  readonly codeField: string;
  readonly levelField: string;
}

/** Competencies as a list field holds them: `competencies[0].code`. */
export function namedIn(field: string, competencies: readonly CompetencyAtLevel[]): NamedCompetency[] {
  return competencies.map(({ code, level }, index) => ({
    ...{ code, level, codeField: `${field}[${index}].code`, levelField: `${field}[${index}].level` },
  }));
}

/**
 * Throws `competency-unknown` (422), naming every field whose code or level is not in the dictionary (kamus kompetensi) and what to do about it. While a
 * version holds of which only the changes are known, codes that it may have added are let through.
 */
export function assertCompetencies(named: readonly NamedCompetency[], dictionary: KnownDictionary): void {
  const errors = named.flatMap((each) => problemsOf(each, dictionary));
  if (errors.length > 0)
    throw new AppError('competency-unknown', { status: 422, errors, params: { version: dictionary.version } });
}

function problemsOf(
  { code, level, codeField, levelField }: NamedCompetency,
  dictionary: KnownDictionary,
): FieldProblem[] {
  const problem = findCompetencyProblem({ code, level }, dictionary);
  if (!problem) return [];
  return [{ field: problem.of === 'code' ? codeField : levelField, code: problem.code, params: problem.params }];
}
