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
  /** Region that took the employee over. */
  readonly transferredTo?: string | null;
  /** Direct supervisor (atasan langsung): follows from the heads of units, or an officer said so. */
  readonly supervisorId?: string | null;
  /** First day in retirement (TMT pensiun), a forecast. */
  readonly retiresOn?: string | null;
}

/** An employee with the version that an edit must name. */
export interface RecordedEmployee extends Employee {
  readonly version: number;
  readonly leaveReason: LeaveReason | null;
}

export const LEAVE_REASONS = ['RETIRED', 'TRANSFERRED', 'CONTRACT_ENDED', 'DIED', 'OTHER'] as const;
export type LeaveReason = (typeof LEAVE_REASONS)[number];

/** The part of an employee that the region's services are told. */
export function employeeState(employee: Employee): EmployeeRegistered {
  const { employeeId, employeeNumber, name, employmentStatus, agencyId, unitId, grade, positionType, positionName } =
    employee;
  const { supervisorId = null, retiresOn = null } = employee;
  return {
    ...{ employeeId, employeeNumber, name, employmentStatus, agencyId, unitId, grade, positionType, positionName },
    ...{ supervisorId, retiresOn },
  };
}

/** Whether the region's services have to hear of a change. */
export function stateDiffers(before: Employee, after: Employee): boolean {
  return JSON.stringify(employeeState(before)) !== JSON.stringify(employeeState(after));
}
