import { EmployeeLeft, EmployeeRegistered, newId, type EventData } from '@betang/contracts';
import type { ServiceUnderTest } from './service-under-test.js';

export const AGENCY = '00000000-0000-4000-8000-00000000000a';

type State = EventData<typeof EmployeeRegistered>;

/** A new number each time: the sequence of 1986-09-26, appointed 2015-05. */
export function numberOf(sequence: number): string {
  return `198609262015051${String(sequence).padStart(3, '0')}`;
}

/** Registers an employee as the reader would; answers the id. */
export async function employ(
  service: ServiceUnderTest,
  sequence: number,
  changes: Partial<State> = {},
): Promise<string> {
  const employeeId = changes.employeeId ?? newId();
  const data: State = {
    employeeId,
    employeeNumber: numberOf(sequence),
    name: 'Dinarti Sangalang',
    employmentStatus: 'PNS',
    agencyId: AGENCY,
    unitId: AGENCY,
    grade: null,
    positionType: null,
    positionName: null,
    ...changes,
  };
  const event = service.event(EmployeeRegistered as never, data as never);
  await service.database.unitOfWork.run((transaction) =>
    service.directory.registered([event], { transaction, rebuilding: false }),
  );
  return employeeId;
}

export async function leave(service: ServiceUnderTest, employeeId: string, leftOn: string): Promise<void> {
  const event = service.event(EmployeeLeft as never, { employeeId, leftOn, reason: 'RETIRED' } as never);
  await service.database.unitOfWork.run((transaction) =>
    service.directory.left([event], { transaction, rebuilding: false }),
  );
}
