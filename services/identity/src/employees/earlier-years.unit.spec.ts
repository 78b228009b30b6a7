import { describe, expect, it } from '@jest/globals';
import { firstDayOf, yearsReached } from './earlier-years.js';

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
});
