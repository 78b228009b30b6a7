import { findCompetencyProblem, type KnownDictionary } from '@betang/contracts';
import { AppError, type FieldProblem } from '@betang/platform';
import type { RequiredCompetency } from './required-competency.js';

/** A competency that a field of a request asks for. */
export interface AskedCompetency extends RequiredCompetency {
  /** Field of the code, and of the level. */
  readonly codeField: string;
  readonly levelField: string;
}

/**
 * Throws `competency-unknown` (422), naming every field whose code or level is not in the dictionary (kamus kompetensi) and what to do about it. While a
 * version holds of which only the changes are known, codes that it may have added are let through: readiness tells of them once it is known whole.
 */
export function assertCompetencies(asked: readonly AskedCompetency[], dictionary: KnownDictionary): void {
  const errors = asked.flatMap((each, index) => [
    ...problemsOf(each, dictionary),
    ...(asked.findIndex(
      ({ competencyCode, codeField }) => sameList(codeField, each.codeField) && competencyCode === each.competencyCode,
    ) < index
      ? [{ field: each.codeField, code: 'competency.twice' }]
      : []),
  ]);
  if (errors.length > 0)
    throw new AppError('competency-unknown', { status: 422, errors, params: { version: dictionary.version } });
}

/** Competencies as a list field holds them: `competencies[0].competencyCode`. */
export function askedIn(field: string, required: readonly RequiredCompetency[]): AskedCompetency[] {
  return required.map(({ competencyCode, level }, index) => ({
    competencyCode,
    level,
    codeField: `${field}[${index}].competencyCode`,
    levelField: `${field}[${index}].level`,
  }));
}

function problemsOf(
  { competencyCode: code, level, codeField, levelField }: AskedCompetency,
  dictionary: KnownDictionary,
): FieldProblem[] {
  const problem = findCompetencyProblem({ code, level }, dictionary);
  if (!problem) return [];
  return [{ field: problem.of === 'code' ? codeField : levelField, code: problem.code, params: problem.params }];
}

/** Fields of one list: `roles[1].competencies[0]…` and `roles[1].competencies[2]…`. */
function sameList(a: string, b: string): boolean {
  const list = (field: string) => field.slice(0, field.lastIndexOf('['));
  return list(a) === list(b);
}
