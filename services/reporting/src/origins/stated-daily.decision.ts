import { calendarDateAt, type IndonesianTimeZone } from '@betang/asn';

const OFFSETS: Readonly<Record<IndonesianTimeZone, string>> = { WIB: '+07:00', WITA: '+08:00', WIT: '+09:00' };
const DAY = 86_400_000;

/** When a time of day (`02:30`) came last in a zone, up to an instant. */
export function lastDaily(time: string, zone: IndonesianTimeZone, until: Date): Date {
  const today = new Date(`${calendarDateAt(until, zone).iso}T${time}:00${OFFSETS[zone]}`);
  return today > until ? new Date(today.getTime() - DAY) : today;
}

/**
 * How old figures are that a region states once a day: as old as the last time it did, or as the newest statement that came since, however lately
 * the region was heard. Pure.
 */
export function statedDailyAsOf(
  { heard, newest }: { readonly heard: Date; readonly newest: Date | undefined },
  time: string,
  zone: IndonesianTimeZone,
): Date {
  const daily = lastDaily(time, zone, heard);
  const stated = newest !== undefined && newest > daily ? newest : daily;
  return stated < heard ? stated : heard;
}
