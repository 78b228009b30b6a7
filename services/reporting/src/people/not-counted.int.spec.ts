import { newId } from '@betang/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { erased, left, moved, registered } from '../testing/events.js';
import { ReportingUnderTest } from '../testing/reporting-under-test.js';
import { countNotCounted, type NotCounted } from './not-counted.js';
import { peopleOfYear } from './people-of-year.js';

let service: ReportingUnderTest;
beforeAll(async () => {
  service = await ReportingUnderTest.start();
});
afterAll(async () => service?.stop());

const YEARS = [2014, 2023, 2024, 2025, 2026, 2027];
const appointed = (year: number) => `19860926${year}051001`;
const on = (day: string) => ({ region: '62.03', time: `${day}T02:00:00.000Z` });

/** The same told the long way: who is on the list, and in no row of the people of the year. */
async function theLongWay(year: number): Promise<NotCounted> {
  const [row] = await service.rows<NotCounted>(
    `SELECT count(*)::int AS people, count(*) FILTER (WHERE p.since_year > $1)::int AS "appointedLater" FROM employee AS p
      WHERE p.in_service AND NOT EXISTS (SELECT 1 FROM ${peopleOfYear('$1::int')} AS y WHERE y.employee_id = p.employee_id)`,
    [year],
  );
  return row!;
}

describe('people of the list who are in no figure of a year', () => {
  const agencyId = newId();
  const later = { agencyId, unitId: agencyId, employeeNumber: appointed(2025), employmentStatus: 'CPNS' as const };
  beforeAll(async () => {
    const [came, away, gone, forgotten, both] = Array.from({ length: 5 }, () => newId()) as [string, ...string[]];
    await service.receive(
      registered(newId(), {}, on('2023-03-01')),
      registered(newId(), later, on('2025-03-01')),
      registered(newId(), { employeeNumber: appointed(2027) }, on('2026-03-01')),
      registered(came, { agencyId, unitId: agencyId }, on('2026-01-05')),
      moved('IN', came, '2026-01-01'),
      registered(away!, {}, on('2023-03-01')),
      left(away!, { leftOn: '2024-06-01' }),
      moved('OUT', away!, '2024-06-01'),
      registered(away!, {}, on('2026-01-05')),
      moved('IN', away!, '2026-01-01'),
      registered(gone!, later, on('2025-03-01')),
      left(gone!, { leftOn: '2025-09-01' }),
      left(forgotten!, { leftOn: '2025-09-01' }),
      erased(forgotten!),
      registered(both!, later, on('2026-01-05')),
      moved('IN', both!, '2026-01-01'),
    );
  });

  it('were appointed after it, or came from another region where they count', async () => {
    const found = [];
    for (const year of YEARS) {
      const counted = await countNotCounted(service.database, { year });
      expect([year, counted]).toEqual([year, await theLongWay(year)]);
      found.push([counted.people, counted.appointedLater]);
    }
    expect(found).toEqual([
      [6, 6],
      [4, 3],
      [5, 3],
      [4, 1],
      [1, 1],
      [0, 0],
    ]);
  });

  it('are asked of by what they are now', async () => {
    const people = async (asked: { agencyId?: string; status?: string }) =>
      (await countNotCounted(service.database, { year: 2024, ...asked })).people;
    expect(await people({ agencyId })).toBe(3);
    expect(await people({ agencyId, status: 'CPNS' })).toBe(2);
    expect(await people({ agencyId: newId() })).toBe(0);
  });
});
