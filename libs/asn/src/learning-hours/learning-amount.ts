import { CalendarDate } from '../calendar/calendar-date.js';
import type { AmountBounds } from './amount-bounds.js';

/** What learning is counted in; `PROGRAM_JP`: the programme states its own learning hours. */
export const LEARNING_UNITS = ['PROGRAM_JP', 'DAY', 'SESSION', 'ACTIVITY', 'SEMESTER'] as const;
export type LearningUnit = (typeof LEARNING_UNITS)[number];

/** How much one record says that somebody learned, in hundredths of its unit, and from which day to which. */
export interface LearningAmount {
  readonly unit: LearningUnit;
  readonly quantityHundredths: number;
  readonly startedOn: string;
  readonly completedOn: string;
}

export const amountProblemCodes = [
  'more-days-than-it-took',
  'hours-too-many',
  'sessions-too-many',
  'semesters-too-many',
  'amount-too-large',
] as const;
export type AmountProblemCode = (typeof amountProblemCodes)[number];

/** Why an amount cannot be; `most` is what could be, in whole units. */
export interface AmountProblem {
  readonly code: AmountProblemCode;
  readonly params: Readonly<Record<'most' | 'perDay' | 'perSemester', number>>;
}

const BEYOND_DAYS: Readonly<Record<LearningUnit, AmountProblemCode>> = {
  PROGRAM_JP: 'hours-too-many',
  DAY: 'more-days-than-it-took',
  SESSION: 'sessions-too-many',
  ACTIVITY: 'sessions-too-many',
  SEMESTER: 'semesters-too-many',
};

/**
 * Whether so much can have been learned from the first day to the last, both counted: the one decision of every door by which hours come in.
 * One session, activity or semester is possible on any day, for records often name only the day of the certificate. It is for new records:
 * what stands already, and what other regions tell, is never asked.
 */
export function checkAmount(amount: LearningAmount, bounds: AmountBounds): AmountProblem | undefined {
  const { unit, quantityHundredths } = amount;
  const perDay = unit === 'PROGRAM_JP' ? bounds.mostHoursADay : unit === 'DAY' ? 1 : bounds.mostSessionsADay;
  const params = { perDay, perSemester: bounds.semesterDays };
  const inDays = mostInDays(unit, daysOf(amount), bounds);
  if (quantityHundredths > inDays * 100) return { code: BEYOND_DAYS[unit], params: { ...params, most: inDays } };
  const most = mostInARecord(unit, bounds);
  return quantityHundredths > most * 100 ? { code: 'amount-too-large', params: { ...params, most } } : undefined;
}

function mostInDays(unit: LearningUnit, days: number, bounds: AmountBounds): number {
  if (unit === 'PROGRAM_JP') return days * bounds.mostHoursADay;
  if (unit === 'DAY') return days;
  if (unit === 'SEMESTER') return Math.max(1, Math.floor(days / bounds.semesterDays));
  return days * bounds.mostSessionsADay;
}

function mostInARecord(unit: LearningUnit, bounds: AmountBounds): number {
  if (unit === 'PROGRAM_JP') return bounds.mostHoursARecord;
  return unit === 'SEMESTER' ? bounds.mostSemestersARecord : bounds.mostDaysARecord;
}

/** Days in the wrong order are for another check to name: here they count as one. */
function daysOf({ startedOn, completedOn }: LearningAmount): number {
  return Math.max(1, CalendarDate.parse(startedOn).daysUntil(CalendarDate.parse(completedOn)) + 1);
}
