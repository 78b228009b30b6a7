import { AppError, type FieldProblem } from '@betang/platform';

export const RESULTS = ['MET', 'PARTLY', 'NOT_MET'] as const;
export type ObjectiveResult = (typeof RESULTS)[number];
export const OUTCOMES = ['AS_EXPECTED', 'LATE', 'WRONG', 'NOT_PLAYED'] as const;
export type InjectOutcome = (typeof OUTCOMES)[number];

interface Numbered {
  readonly number: number;
}
export interface ScriptParts {
  readonly objectives: readonly Numbered[];
  readonly injects: readonly Numbered[];
}

/** Objectives and injects that an evaluation leaves out, and those that it rates twice or that the script does not have. */
export function unratedParts(script: ScriptParts, rated: ScriptParts): FieldProblem[] {
  return (['objectives', 'injects'] as const).flatMap((part) => {
    const known = new Set(script[part].map(({ number }) => number));
    const numbers = rated[part].map(({ number }) => number);
    return [
      ...[...known]
        .filter((number) => !numbers.includes(number))
        .map((number) => ({ field: part, code: 'drill.unrated', params: { number } })),
      ...numbers.flatMap((number, index) =>
        known.has(number) && numbers.indexOf(number) === index
          ? []
          : [{ field: `${part}[${index}]`, code: 'drill.not-in-script', params: { number } }],
      ),
    ];
  });
}

const MINUTES_A_DAY = 1_440;

/** Nobody takes part for longer than the drill lasted. Throws `drill-minutes-refused` (422). */
export function assertMinutes(
  drill: { readonly startsOn: string; readonly endsOn: string },
  minutes: readonly number[],
): void {
  const days = (Date.parse(drill.endsOn) - Date.parse(drill.startsOn)) / (MINUTES_A_DAY * 60_000) + 1;
  const most = days * MINUTES_A_DAY;
  if (minutes.some((each) => each > most))
    throw new AppError('drill-minutes-refused', { status: 422, field: 'minutes', params: { most, days } });
}
