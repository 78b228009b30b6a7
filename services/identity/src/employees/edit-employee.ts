import {
  AsnError,
  CalendarDate,
  EmployeeNumber,
  Grade,
  PositionType,
  checkAgreement,
  isEmploymentStatus,
  type AgreementWarningCode,
  type EmploymentStatus,
  type Sex,
} from '@betang/asn';
import { AppError } from '@betang/platform';
import type { OrgUnit } from '../organisation/org-unit.js';
import type { Facet } from './employee-period.js';
import type { Employee } from './employee.js';
import {
  impossibleDates,
  improbableDates,
  numberOnRecord,
  type DateRules,
  type ImprobableDate,
  type PersonDates,
} from './person-dates.js';

/** Fields that an officer may change; null empties. */
export interface EmployeeEdit {
  readonly name?: string | undefined;
  readonly employmentStatus?: EmploymentStatus | undefined;
  readonly grade?: string | null | undefined;
  readonly positionType?: string | null | undefined;
  readonly positionName?: string | null | undefined;
  readonly birthDate?: string | undefined;
  readonly sex?: Sex | undefined;
}

/**
 * The employee after an edit. Grade and type of position must be ones that exist, the grade of the status' own scheme.
 * @throws AppError `employee-has-left`, or the code of the value with its field
 */
export function editEmployee(employee: Employee, edit: EmployeeEdit, unit: OrgUnit | undefined): Employee {
  if (employee.leftOn !== null) throw new AppError('employee-has-left', { status: 409 });
  const status = edit.employmentStatus ?? employee.employmentStatus;
  const grade = edit.grade === undefined ? employee.grade : edit.grade;
  if (grade !== null && (edit.grade !== undefined || edit.employmentStatus !== undefined))
    valueOf('grade', () => {
      Grade.parse(Grade.of(grade).code, { status });
    });
  if (edit.positionType != null) valueOf('positionType', () => PositionType.fromValue(edit.positionType!));
  if (edit.birthDate !== undefined) valueOf('birthDate', () => CalendarDate.parse(edit.birthDate!));
  return {
    ...employee,
    name: edit.name ?? employee.name,
    employmentStatus: status,
    grade,
    positionType: edit.positionType === undefined ? employee.positionType : edit.positionType,
    positionName: edit.positionName === undefined ? employee.positionName : edit.positionName,
    birthDate: edit.birthDate ?? employee.birthDate,
    sex: edit.sex ?? employee.sex,
    ...(unit ? { unitId: unit.unitId, agencyId: unit.agencyId } : {}),
  };
}

/** @throws AppError with the code of a value that the field does not have; units are the caller's to look up */
export function checkFacet(facet: Facet, value: string): void {
  if (facet === 'GRADE') valueOf('value', () => Grade.of(value));
  if (facet === 'POSITION') valueOf('value', () => PositionType.fromValue(value));
  if (facet === 'STATUS' && !isEmploymentStatus(value))
    throw new AppError('employment-status.unknown', { status: 400, field: 'value' });
}

/** A person's number as typed, checked against the status. @throws AppError with the code of the number */
export function numberOf(text: string, status: EmploymentStatus): EmployeeNumber {
  return valueOf('employeeNumber', () => EmployeeNumber.parse(text, { status }));
}

/** @throws AppError with the code and field of the first date that cannot be true */
export function refuseImpossible(dates: PersonDates, rules: DateRules, of?: readonly string[]): void {
  const found = impossibleDates(dates, rules).find(({ field }) => of?.includes(field) ?? true);
  if (found) throw new AppError(found.code, { status: 400, field: found.field });
}

/** Kinds of corrections that the record itself gives rise to: its number against birth date, sex and status, and dates that are hardly true. */
export function disagreementsOf(employee: Employee, rules: DateRules): (AgreementWarningCode | ImprobableDate)[] {
  const number = numberOnRecord(employee.employeeNumber);
  const warnings = checkAgreement(number, {
    ...(employee.birthDate === null ? {} : { birthDate: CalendarDate.parse(employee.birthDate) }),
    ...(employee.sex === null ? {} : { sex: employee.sex }),
    status: employee.employmentStatus,
  });
  const improbable = employee.leftOn === null ? improbableDates({ number, birthDate: employee.birthDate }, rules) : [];
  return [...warnings, ...improbable].map(({ code }) => code);
}

function valueOf<T>(field: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof AsnError) throw new AppError(cause.code, { status: 400, field, cause });
    throw cause;
  }
}
