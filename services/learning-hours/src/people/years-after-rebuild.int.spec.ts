import {
  EmployeeChanged,
  EmployeeIdentityErased,
  EmployeeLeft,
  EmployeeRegistered,
  type EventContract,
} from '@betang/contracts';
import {
  HandlerRegistry,
  ProjectionRebuilder,
  deliveryMigrations,
  rebuildMigrations,
  type EventHandler,
  type ReceivedEvent,
} from '@betang/messaging';
import { getRepositoryRoot, waitUntil } from '@betang/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { resolve } from 'node:path';
import { AGENCY_A, AGENCY_B, completed, left, people, registered } from '../testing/events.js';
import { ServiceUnderTest } from '../testing/service-under-test.js';
import { YearAttribution } from './year-attribution.js';

const CPNS = { agencyId: AGENCY_A, employmentStatus: 'CPNS' } as const;
const ON_LIST: readonly EventContract<never>[] = [
  EmployeeRegistered,
  EmployeeChanged,
  EmployeeLeft,
  EmployeeIdentityErased,
] as never;

let service: ServiceUnderTest;
let rebuilder: ProjectionRebuilder;
let attribution: YearAttribution;
beforeAll(async () => {
  service = await ServiceUnderTest.start();
  const registry = new HandlerRegistry('learning-hours');
  for (const contract of ON_LIST) {
    const handle: EventHandler['handle'] = (events, batch) => service.handle(events as never, batch);
    registry.register({ contract: contract as never, kind: 'projection', handle });
  }
  rebuilder = new ProjectionRebuilder({
    service: 'learning-hours',
    database: service.database,
    registry,
    migrations: [
      deliveryMigrations(),
      rebuildMigrations(),
      resolve(getRepositoryRoot(), 'services/learning-hours/migrations'),
    ],
    invoke: (handler, events, transaction, rebuilding) => handler.handle(events, { transaction, rebuilding }),
    reader: () => ({ inTurn: (work) => work() }),
    onProblem: (error) => {
      throw error;
    },
  });
  const { database } = service;
  attribution = new YearAttribution(database, database.unitOfWork, {} as never, {} as never, {} as never);
  const [other] = people(1);
  for (const year of [2024, 2025, 2026])
    await service.receive(completed(service, { employeeId: other!, pathCode: 'KL03', completedOn: `${year}-05-05` }));
});
afterAll(async () => service?.stop());

const told = (employeeId: string, day: string, changes: object): ReceivedEvent<never> => {
  const time = `${day}T02:00:00.000Z`;
  const { data } = registered(service, employeeId, changes, time) as unknown as { data: never };
  return service.event(EmployeeChanged as never, data, time);
};

/** As the reader takes them in. */
async function receive(...events: ReceivedEvent<never>[]): Promise<void> {
  await service.receive(...events);
  for (const event of events as unknown as ReceivedEvent[])
    await service.rows(
      `INSERT INTO archive (type, region, service, audience, epoch, position, id, subject, time, chain, body)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', $10)`,
      [
        ...[event.type, event.region, event.service, event.audience, event.epoch, event.position, event.id],
        ...[event.subject, event.time, Buffer.from(JSON.stringify(event.data))],
      ],
    );
}

async function rebuild(): Promise<void> {
  await service.database.unitOfWork.run((tx) => rebuilder.request(tx, 'operator'));
  await rebuilder.work({ inTurn: (work) => work() }, new AbortController().signal);
}

/** Agency and status of each year that counts a person. */
const yearsOf = async (employeeId: string) =>
  (
    await service.rows<{ year: number; agency: string; status: string }>(
      `SELECT year, agency_id AS agency, employment_status AS status FROM person_year
        WHERE employee_id = $1 AND in_service ORDER BY year`,
      [employeeId],
    )
  ).map(({ year, agency, status }) => `${year} ${agency === AGENCY_A ? 'A' : 'B'} ${status}`);

const orphan = (events: readonly unknown[]) =>
  service.rows('UPDATE archive SET orphaned = true WHERE id = ANY($1::uuid[])', [
    events.map((event) => (event as ReceivedEvent).id),
  ]);
const isDue = async () => (await service.rows('SELECT FROM years_due')).length === 1;

