import { RegionCode, calendarDateAt, timeZoneOf } from '@betang/asn';
import type { ReceivedEvent } from '@betang/messaging';

/** The day on which a region told something, by its own calendar, `YYYY-MM-DD`. */
export function dayToldOf({ time, region }: Pick<ReceivedEvent, 'time' | 'region'>): string {
  return calendarDateAt(new Date(time), timeZoneOf(RegionCode.parse(region))).iso;
}
