import 'reflect-metadata';
import {
  EmployeeChanged,
  EmployeeLeft,
  EmployeeRegistered,
  EmployeeTransferredIn,
  HoursRecorded,
  UnitRecorded,
  newId,
  type EventData,
} from '@betang/contracts';
import { startRegionUnderTest, waitUntil, type RegionUnderTest, type ServiceUnderTest } from '@betang/testing';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Clock } from '../clock.js';
import type { HomePeoplePage, HomeUnitsView } from '../home/home.dto.js';
import type { ReportView } from '../reports/report.dto.js';
import { fixtureOf } from '../testing/events.js';
import { startReporting, type CallerRole, type RunningReporting } from '../testing/running-reporting.js';

const BKPSDM: CallerRole = { role: 'bkpsdm-officer', region: '62.03' };
const [HEALTH, SCHOOLS] = [newId(), newId()];
const [STAYS, RETIRES, LONG_GONE, MOVES, PROMOTED, COMES] = Array.from({ length: 6 }, () => newId()) as [
  ...[string, string, string, string, string, string],
];
type State = EventData<typeof EmployeeChanged>;

// R27: the year's report is read and approved in January, when people have already retired, moved, and become PNS.
describe('R27: an officer reads the report of last year in January', () => {
  let region: RegionUnderTest;
  let reporting: RunningReporting;
  let identity: ServiceUnderTest;
  let learningHours: ServiceUnderTest;

  beforeAll(async () => {
    region = await startRegionUnderTest('62.03', { services: ['identity', 'learning-hours', 'reporting'] });
    [identity, learningHours] = [await region.service('identity'), await region.service('learning-hours')];
    identity.start();
    learningHours.start();
    reporting = await startReporting(region);
    clockIs('2025-12-30T02:00:00Z');
  }, 120_000);
  afterAll(async () => {
    jest.restoreAllMocks();
    await reporting?.stop();
    await region?.stop();
  });

  function clockIs(time: string): void {
    const clock = reporting.service.app.get<Clock>(Clock, { strict: false });
    jest.spyOn(clock, 'now').mockReturnValue(new Date(time));
  }
  const stateOf = (employeeId: string, changes: Partial<State> = {}): State => ({
    ...fixtureOf(EmployeeRegistered),
    ...{ employeeId, name: `Rekaan ${employeeId.slice(-4)}`, employeeNumber: '198609262015051001' },
    ...{ employmentStatus: 'PNS', agencyId: HEALTH, unitId: HEALTH },
    ...changes,
  });
  const came = (employeeId: string, time: string, changes: Partial<State> = {}) =>
    EmployeeRegistered.create({ subject: employeeId, data: stateOf(employeeId, changes), time: new Date(time) });
  const became = (employeeId: string, time: string, changes: Partial<State>) =>
    EmployeeChanged.create({ subject: employeeId, data: stateOf(employeeId, changes), time: new Date(time) });
  const retired = (employeeId: string, leftOn: string, time: string) =>
    EmployeeLeft.create({
      subject: employeeId,
      data: { employeeId, leftOn, reason: 'RETIRED' },
      time: new Date(time),
    });
  const learned = (employeeId: string, year: number, jp: number) =>
    HoursRecorded.create({
      subject: employeeId,
      data: fixtureOf(HoursRecorded, { entryId: newId(), employeeId, year, counted: jp * 100, earned: jp * 100 }),
    });
  const get = async <T>(path: string) => (await reporting.get<T>(path, BKPSDM)).body;
  const rowsOf = async (year: number, groupBy: string) => {
    const { rows } = await get<ReportView>(`reports/fulfilment?year=${year}&groupBy=${groupBy}`);
    return Object.fromEntries(
      rows.map(({ key, figures }) => [key, [figures['people'], figures['fulfilled'], figures['countedJp']]]),
    );
  };
  const peopleOf = async (year: number, unitId: string) => {
    const { items } = await get<HomePeoplePage>(`home/people?year=${year}&unitId=${unitId}`);
    return items.map(({ employeeId }) => employeeId).sort();
  };
  const waiting = async () => (await region.sql('SELECT 1 FROM reporting.home_mark')).length;

  it('sees everyone of the year while it lasts', async () => {
    const unit = (unitId: string, name: string) =>
      UnitRecorded.create({
        subject: unitId,
        data: { unitId, kind: 'AGENCY', name, agencyId: unitId, parentUnitId: null },
      });
    const begun = '2025-03-01T02:00:00Z';
    await identity.publish(
      unit(HEALTH, 'Dinas Kesehatan (rekaan)'),
      unit(SCHOOLS, 'Dinas Pendidikan (rekaan)'),
      ...[STAYS, RETIRES, LONG_GONE, MOVES].map((id) => came(id, begun)),
      came(PROMOTED, begun, { employmentStatus: 'CPNS', employeeNumber: '199809262025031001' }),
    );
    await learningHours.publish(
      ...[STAYS, RETIRES, LONG_GONE, MOVES, PROMOTED].map((id) => learned(id, 2025, 20)),
      learned(MOVES, 2026, 8),
    );
    await waitUntil('the sums are made', async () => (await rowsOf(2025, 'region'))['62.03']?.[2] === 100);
    expect(await rowsOf(2025, 'agency')).toEqual({ [HEALTH]: [5, 5, 100] });
  });

  it('sees those who served when it ended, as they were, and this year those of today', async () => {
    clockIs('2026-01-20T02:00:00Z');
    await identity.publish(
      // New Year's night in the region, the old year still in UTC.
      became(MOVES, '2025-12-31T17:30:00Z', { agencyId: SCHOOLS, unitId: SCHOOLS }),
      retired(RETIRES, '2026-01-10', '2026-01-09T02:00:00Z'),
      retired(LONG_GONE, '2025-12-20', '2026-01-10T02:00:00Z'),
      became(PROMOTED, '2026-01-15T02:00:00Z', { employmentStatus: 'PNS', employeeNumber: '199809262025031001' }),
      came(COMES, '2026-01-16T02:00:00Z', { agencyId: SCHOOLS, unitId: SCHOOLS }),
      EmployeeTransferredIn.create({
        subject: COMES,
        data: fixtureOf(EmployeeTransferredIn, { employeeId: COMES, effectiveOn: '2026-01-05' }),
        time: new Date('2026-01-16T02:00:00Z'),
      }),
    );
    await waitUntil('everything has come and is summed up', async () => {
      if ((await region.sql('SELECT 1 FROM reporting.employee_move')).length === 0) return false;
      const { people } = (await get<HomeUnitsView>('home/units?year=2026&sort=people')).items.at(-1) ?? {};
      return (await rowsOf(2026, 'status'))['PNS']?.[0] === 4 && people === 2 && (await waiting()) === 0;
    });
    // What learning-hours states of the same people: five less the one who was gone, nobody of those who came later.
    expect(await rowsOf(2025, 'agency')).toEqual({ [HEALTH]: [4, 4, 80] });
    expect(await rowsOf(2025, 'status')).toEqual({ PNS: [3, 3, 60], CPNS: [1, 1, 20] });
    expect(await rowsOf(2025, 'region')).toEqual({ '62.03': [4, 4, 80] });
    // Of the list of now: who came from elsewhere, and in the year before also who was appointed later. Both are told, and in a file too.
    const notCounted = async (report: string) => {
      const years = [2024, 2025, 2026].map((year) => get<{ notCounted: unknown }>(`${report}?year=${year}`));
      return (await Promise.all(years)).map((one) => one.notCounted);
    };
    const expected = [
      { people: 2, appointedLater: 1 },
      { people: 1, appointedLater: 0 },
      { people: 0, appointedLater: 0 },
    ];
    for (const report of ['fulfilment', 'reports/fulfilment', 'reports/participation'])
      expect(await notCounted(report)).toEqual(expected);
    expect(await notCounted('reports/budget-share')).toEqual([null, null, null]);
    const elsewhere = await get<{ notCounted: unknown }>('fulfilment?year=2024&region=62.71');
    expect(elsewhere.notCounted).toBeNull();
    const other = await get<{ notCounted: unknown }>(`reports/fulfilment?year=2024&agencyId=${HEALTH}`);
    expect(other.notCounted).toEqual({ people: 1, appointedLater: 1 });
    expect(await peopleOf(2025, HEALTH)).toEqual([STAYS, RETIRES, MOVES, PROMOTED].sort());
    expect(await peopleOf(2025, SCHOOLS)).toEqual([]);

    expect(await rowsOf(2026, 'agency')).toEqual({ [HEALTH]: [2, 0, 0], [SCHOOLS]: [2, 0, 8] });
    expect(await rowsOf(2026, 'status')).toEqual({ PNS: [4, 0, 8] });
    expect(await peopleOf(2026, HEALTH)).toEqual([STAYS, PROMOTED].sort());
    expect(await peopleOf(2026, SCHOOLS)).toEqual([MOVES, COMES].sort());
  });

  it('sees hours of last year that are booked late in the agency of then', async () => {
    await learningHours.publish(learned(MOVES, 2025, 5));
    await waitUntil('they are summed up', async () => (await rowsOf(2025, 'region'))['62.03']?.[2] === 85);
    expect(await rowsOf(2025, 'agency')).toEqual({ [HEALTH]: [4, 4, 85] });
  });

  it('sees a decree of December that is recorded in January where it belongs', async () => {
    const there = { agencyId: SCHOOLS, unitId: SCHOOLS };
    const then = { year: 2025, ...there, employmentStatus: 'PNS' } as const;
    await identity.publish(became(STAYS, '2026-01-22T02:00:00Z', { ...there, earlierYears: [then] }));
    await waitUntil('it is summed up', async () => (await rowsOf(2025, 'agency'))[SCHOOLS]?.[0] === 1);
    expect(await rowsOf(2025, 'agency')).toEqual({ [HEALTH]: [3, 3, 65], [SCHOOLS]: [1, 1, 20] });
    expect(await peopleOf(2025, SCHOOLS)).toEqual([STAYS]);
    expect(await peopleOf(2026, SCHOOLS)).toEqual([MOVES, COMES, STAYS].sort());
  });
});
