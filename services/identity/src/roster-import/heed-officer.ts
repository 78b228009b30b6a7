import { CalendarDate, EmployeeNumber, checkAgreement } from '@betang/asn';
import type { OverruledValue } from '../employees/overruled-values.js';
import type { RecordedEmployee } from '../employees/employee.js';
import type { RosterEntry, RowProblem } from '../roster-file/roster-entry.js';
import type { WaitingRow } from './row-store.js';

const STRIPPED = ['birthDate', 'sex', 'employmentStatus'] as const;

/**
 * A row without what an officer has overruled of the person: the record keeps what it says there, and nobody is asked a second time. A number that was
 * never theirs stands for the one that they have. Pure.
 */
export function heedOfficer(
  row: WaitingRow,
  holder: RecordedEmployee | undefined,
  overruled: readonly OverruledValue[],
): WaitingRow {
  if (!holder) return row;
  const wrong = (field: string, value: string | undefined) =>
    overruled.some((one) => one.employeeId === holder.employeeId && one.field === field && one.value === value);
  const stripped = STRIPPED.filter((field) => wrong(field, row.entry[field]));
  const misnumbered = wrong('employeeNumber', row.entry.employeeNumber);
  if (stripped.length === 0 && !misnumbered) return row;
  const { kind, digits } = EmployeeNumber.parse(holder.employeeNumber, { status: holder.employmentStatus });
  const rest = Object.entries(row.entry).filter(([field]) => !(stripped as readonly string[]).includes(field));
  const entry = {
    ...(Object.fromEntries(rest) as unknown as RosterEntry),
    ...(misnumbered ? { employeeNumber: digits, numberKind: kind } : {}),
  };
  const others = row.warnings.filter(({ code }) => !code.startsWith('employee-number.'));
  return { ...row, entry, warnings: [...disagreementsIn(entry), ...others] };
}

function disagreementsIn({ employeeNumber, numberKind, birthDate, sex, employmentStatus }: RosterEntry): RowProblem[] {
  const number = EmployeeNumber.parse(employeeNumber, { status: numberKind === 'NIP' ? 'PNS' : 'PPPK' });
  return checkAgreement(number, {
    ...(birthDate === undefined ? {} : { birthDate: CalendarDate.parse(birthDate) }),
    ...(sex === undefined ? {} : { sex }),
    ...(employmentStatus === undefined ? {} : { status: employmentStatus }),
  }).map(({ code, field }) => ({ code, field: field === 'status' ? 'employmentStatus' : field }));
}
