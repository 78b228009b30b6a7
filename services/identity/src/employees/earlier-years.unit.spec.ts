import { describe, expect, it } from '@jest/globals';
import { firstDayOf, reachOfReturn, servedYears, yearsReached } from './earlier-years.js';

describe('the years that a change reaches', () => {
  const years = (since: string, today: string) =>
    yearsReached([{ employeeId: 'p', since }], today).map(({ first, last }) => [first, last]);

  it('are those that are over, from its first day on', () => {
    expect(years('2025-12-31', '2026-01-01')).toEqual([[2025, 2025]]);
    expect(years('2023-02-28', '2026-11-23')).toEqual([[2023, 2025]]);
  });

  it('are none in the year of today', () => {
    expect(years('2026-01-01', '2026-12-31')).toEqual([]);
    expect(years('2026-12-31', '2026-12-31')).toEqual([]);
  });

  it('are no more than an event can name', () => {
    expect(years('0001-01-01', '2026-11-23')).toEqual([[1950, 2025]]);
    expect(years('1950-01-01', '2100-01-01')).toEqual([[2000, 2099]]);
  });

  it('begin with the first day of status or unit, whichever is named; other facets are no matter of theirs', () => {
    expect(firstDayOf({ UNIT: '2025-12-01' }, '2026-11-23')).toBe('2025-12-01');
    expect(firstDayOf({ STATUS: '2026-01-01', UNIT: '2025-12-01' }, '2026-11-23')).toBe('2025-12-01');
    expect(firstDayOf({ GRADE: '2020-04-01' }, '2026-11-23')).toBe('2026-11-23');
  });

  it('are of who comes back those since the leaving, or since the first day of the change', () => {
    const knownAs = { employmentStatus: 'PNS', agencyId: 'a', unitId: 'u' } as const;
    const reach = (since: string) => reachOfReturn('p', since, { since: '2024-05-01', knownAs });
    expect(yearsReached([reach('2026-02-01')], '2026-11-23')).toEqual([
      { employeeId: 'p', first: 2024, last: 2025, away: { since: '2024-05-01', knownAs } },
    ]);
    expect(yearsReached([reach('2023-12-01')], '2026-11-23')).toMatchObject([{ first: 2023, last: 2025 }]);
  });
});

describe('the years that count of who has left', () => {
  const years = [2023, 2024, 2025].map((year) => ({
    ...{ year, employmentStatus: 'PNS' as const, agencyId: 'a', unitId: 'u' },
  }));
  it.each([
    ['2025-12-31', [2023, 2024]],
    ['2026-01-01', [2023, 2024, 2025]],
    ['2023-06-01', []],
  ])('are for who left on %s those that were over by then: %j', (leftOn, expected) => {
    expect(servedYears(years, leftOn).map(({ year }) => year)).toEqual(expected);
  });
});
