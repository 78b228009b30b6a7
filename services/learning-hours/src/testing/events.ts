import {
  CompletionRevoked,
  EmployeeLeft,
  EmployeeRegistered,
  TrainingCompleted,
  newId,
  type EventData,
} from '@betang/contracts';
import type { ReceivedEvent } from '@betang/messaging';
import { completion } from '../ledger/testing/completions.js';
import type { ServiceUnderTest } from './service-under-test.js';

export const AGENCY_A = '00000000-0000-4000-8000-00000000000a';
export const AGENCY_B = '00000000-0000-4000-8000-00000000000b';

type Completed = EventData<typeof TrainingCompleted>;
type Registered = EventData<typeof EmployeeRegistered>;

export function completed(service: ServiceUnderTest, changes: Partial<Completed> = {}): ReceivedEvent<never> {
  const data = { ...completion(), programmeId: null, sessionId: null, ...changes };
  if (changes.completedOn && !changes.startedOn) data.startedOn = changes.completedOn;
  return service.event(TrainingCompleted as never, data as never);
}

export function revoked(service: ServiceUnderTest, event: ReceivedEvent<never>): ReceivedEvent<never> {
  const { completionId, employeeId } = (event as unknown as { data: Completed }).data;
  return service.event(CompletionRevoked as never, { completionId, employeeId, reason: 'Sertifikat ditarik' } as never);
}

export function registered(
  service: ServiceUnderTest,
  employeeId: string,
  changes: Partial<Registered> = {},
  time?: string,
): ReceivedEvent<never> {
  const data: Registered = {
    employeeId,
    employeeNumber: '198609262015051001',
    name: 'Dinarti Sangalang',
    employmentStatus: 'PNS',
    agencyId: AGENCY_A,
    unitId: AGENCY_A,
    grade: 'III/a',
    positionType: null,
    positionName: null,
    ...changes,
  };
  return service.event(EmployeeRegistered as never, data as never, time);
}

export function left(
  service: ServiceUnderTest,
  employeeId: string,
  leftOn: string,
  time?: string,
): ReceivedEvent<never> {
  return service.event(EmployeeLeft as never, { employeeId, leftOn, reason: 'RETIRED' } as never, time);
}

export const people = (count: number): string[] => Array.from({ length: count }, () => newId());