describe('a rebuild of the list of people', () => {
  it('gives the very rows that the live tables had', async () => {
    const [mover, gone, erased] = people(3) as [string, string, string];
    const earlierYears = [{ year: 2024, agencyId: AGENCY_B, unitId: AGENCY_B, employmentStatus: 'PNS' }];
    await receive(...[mover, gone, erased].map((id) => told(id, '2024-03-01', CPNS)));
    await receive(told(mover, '2026-05-01', { agencyId: AGENCY_B, earlierYears }), left(service, gone, '2025-06-01'));
    const leaves = left(service, erased, '2025-06-01');
    await receive(
      leaves,
      service.event(EmployeeIdentityErased as never, { employeeId: erased, erasedOn: '2026-06-01' } as never),
    );
    const list = async () => [
      await service.rows('SELECT t::text FROM person AS t ORDER BY 1'),
      await service.rows('SELECT t::text FROM person_state AS t ORDER BY 1'),
    ];
    const live = await list();
    await rebuild();
    expect(await list()).toEqual(live);
    await attribution.work();
    expect(await yearsOf(mover)).toEqual(['2024 B PNS', '2025 A CPNS', '2026 B PNS']);
  });
});

describe('the years of people after the list of people was rebuilt', () => {
  it('are what the archive tells of them, without what an abandoned epoch orphaned', async () => {
    const [mover, ghost, gone] = people(3) as [string, string, string];
    await receive(...[mover, gone].map((id) => told(id, '2024-03-01', CPNS)));
    const orphans = [told(mover, '2025-05-01', { agencyId: AGENCY_B }), told(ghost, '2025-05-02', {})];
    await receive(...orphans, left(service, gone, '2025-06-01'));
    expect(await yearsOf(mover)).toEqual(['2024 A CPNS', '2025 B PNS', '2026 B PNS']);
    expect(await yearsOf(ghost)).not.toEqual([]);
    await orphan(orphans);
    await service.totals.stateChanges();
    await rebuild();
    expect(await isDue()).toBe(true);
    await attribution.work();
    expect(await yearsOf(mover)).toEqual(['2024 A CPNS', '2025 A CPNS', '2026 A CPNS']);
    expect(await yearsOf(ghost)).toEqual([]);
    expect(await yearsOf(gone)).toEqual(['2024 A CPNS']);
    expect(await isDue()).toBe(false);
    const marked = await service.rows<{ year: number; status: string }>(
      'SELECT DISTINCT year, employment_status AS status FROM totals_mark WHERE year < 2026 ORDER BY 1, 2',
    );
    // Where nothing is other than it was no total is added up again.
    expect(marked.filter(({ year }) => year === 2024)).toEqual([{ year: 2024, status: 'PNS' }]);
    expect(marked.filter(({ year }) => year === 2025).map(({ status }) => status)).toEqual(['CPNS', 'PNS']);
  });

  it('are looked at from where it was interrupted', async () => {
    const ids = people(520).sort();
    await receive(...ids.map((id) => told(id, '2024-03-01', CPNS)));
    const orphans = ids.map((id) => told(id, '2025-05-01', { agencyId: AGENCY_B }));
    await receive(...orphans);
    await orphan(orphans);
    await rebuild();
    let turns = 0;
    await attribution.work(() => (turns += 1) > 1);
    expect(await isDue()).toBe(true);
    expect(await yearsOf(ids.at(-1)!)).toEqual(['2024 A CPNS', '2025 B PNS', '2026 B PNS']);
    await attribution.work();
    expect(await isDue()).toBe(false);
    const all = await Promise.all(ids.map(yearsOf));
    expect(new Set(all.map((years) => years.join()))).toEqual(new Set(['2024 A CPNS,2025 A CPNS,2026 A CPNS']));
  });

  it('do not write over what the reader is told meanwhile', async () => {
    const [id] = people(1) as [string];
    await receive(told(id, '2024-03-01', CPNS));
    await rebuild();
    let working: Promise<void> | undefined;
    await service.database.unitOfWork.run(async (transaction) => {
      await service.handle([told(id, '2025-05-01', { agencyId: AGENCY_B })], { transaction, rebuilding: false });
      working = attribution.work();
      const waiting = `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
      await waitUntil('it waits its turn', async () => (await service.rows(waiting)).length > 0);
    });
    await working;
    expect(await yearsOf(id)).toEqual(['2024 A CPNS', '2025 B PNS', '2026 B PNS']);
    expect(await isDue()).toBe(false);
  });
});
