import { AppError, type FieldProblem } from '@betang/platform';
import type { CompetencyAtLevel } from './competency-at-level.js';
import type { KnownDictionary } from './known-dictionary.js';

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

/** Codes that the dictionary does not have; none while it is not known whole. */
export function unknownCodes(codes: readonly string[], { whole, competencies }: KnownDictionary): string[] {
  return whole ? codes.filter((code) => !competencies.has(code)) : [];
}

function problemsOf(
  { code: competency, level, codeField, levelField }: NamedCompetency,
  dictionary: KnownDictionary,
): FieldProblem[] {
  const { version, whole, competencies } = dictionary;
  const replaced = successorOf(competency, dictionary);
  if (replaced !== undefined)
    return [{ field: codeField, code: 'competency.replaced', params: { competency, successor: replaced ?? '-' } }];
  const known = competencies.get(competency);
  if (known === undefined)
    return whole ? [{ field: codeField, code: 'competency.unknown', params: { competency, version } }] : [];
  const { minLevel, maxLevel } = known;
  if (level === null || (level >= minLevel && level <= maxLevel)) return [];
  return [{ field: levelField, code: 'competency.level', params: { competency, minLevel, maxLevel } }];
}

/** The codes that took the place of this one; null: none did; undefined: it holds still, or was never known. */
function successorOf(code: string, { steps, competencies, whole }: KnownDictionary): string | null | undefined {
  if (whole && competencies.has(code)) return undefined;
  let present: readonly string[] = [code];
  for (const successions of steps) {
    present = present.flatMap((each) => {
      const step = successions.find(({ fromCode }) => fromCode === each);
      return step ? [step, ...(step.also ?? [])].flatMap(({ toCode }) => toCode ?? []) : [each];
    });
  }
  const codes = [...new Set(present)];
  if (codes.length === 0) return null;
  return codes.length === 1 && codes[0] === code ? undefined : codes.join(', ');
}
