import type { RosterFaultCode, RosterRow } from './roster-row.js';

/** Clear errors of rosters; each spoils one row in one way, so that the reason is beyond doubt. */
type Spoil = (row: RosterRow, earlier: RosterRow | undefined) => RosterFaultCode;

/** Writes a text into a cell and says what an importer must find. */
function put(cell: keyof RosterRow['cells'], value: (digits: string) => string, code: RosterFaultCode): Spoil {
  return (row) => {
    row.cells[cell] = value(row.person.employeeNumber);
    return code;
  };
}

const spoils: readonly Spoil[] = [
  put('number', (digits) => digits.slice(0, 17), 'employee-number.length'),
  put('number', (digits) => `${digits.slice(0, 4)}13${digits.slice(6)}`, 'employee-number.birth-date'),
  put('number', (digits) => `${digits.slice(0, 15)}O${digits.slice(16)}`, 'employee-number.not-digits'),
  put('number', (digits) => `${digits.slice(0, 14)}3${digits.slice(15)}`, 'employee-number.sex'),
  put('number', () => '', 'employee-number.empty'),
  put('status', () => 'Honorer', 'employment-status.unknown'),
  put('grade', () => 'V/f', 'grade.unknown'),
  put('positionType', () => 'Kepala', 'position-type.unknown'),
  put('birthDate', () => '31-02-1985', 'calendar-date.not-in-calendar'),
  put('name', () => '', 'roster.name-missing'),
  put('agency', () => '', 'roster.agency-missing'),
  (row, earlier) => {
    if (!earlier) return spoils[0]!(row, undefined);
    row.cells.number = earlier.person.employeeNumber;
    return 'roster.duplicate-number';
  },
];

/** Number of different ways in which a row can be spoilt. */
export const rosterFaultKinds = spoils.length;

/** Makes the row one that must be refused; the kinds take turns. `earlier` is a good row above it. */
export function spoilRow(row: RosterRow, turn: number, earlier: RosterRow | undefined): void {
  row.warnings.length = 0;
  row.fault = spoils[turn % spoils.length]!(row, earlier);
}

/** Damages the employee number as spreadsheets do: mostly a number cell of 15 digits, else what such a cell leaves when it is copied as text. */
export function damageRow(row: RosterRow, turn: number): void {
  const digits = row.person.employeeNumber;
  const cut = `${digits.slice(0, 15)}000`;
  const scientific = `${digits[0]},${digits.slice(1, 6)}E+17`;
  row.cells.number = [Number(cut), Number(cut), scientific, cut][turn % 4]!;
  row.warnings.length = 0;
  row.fault = 'employee-number.damaged';
}
