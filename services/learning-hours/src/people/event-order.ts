import { RegionCode, calendarDateAt, timeZoneOf } from '@betang/asn';
import type { EventRecord } from '@betang/contracts';

const POSITIONS_AN_EPOCH = 1_000_000_000_000;

/** One number by which events of one origin can be told older from newer: generation of the epoch, then position. */
export function orderOf(event: Pick<EventRecord, 'epoch' | 'position'>): number {
  return Number.parseInt(event.epoch, 10) * POSITIONS_AN_EPOCH + event.position;
}

/** The calendar year at the event's time, where it happened. */
export function yearOf(event: Pick<EventRecord, 'time' | 'region'>): number {
  return calendarDateAt(new Date(event.time), timeZoneOf(RegionCode.parse(event.region))).year;
}

/** Year of first appointment as the employee number tells it (digits 9-12 of a NIP or NI PPPK); 0, ever since, where the digits can't be one. */
export function appointmentYear(employeeNumber: string): number {
  const year = Number(employeeNumber.slice(8, 12));
  return year >= 1950 && year <= 2200 ? year : 0;
}
