import { CalendarDate, EmployeeNumber } from '@betang/asn';

/** What a region takes for possible and for likely, and the day on its calendar. */
export interface DateRules {
  readonly today: string;
  /** Age in years from which on somebody may be appointed. */
  readonly youngestAppointed: number;
  /** Age in years above which nobody is expected to be in service. */
  readonly oldestInService: number;
  /** How far ahead of today an appointment is recorded. */
  readonly appointedAheadMonths: number;
}

/** The rules as the region has set them. */
export function dateRulesOf(settings: Omit<DateRules, 'today'>, today: string): DateRules {
  const { youngestAppointed, oldestInService, appointedAheadMonths } = settings;
  return { today, youngestAppointed, oldestInService, appointedAheadMonths };
}

/** Dates of one person. First days (TMT) go by the field in which they were named. */
export interface PersonDates {
  readonly number?: EmployeeNumber | undefined;
  readonly birthDate?: string | null | undefined;
  readonly firstDays?: Readonly<Record<string, string | undefined>>;
}

/** Dates that cannot be true: nothing with one of these is taken in. */
export type ImpossibleDate =
  | 'employee-number.birth-to-come'
  | 'employee-number.birth-too-long-ago'
  | 'employee-number.appointed-too-young'
  | 'birth-date.to-come'
  | 'birth-date.too-long-ago'
  | 'birth-date.after-appointment'
  | 'first-day.before-birth';

/** Dates that may be true and rarely are: taken in, and queued for somebody to look at. */
export const improbableDateCodes = ['employee-dates.old-in-service', 'employee-dates.appointed-far-ahead'] as const;
export type ImprobableDate = (typeof improbableDateCodes)[number];

export interface DateProblem<Code extends string> {
  readonly code: Code;
  readonly field: string;
}

/** Nobody is known to have lived longer than 122 years. */
const LONGEST_LIFE = 122;

/** Every date that cannot be true, by its field. Pure. */
export function impossibleDates(dates: PersonDates, rules: DateRules): DateProblem<ImpossibleDate>[] {
  const { number, birthDate, firstDays = {} } = dates;
  const ofNumber = number && numberProblem(number, rules);
  const ofBirth = birthDate ? birthProblem(birthDate, number, rules) : undefined;
  // Of two birth dates that disagree the queue asks which is right: until then the earlier one may be.
  const births = [ofNumber ? undefined : number?.birthDate.iso, ofBirth ? undefined : (birthDate ?? undefined)];
  const born = births.filter((day) => day !== undefined).sort()[0] ?? '';
  const before = Object.entries(firstDays).filter(([, day]) => day !== undefined && day < born);
  return [
    ...(ofNumber ? [{ code: ofNumber, field: 'employeeNumber' }] : []),
    ...(ofBirth ? [{ code: ofBirth, field: 'birthDate' }] : []),
    ...before.map(([field]) => ({ code: 'first-day.before-birth' as const, field })),
  ];
}

/** Every date of somebody in service that is hardly true, by its field. Pure. */
export function improbableDates(
  { number, birthDate }: Pick<PersonDates, 'number' | 'birthDate'>,
  { today, oldestInService, appointedAheadMonths }: DateRules,
): DateProblem<ImprobableDate>[] {
  const born = birthDate ?? number?.birthDate.iso;
  const old = born !== undefined && born < yearsBefore(today, oldestInService);
  const ahead =
    number && appointedWithin(number).first > CalendarDate.parse(today).plusMonths(appointedAheadMonths).iso;
  return [
    ...(old ? [{ code: 'employee-dates.old-in-service' as const, field: 'birthDate' }] : []),
    ...(ahead ? [{ code: 'employee-dates.appointed-far-ahead' as const, field: 'employeeNumber' }] : []),
  ];
}

/** Whether a number tells of an appointment that ended before that day of birth. */
export function appointedBefore(birthDate: string, number: EmployeeNumber): boolean {
  return appointedWithin(number).last < birthDate;
}

/** The first day on which the appointment may have been. */
export function firstDayOfNumber(number: EmployeeNumber): string {
  return appointedWithin(number).first;
}

/** A number on record, whatever the status beside it says: digits 13-14 that are no month are of a NI PPPK. */
export function numberOnRecord(digits: string): EmployeeNumber {
  const month = Number(digits.slice(12, 14));
  return EmployeeNumber.parse(digits, month >= 1 && month <= 12 ? {} : { status: 'PPPK' });
}

function numberProblem(number: EmployeeNumber, rules: DateRules): ImpossibleDate | undefined {
  const born = number.birthDate;
  if (born.iso > rules.today) return 'employee-number.birth-to-come';
  if (born.iso < yearsBefore(rules.today, LONGEST_LIFE)) return 'employee-number.birth-too-long-ago';
  const ofAge = born.plusMonths(rules.youngestAppointed * 12).iso;
  return appointedWithin(number).last < ofAge ? 'employee-number.appointed-too-young' : undefined;
}

function birthProblem(
  birthDate: string,
  number: EmployeeNumber | undefined,
  { today }: DateRules,
): ImpossibleDate | undefined {
  if (birthDate > today) return 'birth-date.to-come';
  if (birthDate < yearsBefore(today, LONGEST_LIFE)) return 'birth-date.too-long-ago';
  return number && appointedBefore(birthDate, number) ? 'birth-date.after-appointment' : undefined;
}

/** The days on which the appointment may have been: a NIP tells the month, a NI PPPK the year. */
function appointedWithin({ appointment }: EmployeeNumber): { readonly first: string; readonly last: string } {
  const year = String(appointment.year).padStart(4, '0');
  if (appointment.kind === 'NI_PPPK') return { first: `${year}-01-01`, last: `${year}-12-31` };
  const month = `${year}-${String(appointment.month).padStart(2, '0')}`;
  return { first: `${month}-01`, last: `${month}-31` };
}

function yearsBefore(day: string, years: number): string {
  return CalendarDate.parse(day).plusMonths(-12 * years).iso;
}
