/** How far a person is with the duty of a year. */
export type FulfilmentBand = 'none' | 'started' | 'halfway' | 'fulfilled';

/** Duty and most counted hours of a status and year, hundredths of a JP. */
export interface Duty {
  readonly minimumHundredths: number | null;
  readonly maximumCountedHundredths: number | null;
}

/** A person's year under the most that counts for the status: hours above it are kept in the ledger and stop counting here. */
export interface CountedYear {
  readonly counted: number;
  /** January first; adds up to `counted`. */
  readonly byMonth: readonly number[];
}

/** Cuts a year's hours at the most that counts (PP 49/2018 for PPPK: 24 JP), month by month in the order of the calendar. */
export function countedYear(byMonth: readonly number[], duty: Duty): CountedYear {
  const most = duty.maximumCountedHundredths ?? Infinity;
  let sum = 0;
  const months = byMonth.map((hours) => {
    const counts = Math.min(hours, most - sum);
    sum += counts;
    return counts;
  });
  return { counted: sum, byMonth: months };
}

/**
 * The band of a person: without counted hours, under half of the duty, at least half, the whole. Where a status has no least amount (PPPK),
 * whoever has hours has fulfilled all there is.
 */
export function bandOf(counted: number, duty: Duty): FulfilmentBand {
  if (counted <= 0) return 'none';
  const minimum = duty.minimumHundredths ?? 0;
  if (counted >= minimum) return 'fulfilled';
  return counted * 2 >= minimum ? 'halfway' : 'started';
}

/** Where a person stands on a day: `BEHIND` the even pace of the year, or the year is over and the duty `MISSED`. */
export type Pace = 'FULFILLED' | 'ON_PACE' | 'BEHIND' | 'MISSED';

/** Hours that an even pace through the year would have brought by the end of the day (`YYYY-MM-DD`), cut to a hundredth. */
export function hoursAtPace(minimum: number, year: number, today: string): number {
  if (today < `${year}-01-01`) return 0;
  if (today > `${year}-12-31`) return minimum;
  const dayOfYear = (Date.parse(today) - Date.UTC(year, 0, 1)) / 86_400_000 + 1;
  const days = (Date.UTC(year + 1, 0, 1) - Date.UTC(year, 0, 1)) / 86_400_000;
  return Math.trunc((minimum * dayOfYear) / days);
}

export function paceOf(counted: number, duty: Duty, year: number, today: string): Pace {
  const minimum = duty.minimumHundredths ?? 0;
  if (counted >= minimum) return 'FULFILLED';
  if (today > `${year}-12-31`) return 'MISSED';
  return counted >= hoursAtPace(minimum, year, today) ? 'ON_PACE' : 'BEHIND';
}
