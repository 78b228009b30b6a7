import type { DictionaryCompetency } from '../dictionary/dictionary.js';
import type { MethodRule } from '../rules/dated-rule.js';

export interface ResultProblem {
  readonly field: string;
  readonly code:
    | 'evidence.competency-unknown'
    | 'evidence.level-outside'
    | 'evidence.in-future'
    | 'evidence.expired'
    | 'evidence.twice'
    | 'evidence.empty'
    | 'evidence.recorded-before';
}

export interface AssessedResult {
  readonly code: string;
  /** 0: assessed, and not shown. */
  readonly level: number;
}

/** What is wrong with the results of an assessment, all of it. */
export function resultProblems(
  results: readonly AssessedResult[],
  observedOn: string,
  validUntil: string | null,
  competencies: ReadonlyMap<string, DictionaryCompetency>,
  today: string,
): ResultProblem[] {
  const problems: ResultProblem[] = [];
  if (results.length === 0) problems.push({ field: 'results', code: 'evidence.empty' });
  if (observedOn > today) problems.push({ field: 'observedOn', code: 'evidence.in-future' });
  if (validUntil !== null && validUntil < observedOn) problems.push({ field: 'validUntil', code: 'evidence.expired' });
  results.forEach(({ code, level }, index) => {
    const competency = competencies.get(code);
    const field = `results[${index}]`;
    if (results.findIndex((other) => other.code === code) < index)
      problems.push({ field: `${field}.code`, code: 'evidence.twice' });
    if (!competency) problems.push({ field: `${field}.code`, code: 'evidence.competency-unknown' });
    else if (!Number.isInteger(level) || level < 0 || level > competency.maxLevel)
      problems.push({ field: `${field}.level`, code: 'evidence.level-outside' });
  });
  return problems;
}

/**
 * Results of an assessment that stand on record already, whoever sent them and by which way: what a method showed of a person on a day is one result of a
 * competency, as in files. What was revoked stands no more.
 */
export function repeatedResults(
  {
    employeeId,
    observedOn,
    results,
  }: Pick<RecordedResult, 'employeeId' | 'observedOn'> & {
    readonly results: readonly AssessedResult[];
  },
  recorded: readonly RecordedResult[],
): ResultProblem[] {
  const standing = recorded.filter(
    (row) => !row.revoked && row.employeeId === employeeId && row.observedOn === observedOn,
  );
  return results.flatMap(({ code, level }, index): ResultProblem[] => {
    const repeated = standing.some((row) => row.code === code && row.level === level);
    return repeated ? [{ field: `results[${index}]`, code: 'evidence.recorded-before' }] : [];
  });
}

/** Last day that a result holds: the same day so many months later, the month's last where it has no such day. Null: without end. */
export function validUntilOf(observedOn: string, { months }: Pick<MethodRule, 'months'>): string | null {
  if (months === null) return null;
  const [year, month, day] = observedOn.split('-').map(Number) as [number, number, number];
  const lastOfMonth = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  const end = new Date(Date.UTC(year, month - 1 + months, Math.min(day, lastOfMonth)));
  return end.toISOString().slice(0, 10);
}

/** A result as it stands, or stood, on record. */
export interface RecordedResult {
  readonly employeeId: string;
  readonly code: string;
  readonly observedOn: string;
  readonly level: number;
  readonly revoked: boolean;
}

type Result = Omit<RecordedResult, 'revoked'>;

/** Why a result cannot be taken in, by its competency. */
export interface Contradiction {
  readonly code: string;
  readonly problem: 'row.other-result' | 'row.revoked-before';
}

/**
 * Why results of a file cannot be taken in though each is in order, by competency: the same method showed another level on the same day, on record or
 * further up in the file; or it was this very result that was revoked. Evidence is never overwritten: an officer has to say which one holds.
 */
export function contradictions(results: readonly Result[], recorded: readonly RecordedResult[]): Contradiction[] {
  return results.flatMap(({ employeeId, code, observedOn, level }): Contradiction[] => {
    const same = recorded.filter(
      (row) => row.employeeId === employeeId && row.code === code && row.observedOn === observedOn,
    );
    if (same.some((row) => !row.revoked && row.level !== level)) return [{ code, problem: 'row.other-result' }];
    const stands = same.some((row) => !row.revoked);
    return !stands && same.some((row) => row.level === level) ? [{ code, problem: 'row.revoked-before' }] : [];
  });
}
