import { RegionCode, calendarDateAt, timeZoneOf } from '@betang/asn';
import { EmployeeLeft, type EmployeeChanged, type EmployeeRegistered } from '@betang/contracts';
import type { ReceivedEvent } from '@betang/messaging';
import { newestOf, positionOf } from '../event-order.js';

export type EmployeeState = ReceivedEvent<typeof EmployeeRegistered | typeof EmployeeChanged>;
export type EmployeeEvent = EmployeeState | ReceivedEvent<typeof EmployeeLeft>;

/** The year under which the oldest state of a person stands. */
const BEFORE_ANY_YEAR = 0;

/** What somebody was: from a year on, or in just that year, where it was told once the year was over. */
export interface StateOfYear {
  readonly employeeId: string;
  readonly fromYear: number;
  readonly toldLater: boolean;
  readonly order: number;
  readonly agencyId: string;
  readonly unitId: string;
  readonly employmentStatus: string;
}

/** What a batch tells of persons' years: of each year the newest state, what was told of years that were over, and of each person the oldest. */
export function statesOfYears(events: readonly EmployeeEvent[]): StateOfYear[] {
  const keyOf = ({ employeeId, fromYear, toldLater }: StateOfYear): string => `${employeeId}|${fromYear}|${toldLater}`;
  const states = events.filter(isState);
  const newest = newestOf(
    [...states.map((event) => stateOf(event, yearOf(event))), ...events.flatMap(toldOfEarlierYears)],
    keyOf,
    ({ order }) => order,
  );
  const oldest = newestOf(
    states.map((event) => stateOf(event, BEFORE_ANY_YEAR)),
    keyOf,
    ({ order }) => -order,
  );
  return [...newest, ...oldest];
}

/** A leaving says nothing of the present, and of years that are over just what it names. */
function isState(event: EmployeeEvent): event is EmployeeState {
  return event.type !== EmployeeLeft.type;
}

function stateOf(event: EmployeeState, fromYear: number): StateOfYear {
  const { employeeId, agencyId, unitId, employmentStatus } = event.data;
  return { employeeId, fromYear, toldLater: false, order: positionOf(event), agencyId, unitId, employmentStatus };
}

function toldOfEarlierYears(event: EmployeeEvent): StateOfYear[] {
  const { employeeId, earlierYears } = event.data;
  const order = positionOf(event);
  const over = (earlierYears ?? []).filter(({ year }) => year < yearOf(event));
  return over.map(({ year, agencyId, unitId, employmentStatus }) => ({
    ...{ employeeId, fromYear: year, toldLater: true, order, agencyId, unitId, employmentStatus },
  }));
}

/** Year of first appointment as the employee number tells it (digits 9-12 of a NIP or NI PPPK); 0, ever since, where the digits can't be one. */
export function appointmentYear(employeeNumber: string): number {
  const year = Number(employeeNumber.slice(8, 12));
  return year >= 1950 && year <= 2200 ? year : 0;
}

/** The calendar year at the event's time, where it happened. */
function yearOf({ time, region }: Pick<EmployeeEvent, 'time' | 'region'>): number {
  return calendarDateAt(new Date(time), timeZoneOf(RegionCode.parse(region))).year;
}
