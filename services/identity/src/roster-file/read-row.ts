import { checkAgreement } from '@betang/asn';
import type { AgreementWarning, EmployeeNumber } from '@betang/asn';
import { impossibleDates, type DateRules } from '../employees/person-dates.js';
import type { ColumnMap } from './headings.js';
import { CellReader } from './read-cells.js';
import type { ReadRow, RosterEntry, RowPerson } from './roster-entry.js';
import type { RosterField } from './roster-field.js';
import type { ReadRow as SheetRow } from '@betang/platform';

const FIELD_OF_WARNING: Readonly<Record<AgreementWarning['field'], RosterField>> = {
  birthDate: 'birthDate',
  sex: 'sex',
  status: 'employmentStatus',
  employeeNumber: 'employeeNumber',
};

export interface ReadingRules {
  readonly map: ColumnMap;
  /** Agency of all rows, for a file that has no column for it. */
  readonly agency?: string;
  /** What dates of a person can be true. */
  readonly dates: DateRules;
}

/** Reads one row; every problem of the row is found, not only the first. */
export function readRow(row: SheetRow, rules: ReadingRules): ReadRow {
  const reader = new CellReader(row.cells, rules.map);
  const status = reader.employmentStatus();
  const number = reader.employeeNumber(status);
  const name = reader.text('name', 200);
  if (name === undefined && !reader.problems.some(({ field }) => field === 'name'))
    reader.refuse('name', 'roster.name-missing');
  const agency = reader.text('agency', 300) ?? rules.agency;
  if (agency === undefined && !reader.problems.some(({ field }) => field === 'agency'))
    reader.refuse('agency', 'roster.agency-missing');
  const grade = reader.grade(status);
  const positionType = reader.positionType();
  const positionName = reader.text('positionName', 300);
  const unit = reader.text('unit', 300);
  const birthDate = reader.birthDate();
  const sex = reader.sex();
  const gradeSince = reader.since('gradeSince');
  const positionSince = reader.since('positionSince');
  const person = (): RowPerson => ({
    name: name!,
    agency: agency!,
    ...optional({
      unit,
      formerNumber: reader.formerNumber(),
      employmentStatus: status,
      grade: grade?.code,
      positionType: positionType?.value,
      positionName,
      birthDate: birthDate?.iso,
      sex,
      gradeSince,
      positionSince,
      siasnId: reader.siasnId(),
    }),
  });
  const stated = { number, birthDate: birthDate?.iso, firstDays: optional({ gradeSince, positionSince }) };
  for (const { code, field } of impossibleDates(stated, rules.dates))
    reader.refuse(rosterFieldOf(field, rules.map), code);
  // A number that cannot be anybody's is handled as one that cannot be read: an officer may give the right one.
  const wrong = reader.problems.some(({ field }) => field === 'employeeNumber');
  const known = {
    rowNumber: row.rowNumber,
    ...optional({
      intactDigits: reader.intactDigits ?? (wrong ? number?.digits.slice(0, 15) : undefined),
      name,
      employeeNumber: wrong ? undefined : number?.digits,
    }),
  };
  if (reader.problems.length > 0 || !number || name === undefined || agency === undefined) {
    const numberOnly = reader.problems.every(({ field }) => field === 'employeeNumber');
    const rest = numberOnly && name !== undefined && agency !== undefined ? { person: person() } : {};
    return { ...known, ...rest, problems: [...reader.problems, ...reader.warnings], warnings: [] };
  }
  const warnings = checkAgreement(number, optional({ birthDate, sex, status })).map(({ code, field }) =>
    reader.problem(fieldOf(field, rules.map), code),
  );
  return {
    ...known,
    entry: { ...numberOf(number), ...person() },
    problems: [],
    warnings: [...warnings, ...reader.warnings],
  };
}

/** The field of a date in the row; a birth date may stand beside its place. */
function rosterFieldOf(field: string, map: ColumnMap): RosterField {
  return field === 'birthDate' && map.birthDate === undefined ? 'birthPlaceAndDate' : (field as RosterField);
}

function fieldOf(field: AgreementWarning['field'], map: ColumnMap): RosterField {
  return rosterFieldOf(FIELD_OF_WARNING[field], map);
}

function numberOf(number: EmployeeNumber): Pick<RosterEntry, 'employeeNumber' | 'numberKind'> {
  return { employeeNumber: number.digits, numberKind: number.kind };
}

/** The entries that have a value: absent is not the same as undefined for what is stored and compared. */
function optional<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
