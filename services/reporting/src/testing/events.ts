import {
  AgencyPublished,
  EmployeeChanged,
  EmployeeIdentityErased,
  EmployeeLeft,
  EmployeeRecordsMerged,
  EmployeeRegistered,
  EmployeeTransferredIn,
  EmployeeTransferredOut,
  HoursRecorded,
  LearnerHoursShared,
  LearnerPseudonymReplaced,
  OpeningBalanceStated,
  UnitLearningHoursStated,
  UnitRecorded,
  newId,
  type EventContract,
  type EventData,
} from '@betang/contracts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getRepositoryRoot } from '@betang/testing';
import type { ReceivedEvent } from '@betang/messaging';

export const AGENCY_A = '00000000-0000-4000-8000-00000000000a';
export const AGENCY_B = '00000000-0000-4000-8000-00000000000b';

/** Where an event comes from; by default the province's own first epoch. */
export interface From {
  readonly region?: string;
  readonly epoch?: string;
  /** When it happened; by default the first of June 2026. */
  readonly time?: string;
}

let positions = 0;

/** An event as the reader hands it to a handler, numbered in the order in which it is made. */
function received<C>(
  contract: C,
  data: EventData<C>,
  { region = '62', epoch = '1.test', time }: From = {},
): ReceivedEvent<never> {
  const known: EventContract = contract as unknown as EventContract;
  const { type, dataschema, definition } = known;
  known.check(data);
  positions += 1;
  return {
    id: newId(),
    type,
    region,
    service: definition.service,
    subject: newId(),
    time: time ?? new Date(Date.UTC(2026, 5, 1) + positions).toISOString(),
    dataschema,
    audience: definition.sharing?.audience ?? 'local',
    epoch,
    position: positions,
    chain: '0'.repeat(64),
    previousChain: '',
    body: Buffer.from(JSON.stringify(data)),
    data,
  } as unknown as ReceivedEvent<never>;
}

export function stated(
  changes: Partial<EventData<typeof UnitLearningHoursStated>> = {},
  from?: From,
): ReceivedEvent<never> {
  return received(
    UnitLearningHoursStated,
    {
      agencyId: AGENCY_A,
      employmentStatus: 'PNS',
      year: 2026,
      statement: 1,
      asOf: '2026-06-01T00:00:00.000Z',
      people: 10,
      bands: { none: 1, started: 2, halfway: 3, fulfilled: 4 },
      counted: 12_050,
      byMonth: [12_050, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
      ...changes,
    },
    from,
  );
}

export const named = (agencyId: string, name: string, from?: From) =>
  received(AgencyPublished, { agencyId, name }, from);

export function learnerHours(
  changes: Partial<EventData<typeof LearnerHoursShared>> = {},
  from?: From,
): ReceivedEvent<never> {
  const data = {
    learner: pseudonym(1),
    entryId: newId(),
    agencyId: AGENCY_A,
    employmentStatus: 'PNS',
    year: 2026,
    month: 3,
    pathCode: 'KL03',
    counted: 800,
  } as const;
  return received(LearnerHoursShared, { ...data, ...changes }, from);
}

/** The name of a person under a version of the region's key. */
export const pseudonym = (person: number, version = 1) => `k${version}:${String(person).padStart(43, 'A')}`;

export const renamed = (former: string, learner: string, from?: From) =>
  received(LearnerPseudonymReplaced, { former, learner }, from);

type Arrival = EventData<typeof OpeningBalanceStated>;

/** A region took somebody over from another one. */
export const movedTo = (
  region: string,
  data: Pick<Arrival, 'learner' | 'former'> & Partial<Arrival>,
  time = '2026-06-01T02:00:00.000Z',
) => received(OpeningBalanceStated, { transferId: newId(), balances: [], ...data }, { region, time });

export function hours(changes: Partial<EventData<typeof HoursRecorded>> = {}): ReceivedEvent<never> {
  return received(HoursRecorded, {
    entryId: newId(),
    reversesEntryId: null,
    completionId: newId(),
    employeeId: newId(),
    agencyId: AGENCY_A,
    employmentStatus: 'PNS',
    year: 2026,
    month: 3,
    pathCode: 'KL03',
    earned: 800,
    counted: 800,
    ruleVersion: 'test',
    ...changes,
  });
}

export function registered(
  employeeId: string,
  changes: Partial<EventData<typeof EmployeeRegistered>> = {},
  from?: From,
): ReceivedEvent<never> {
  return received(EmployeeRegistered, employee(employeeId, changes), from);
}

export function changed(
  employeeId: string,
  changes: Partial<EventData<typeof EmployeeChanged>> = {},
  from?: From,
): ReceivedEvent<never> {
  return received(EmployeeChanged, employee(employeeId, changes), from);
}

export const left = (employeeId: string, changes: Partial<EventData<typeof EmployeeLeft>> = {}, from?: From) =>
  received(EmployeeLeft, { employeeId, leftOn: '2026-05-01', reason: 'RETIRED', ...changes }, from);

/** Came from another region, or went to one. */
export const moved = (kind: 'IN' | 'OUT', employeeId: string, day: string) =>
  kind === 'IN'
    ? fromFixture(EmployeeTransferredIn, { transferId: newId(), employeeId, effectiveOn: day })
    : fromFixture(EmployeeTransferredOut, { transferId: newId(), employeeId, leftOn: day });

export const merged = (employeeId: string, mergedEmployeeId: string) =>
  received(EmployeeRecordsMerged, { employeeId, mergedEmployeeId });

export const erased = (employeeId: string) => received(EmployeeIdentityErased, { employeeId, erasedOn: '2026-06-30' });

function employee(
  employeeId: string,
  changes: Partial<EventData<typeof EmployeeRegistered>>,
): EventData<typeof EmployeeRegistered> {
  return {
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
}

export function unit(unitId: string, changes: Partial<EventData<typeof UnitRecorded>> = {}): ReceivedEvent<never> {
  return received(UnitRecorded, {
    unitId,
    kind: 'UNIT',
    name: 'Bidang Umum',
    agencyId: AGENCY_A,
    parentUnitId: AGENCY_A,
    ...changes,
  });
}

/** An event with the data of its contract's fixture, changed as said. */
export function fromFixture<C>(contract: C, changes: Partial<EventData<C>> = {}, from?: From): ReceivedEvent<never> {
  return received(contract, fixtureOf(contract, changes), from);
}

/** The data of a contract's fixture. */
export function fixtureOf<C>(contract: C, changes: Partial<EventData<C>> = {}): EventData<C> {
  const { service, name, version } = (contract as unknown as EventContract).definition;
  const file = join(getRepositoryRoot(), 'libs/contracts/fixtures', service, `${name}.v${version}.json`);
  return { ...(JSON.parse(readFileSync(file, 'utf8')) as object), ...changes } as EventData<C>;
}
