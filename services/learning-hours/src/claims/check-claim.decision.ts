import { CalendarDate, checkAmount, type AmountBounds } from '@betang/asn';
import type { FieldProblem } from '@betang/platform';
import type { RuleBook } from '../conversion/rule-book.js';
import type { Claim, ClaimDetails } from './claim.js';

export interface ClaimTerms {
  readonly today: string;
  /** So many days after the end of a year its trainings can be claimed. */
  readonly lateDays: number;
  /** Year of the training for which it was submitted in time before: what takes long afterwards is not the person's delay. */
  readonly submittedFor?: string;
  readonly bounds: AmountBounds;
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
  if (!rules.find(pathCode, completedOn)) problems.push({ field: 'pathCode', code: 'claim.path-unknown' });
  return [...problems, ...checkClaimedAmount(details, rules, terms.bounds)];
}

/** Whether so much can have been learned in the days of a claim, which are asked when it is accepted too: only then does it count. */
export function checkClaimedAmount(details: ClaimDetails, rules: RuleBook, bounds: AmountBounds): FieldProblem[] {
  const rule = rules.find(details.pathCode, details.completedOn);
  const problem = rule && checkAmount({ ...details, unit: rule.unit }, bounds);
  return problem ? [{ field: 'quantityHundredths', code: `claim.${problem.code}`, params: problem.params }] : [];
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

function yearOf(day: string): string {
  return day.slice(0, 4);
}
