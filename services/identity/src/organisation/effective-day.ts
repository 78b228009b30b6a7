import { RegionCode, calendarDateAt, timeZoneOf } from '@betang/asn';
import { AppError } from '@betang/platform';

/** The day on the office's calendar, `YYYY-MM-DD`. */
export function todayIn(region: string, now = new Date()): string {
  return calendarDateAt(now, timeZoneOf(RegionCode.parse(region))).iso;
}

/** The year on the office's calendar: from seven hours before midnight UTC on it is the next one. */
export function yearIn(region: string, now = new Date()): number {
  return Number(todayIn(region, now).slice(0, 4));
}

/**
 * From when a change holds (TMT): the day named, else today. The register states the present, so a day to come is refused: record it when it is there.
 * @throws AppError `effective-day-to-come`
 */
export function effectiveDay(named: string | undefined, today: string): string {
  if (named !== undefined && named > today)
    throw new AppError('effective-day-to-come', { status: 400, field: 'effectiveOn' });
  return named ?? today;
}
