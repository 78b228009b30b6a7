import type { EmploymentStatus, Sex } from '@betang/asn';
import type { EmployeeRegistered } from '@betang/contracts';

/** An employee (pegawai) as recorded. */
export interface Employee {
  /** Our own id: numbers change with a contract, persons do not. */
  readonly employeeId: string;
  readonly employeeNumber: string;
  readonly name: string;
  readonly employmentStatus: EmploymentStatus;
  readonly agencyId: string;
  readonly unitId: string;
  readonly grade: string | null;
  readonly positionType: string | null;
  readonly positionName: string | null;
  readonly birthDate: string | null;
  readonly sex: Sex | null;
  /** First day no longer in service here. */
  readonly leftOn: string | null;
}

/** The part of an employee that the region's services are told. */
export function employeeState(employee: Employee): EmployeeRegistered {
  const { employeeId, employeeNumber, name, employmentStatus, agencyId, unitId, grade, positionType, positionName } =
    employee;
  return { employeeId, employeeNumber, name, employmentStatus, agencyId, unitId, grade, positionType, positionName };
}

/** Whether the region's services have to hear of a change. */
export function stateDiffers(before: Employee, after: Employee): boolean {
  return JSON.stringify(employeeState(before)) !== JSON.stringify(employeeState(after));
}
