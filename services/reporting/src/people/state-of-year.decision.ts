import { RegionCode, calendarDateAt, timeZoneOf } from '@betang/asn';
import type { EmployeeChanged, EmployeeRegistered } from '@betang/contracts';
import type { ReceivedEvent } from '@betang/messaging';
import { newestOf, positionOf } from '../event-order.js';

export type EmployeeState = ReceivedEvent<typeof EmployeeRegistered | typeof EmployeeChanged>;

/** The year under which the oldest state of a person stands. */
const BEFORE_ANY_YEAR = 0;

/** A state, and from which year on it holds. */
export interface StateOfYear {
  readonly event: EmployeeState;
  readonly fromYear: number;
}

/** What a batch tells of persons' years: of each year the newest state, and of each person the oldest. */
export function statesOfYears(events: readonly EmployeeState[]): StateOfYear[] {
  const states = events.map((event) => ({ event, fromYear: yearOf(event) }));
  const newest = newestOf(
    states,
    ({ event, fromYear }) => `${event.data.employeeId}|${fromYear}`,
    ({ event }) => positionOf(event),
  );
  const oldest = newestOf(
    events,
    ({ data }) => data.employeeId,
    (event) => -positionOf(event),
  );
  return [...newest, ...oldest.map((event) => ({ event, fromYear: BEFORE_ANY_YEAR }))];
}

/** Year of first appointment as the employee number tells it (digits 9-12 of a NIP or NI PPPK); 0, ever since, where the digits can't be one. */
export function appointmentYear(employeeNumber: string): number {
  const year = Number(employeeNumber.slice(8, 12));
  return year >= 1950 && year <= 2200 ? year : 0;
}

/** The calendar year at the event's time, where it happened. */
function yearOf({ time, region }: Pick<EmployeeState, 'time' | 'region'>): number {
  return calendarDateAt(new Date(time), timeZoneOf(RegionCode.parse(region))).year;
}
