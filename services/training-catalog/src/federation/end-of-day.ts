import { RegionCode, calendarDateAt, timeZoneOf } from '@betang/asn';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** The instant at which a day of a region's calendar is over. */
export function endOfDay(day: string, region: string): Date {
  const zone = timeZoneOf(RegionCode.parse(region));
  const midnight = Date.parse(`${day}T00:00:00Z`) + DAY_MS;
  // The zones lie seven to nine hours ahead: the first hour in which the next day has begun.
  for (let hours = 9; hours > 7; hours -= 1) {
    const instant = new Date(midnight - hours * HOUR_MS);
    if (calendarDateAt(instant, zone).iso > day) return instant;
  }
  return new Date(midnight - 7 * HOUR_MS);
}
