import { CalendarDate } from '@betang/asn';
import type { FieldProblem } from '@betang/platform';
import type { RuleBook } from '../conversion/rule-book.js';
import type { Claim, ClaimDetails } from './claim.js';

export interface ClaimTerms {
  readonly today: string;
  /** So many days after the end of a year its trainings can be claimed. */
  readonly lateDays: number;
  /** Year of the training for which it was submitted in time before: what takes long afterwards is not the person's delay. */
  readonly submittedFor?: string;
}

/** Longer ones are slips of the pen. */
const LONGEST_DAYS = 5 * 366;

/** What is wrong with a claim, all of it at once. */
export function checkClaim(details: ClaimDetails, rules: RuleBook, terms: ClaimTerms): FieldProblem[] {
  const { pathCode, startedOn, completedOn } = details;
  const problems: FieldProblem[] = [];
  if (completedOn < startedOn) problems.push({ field: 'completedOn', code: 'claim.ends-before-start' });
  else if (CalendarDate.parse(startedOn).daysUntil(CalendarDate.parse(completedOn)) > LONGEST_DAYS)
    problems.push({ field: 'startedOn', code: 'claim.too-long' });
  if (completedOn > terms.today) problems.push({ field: 'completedOn', code: 'claim.in-future' });
  else if (yearOf(completedOn) !== terms.submittedFor && terms.today > lastDayToClaim(completedOn, terms.lateDays))
    problems.push({ field: 'completedOn', code: 'claim.too-late', params: { days: terms.lateDays } });
  const rule = rules.find(pathCode, completedOn);
  if (!rule) problems.push({ field: 'pathCode', code: 'claim.path-unknown' });
  else if (rule.unit === 'DAY' && details.quantityHundredths > daysOf(details) * 100)
    problems.push({ field: 'quantityHundredths', code: 'claim.more-days-than-it-took' });
  return problems;
}

/** The last day on which trainings of the year of `completedOn` can be claimed. */
function lastDayToClaim(completedOn: string, lateDays: number): string {
  return CalendarDate.parse(`${completedOn.slice(0, 4)}-12-31`).plusDays(lateDays).iso;
}

/** What is known of a claim's being in time: once submitted, it stays so for the year of its training. */
export function submittedFor({ submittedAt, completedOn }: Pick<Claim, 'submittedAt' | 'completedOn'>): {
  readonly submittedFor?: string;
} {
  return submittedAt === null ? {} : { submittedFor: yearOf(completedOn) };
}

/** So many working days (Monday to Friday) after a day; public holidays are not known. */
export function workingDaysAfter(day: string, days: number): string {
  let date = CalendarDate.parse(day);
  for (let left = days; left > 0;) {
    date = date.plusDays(1);
    const weekday = new Date(`${date.iso}T00:00:00Z`).getUTCDay();
    if (weekday !== 0 && weekday !== 6) left -= 1;
  }
  return date.iso;
}

function daysOf({ startedOn, completedOn }: ClaimDetails): number {
  return completedOn < startedOn ? 1 : CalendarDate.parse(startedOn).daysUntil(CalendarDate.parse(completedOn)) + 1;
}

function yearOf(day: string): string {
  return day.slice(0, 4);
}
