import type { PeriodPart } from '@betang/contracts';

const LAST_MONTH: Readonly<Record<PeriodPart, number>> = { Q1: 3, H1: 6, Q2: 6, Q3: 9, Q4: 12, H2: 12, YEAR: 12 };

const FIRST_MONTH: Readonly<Record<PeriodPart, number>> = { Q1: 1, H1: 1, YEAR: 1, Q2: 4, Q3: 7, H2: 7, Q4: 10 };

/** The first day (`YYYY-MM-DD`) of a part of a year. */
export function beginOfPeriod(year: number, part: PeriodPart): string {
  return `${year}-${String(FIRST_MONTH[part]).padStart(2, '0')}-01`;
}

/** The month (1 to 12) up to whose end a report of a part of the year counts: the duty is one of the whole year, so hours add up from January. */
export function lastMonthOf(part: PeriodPart): number {
  return LAST_MONTH[part];
}
