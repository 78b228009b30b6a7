import { newId } from '@betang/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { changed, erased, hours, left, moved, registered } from '../testing/events.js';
import { ReportingUnderTest } from '../testing/reporting-under-test.js';
import { HomeQueries } from '../home/home.queries.js';
import { peopleOfYear } from './people-of-year.js';

let service: ReportingUnderTest;
beforeAll(async () => {
  service = await ReportingUnderTest.start();
});
afterAll(async () => service?.stop());

const [A, B] = [newId(), newId()];
const at = (unitId: string, employmentStatus: 'CPNS' | 'PNS' = 'PNS') => ({ unitId, employmentStatus });
const on = (day: string) => ({ region: '62.03', time: `${day}T02:00:00.000Z` });
/** Unit and status in each year, or none where the person counts in nobody's figures. */
async function yearsOf(employeeId: string, years: readonly number[]): Promise<string[]> {
  const found: string[] = [];
  for (const year of years) {
    const [row] = await service.rows<{ unit: string; status: string }>(
      `SELECT unit_id AS unit, employment_status AS status FROM ${peopleOfYear('$1::int')} AS e WHERE employee_id = $2`,
      [year, employeeId],
    );
    found.push(row === undefined ? 'none' : `${row.unit === A ? 'A' : 'B'} ${row.status}`);
  }
  return found;
}

type Events = ReturnType<typeof registered>[];
/** As they come, then from the last to the first, and again: always the same years. */
async function inAnyOrder(make: (employeeId: string) => Events, years: readonly number[], expected: readonly string[]) {
  const [first, second] = [newId(), newId()];
  await service.receive(...make(first));
  expect(await yearsOf(first, years)).toEqual(expected);
  const events = make(second);
  for (const event of [...events].reverse()) await service.receive(event);
  await service.database.unitOfWork.run((tx) => service.apply(tx, events));
  expect(await yearsOf(second, years)).toEqual(expected);
}

