import type { PeriodPart } from '@betang/contracts';

const LAST_MONTH: Readonly<Record<PeriodPart, number>> = { Q1: 3, H1: 6, Q2: 6, Q3: 9, Q4: 12, H2: 12, YEAR: 12 };

/** The month (1 to 12) up to whose end a report of a part of the year counts: the duty is one of the whole year, so hours add up from January. */
export function lastMonthOf(part: PeriodPart): number {
  return LAST_MONTH[part];
}
