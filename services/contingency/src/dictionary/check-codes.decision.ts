import { AppError, type FieldProblem } from '@betang/platform';
import type { RequiredCompetency } from './required-competency.js';
import type { KnownDictionary } from './known-dictionary.js';
import { succeedRequired } from './required-codes.decision.js';

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

/** Codes of a list that the dictionary does not have; none while it is not known whole. */
export function unknownCodes(required: readonly RequiredCompetency[], dictionary: KnownDictionary): string[] {
  if (!dictionary.whole) return [];
  const codes = required.map(({ competencyCode }) => competencyCode);
  return [...new Set(codes)].filter((code) => !dictionary.competencies.has(code));
}

/** What was written by codes of older versions, in the codes that hold now; codes that nobody told of stay as they are. */
export function inPresentCodes(
  required: readonly RequiredCompetency[],
  { steps, competencies }: KnownDictionary,
): readonly RequiredCompetency[] {
  return steps.reduce<readonly RequiredCompetency[]>((asked, successions) => {
    const older = successions.filter(({ fromCode }) => !competencies.has(fromCode));
    return succeedRequired(asked, new Map(older.map((step) => [step.fromCode, step]))) ?? asked;
  }, required);
}

function problemsOf(
  { competencyCode, level, codeField, levelField }: AskedCompetency,
  dictionary: KnownDictionary,
): FieldProblem[] {
  const { version, whole, competencies } = dictionary;
  const replaced = successorOf(competencyCode, dictionary);
  if (replaced !== undefined)
    return [
      {
        field: codeField,
        code: 'competency.replaced',
        params: { competency: competencyCode, successor: replaced ?? '-' },
      },
    ];
  const known = competencies.get(competencyCode);
  if (known === undefined)
    return whole
      ? [{ field: codeField, code: 'competency.unknown', params: { competency: competencyCode, version } }]
      : [];
  const { minLevel, maxLevel } = known;
  if (level >= minLevel && level <= maxLevel) return [];
  return [{ field: levelField, code: 'competency.level', params: { competency: competencyCode, minLevel, maxLevel } }];
}

/** The code that took the place of this one; null: none did; undefined: it holds still, or was never known. */
function successorOf(code: string, dictionary: KnownDictionary): string | null | undefined {
  const { steps, competencies, whole } = dictionary;
  if (whole && competencies.has(code)) return undefined;
  let present: string | null = code;
  for (const successions of steps) {
    const step = successions.find(({ fromCode }) => fromCode === present);
    if (step) present = step.toCode;
    if (present === null) return null;
  }
  return present === code ? undefined : present;
}

/** Fields of one list: `roles[1].competencies[0]…` and `roles[1].competencies[2]…`. */
function sameList(a: string, b: string): boolean {
  const list = (field: string) => field.slice(0, field.lastIndexOf('['));
  return list(a) === list(b);
}