describe('people who count in a year', () => {
  it('are where and what they were when it ended, also two changes later', () =>
    inAnyOrder(
      (id) => [
        registered(id, at(A, 'CPNS'), on('2024-03-01')),
        changed(id, at(B, 'CPNS'), on('2025-05-01')),
        changed(id, at(B), on('2025-09-01')),
        changed(id, at(A), on('2027-02-01')),
      ],
      [2014, 2015, 2023, 2024, 2025, 2026, 2027, 2028],
      ['none', 'A CPNS', 'A CPNS', 'A CPNS', 'B PNS', 'B PNS', 'A PNS', 'A PNS'],
    ));

  it('are in a year what was told of it once it was over, and that alone', async () => {
    const earlier = (...years: [number, string, 'CPNS' | 'PNS'][]) => ({
      earlierYears: years.map(([year, unitId, employmentStatus]) => ({
        ...{ year, agencyId: newId(), unitId, employmentStatus },
      })),
    });
    const years = [2023, 2024, 2025, 2026, 2027];
    // PNS since New Year, told first; then a decree of December on the unit.
    await inAnyOrder(
      (id) => [
        registered(id, at(A, 'CPNS'), on('2024-03-01')),
        changed(id, at(A), on('2026-01-05')),
        changed(id, { ...at(B), ...earlier([2025, B, 'CPNS']) }, on('2026-01-20')),
      ],
      years,
      ['A CPNS', 'A CPNS', 'B CPNS', 'B PNS', 'B PNS'],
    );
    // Recorded a year and a half late, and put right by a later one.
    await inAnyOrder(
      (id) => [
        registered(id, at(A, 'CPNS'), on('2023-03-01')),
        changed(id, { ...at(B), ...earlier([2024, B, 'CPNS'], [2025, B, 'PNS']) }, on('2026-03-01')),
        changed(id, { ...at(B), ...earlier([2024, A, 'PNS']) }, on('2026-04-01')),
      ],
      years,
      ['A CPNS', 'A PNS', 'B PNS', 'B PNS', 'B PNS'],
    );
  });

  it('count to the last day of service, whenever that was told, and all along where they came back', async () => {
    const came = (id: string) => registered(id, at(A), on('2024-03-01'));
    const years = [2024, 2025, 2026];
    await inAnyOrder((id) => [came(id), left(id, { leftOn: '2025-12-20' })], years, ['A PNS', 'none', 'none']);
    await inAnyOrder((id) => [came(id), left(id, { leftOn: '2025-12-31' })], years, ['A PNS', 'none', 'none']);
    await inAnyOrder((id) => [came(id), left(id, { leftOn: '2026-01-01' })], years, ['A PNS', 'A PNS', 'none']);
    await inAnyOrder((id) => [came(id), left(id, { recordedInError: true })], years, ['none', 'none', 'none']);
    const back = (id: string) => registered(id, at(B), on('2026-06-01'));
    await inAnyOrder((id) => [came(id), left(id, { leftOn: '2025-03-01' }), back(id)], years, [
      ...['A PNS', 'A PNS', 'B PNS'],
    ]);
    await inAnyOrder((id) => [came(id), left(id, { leftOn: '2026-01-01' }), erased(id)], years, [
      ...['A PNS', 'A PNS', 'none'],
    ]);
  });

  it('are what was told of a year with their leaving, and nobody of whom nothing else was told', async () => {
    const years = [2023, 2024, 2025, 2026];
    const was = (year: number, unitId: string, employmentStatus: 'CPNS' | 'PNS') => ({
      ...{ year, agencyId: newId(), unitId, employmentStatus },
    });
    await inAnyOrder(
      (id) => [
        registered(id, at(A), on('2025-03-01')),
        left(id, { leftOn: '2026-01-15' }, on('2026-01-20')),
        left(id, { leftOn: '2026-01-15', earlierYears: [was(2025, B, 'CPNS')] }, on('2026-03-01')),
        left(id, { leftOn: '2026-01-15', earlierYears: [was(2023, B, 'PNS')] }, on('2026-04-01')),
      ],
      years,
      ['B PNS', 'A PNS', 'B CPNS', 'none'],
    );
    await inAnyOrder(
      (id) => [left(id, { leftOn: '2026-01-15', earlierYears: [was(2025, B, 'CPNS')] }, on('2026-03-01'))],
      years,
      ['none', 'none', 'none', 'none'],
    );
  });

  it('count in the other region before they came from it, and while they were away', async () => {
    const years = [2023, 2024, 2025, 2026];
    await inAnyOrder((id) => [registered(id, at(A), on('2026-01-05')), moved('IN', id, '2026-01-01')], years, [
      ...['none', 'none', 'none', 'A PNS'],
    ]);
    await inAnyOrder(
      (id) => [
        registered(id, at(A), on('2023-03-01')),
        left(id, { leftOn: '2024-06-01' }),
        moved('OUT', id, '2024-06-01'),
        registered(id, at(B), on('2026-01-05')),
        moved('IN', id, '2026-01-01'),
      ],
      years,
      ['A PNS', 'none', 'none', 'B PNS'],
    );
  });

  it('let who sees the unit of then see where the hours of that year come from, and of no other', async () => {
    const [employeeId, home] = [newId(), new HomeQueries(service.database)];
    await service.receive(
      registered(employeeId, at(A), on('2025-03-01')),
      changed(employeeId, at(B), on('2026-03-01')),
    );
    await service.receive(hours({ employeeId, year: 2025 }), hours({ employeeId, year: 2026 }));
    const seen = async (year: number, unitId: string) =>
      (await home.entries(employeeId, year, [unitId], { after: undefined, limit: 5 }))?.length;
    expect(await seen(2025, A)).toBe(1);
    expect(await seen(2026, A)).toBeUndefined();
    expect([await seen(2025, B), await seen(2026, B)]).toEqual([1, 1]);
  });

  it('have the sums of the units where they were in that year made anew', async () => {
    const employeeId = newId();
    await service.receive(
      registered(employeeId, at(A), on('2025-03-01')),
      changed(employeeId, at(B), on('2026-03-01')),
    );
    const marked = async (event: Events[number]) => {
      await service.rows('DELETE FROM home_mark');
      await service.receive(event);
      const rows = await service.rows<{ unit: string; year: number }>('SELECT unit_id AS unit, year FROM home_mark');
      return rows.map(({ unit, year }) => `${unit === A ? 'A' : 'B'} ${year}`).sort();
    };
    expect(await marked(hours({ employeeId, year: 2025 }))).toEqual(['A 2025', 'B 2025']);
    expect(await marked(left(employeeId, { leftOn: '2025-12-20' }))).toEqual(['A 0', 'B 0']);
    expect(await marked(moved('IN', employeeId, '2025-01-01'))).toEqual(['A 0', 'B 0']);
    const other = newId();
    await service.receive(registered(other, at(A), on('2025-03-01')));
    const was = { year: 2025, agencyId: newId(), unitId: B, employmentStatus: 'PNS' as const };
    expect(await marked(changed(other, { ...at(A), earlierYears: [was] }, on('2026-03-01')))).toEqual(['A 0', 'B 0']);
    const gone = newId();
    await service.receive(registered(gone, at(A), on('2025-03-01')));
    const leaving = { leftOn: '2026-01-15', earlierYears: [was] };
    expect(await marked(left(gone, leaving, on('2026-03-01')))).toEqual(['A 0', 'B 0']);
  });
});
