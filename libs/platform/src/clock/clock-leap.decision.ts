const DAY_MS = 86_400_000;
/** An office that is shut for a while stays below it; a clock whose battery is empty begins years back, and a year typed wrong is as far off. */
const LEAP_DAYS = 30;

/** Whether a clock stands further from where it should be than it can by itself: nothing that cannot be taken back is done by it. Pure; milliseconds since 1970. */
export function isLeap(expected: number, found: number): boolean {
  return Math.abs(found - expected) > LEAP_DAYS * DAY_MS;
}
