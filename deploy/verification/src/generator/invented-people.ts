import { CalendarDate, Grade } from '@betang/asn';
import type { EmploymentStatus, GradeCode, RegionCode, Sex } from '@betang/asn';
import { EmployeeNumberIssuer } from './employee-number-issuer.js';
import { officesOf } from './government-offices.js';
import type { Office } from './government-offices.js';
import { birthPlaces, inventName } from './invented-names.js';
import { managerialPosition, managerialSeats, staffPosition, unitOfSeat } from './positions.js';
import type { Position } from './positions.js';
import type { SeededRandom } from './seeded-random.js';

/** An invented civil servant. */
export interface InventedPerson {
  /** Id of the person in SIASN. */
  readonly siasnId: string;
  /** 18 digits, valid. */
  readonly employeeNumber: string;
  readonly name: string;
  readonly sex: Sex;
  readonly birthPlace: string;
  readonly birthDate: CalendarDate;
  readonly status: EmploymentStatus;
  readonly grade: Grade;
  readonly gradeSince: CalendarDate;
  readonly position: Position;
  readonly positionSince: CalendarDate;
  readonly agency: string;
  readonly unit: string;
}

const statusShares: readonly (readonly [EmploymentStatus, number])[] = [
  ['PNS', 68],
  ['CPNS', 3],
  ['PPPK', 24],
  ['PPPK_PARUH_WAKTU', 5],
];
const staffGrades: Readonly<Record<EmploymentStatus, readonly GradeCode[]>> = {
  PNS: ['II/b', 'II/c', 'II/d', 'III/a', 'III/a', 'III/b', 'III/b', 'III/c', 'III/c', 'III/d', 'III/d', 'IV/a'],
  CPNS: ['II/a', 'II/c', 'III/a', 'III/a', 'III/b'],
  PPPK: ['V', 'VII', 'IX', 'IX', 'IX', 'X'],
  PPPK_PARUH_WAKTU: ['V', 'VII', 'IX'],
};
const managerGrades: readonly GradeCode[] = ['III/d', 'IV/a', 'IV/a', 'IV/b'];

/** Invents the staff of a region in the order of its agencies, each with its managers first. */
export function inventPeople(random: SeededRandom, region: RegionCode, count: number, year: number): InventedPerson[] {
  const numbers = new EmployeeNumberIssuer(region);
  return staffOfOffices(officesOf(region), count).flatMap(({ office, staff }) => {
    const seats = managerialSeats(office, staff);
    return Array.from({ length: staff }, (_, index) =>
      inventPerson(random, numbers, office, index < seats ? index : undefined, year),
    );
  });
}

/** Splits the staff by the weights of the agencies; the remainders go to the largest first, so that the sum is exact. */
function staffOfOffices(offices: readonly Office[], count: number): { office: Office; staff: number }[] {
  const total = offices.reduce((sum, office) => sum + office.weight, 0);
  const shares = offices.map((office) => ({ office, staff: Math.floor((count * office.weight) / total) }));
  let left = count - shares.reduce((sum, { staff }) => sum + staff, 0);
  for (const share of [...shares].sort((a, b) => b.office.weight - a.office.weight)) {
    if (left === 0) break;
    share.staff += 1;
    left -= 1;
  }
  return shares;
}

function inventPerson(
  random: SeededRandom,
  numbers: EmployeeNumberIssuer,
  office: Office,
  seat: number | undefined,
  year: number,
): InventedPerson {
  const sex: Sex = random.chance(0.46) ? 'MALE' : 'FEMALE';
  const status = seat === undefined ? random.weighted(statusShares) : 'PNS';
  const appointed = appointmentOf(random, status, seat !== undefined, year);
  const birthDate = CalendarDate.of(
    appointed.year - random.between(20, 30),
    random.between(1, 12),
    random.between(1, 28),
  );
  const since = sinceDate(random, appointed, year);
  return {
    siasnId: random.uuid(),
    employeeNumber: numbers.issue({ birthDate, status, appointed, sex }, random),
    name: inventName(random, sex),
    sex,
    birthPlace: random.pick(birthPlaces),
    birthDate,
    status,
    grade: Grade.of(random.pick(seat === undefined ? staffGrades[status] : managerGrades)),
    gradeSince: status === 'PNS' ? since : appointed,
    position: seat === undefined ? staffPosition(random, office) : managerialPosition(office, seat),
    positionSince: status === 'PNS' ? since : appointed,
    agency: office.name,
    unit: seat === undefined ? random.pick(office.units) : unitOfSeat(office, seat),
  };
}

/** Day of the first appointment, always the first of a month and before the year of the roster. */
function appointmentOf(random: SeededRandom, status: EmploymentStatus, manager: boolean, year: number): CalendarDate {
  const month = random.between(1, 12);
  if (status === 'CPNS') return CalendarDate.of(year - 1, month, 1);
  if (status === 'PPPK') return CalendarDate.of(year - random.between(1, 5), month, 1);
  if (status === 'PPPK_PARUH_WAKTU') return CalendarDate.of(year - 1, month, 1);
  return CalendarDate.of(year - random.between(manager ? 14 : 3, 30), random.pick([1, 3, 4, 5, 12]), 1);
}

/** Promotions take effect on 1 April or 1 October, never before the appointment. */
function sinceDate(random: SeededRandom, appointed: CalendarDate, year: number): CalendarDate {
  const date = CalendarDate.of(year - random.between(1, 4), random.pick([4, 10]), 1);
  return date.isBefore(appointed) ? appointed : date;
}
