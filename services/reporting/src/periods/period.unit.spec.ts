import { describe, expect, it } from '@jest/globals';
import { nextDay, yearOf } from '../schedules/next-day.decision.js';
import { lastMonthOf } from './period-months.decision.js';
import { corrections, digestOf, mayDecide, maySubmit } from './period.decision.js';

const figure = (key: string, value: number | null, name = 'people') => ({
  report: 'fulfilment',
  key,
  figure: name,
  value,
});

describe('a report of a period', () => {
  it('is submitted, approved, locked; sent back until it is locked', () => {
    expect(
      [undefined, 'RETURNED', 'SUBMITTED', 'APPROVED', 'LOCKED'].map((state) => maySubmit(state as never)),
    ).toEqual([true, true, false, false, false]);
    const may = (state: 'SUBMITTED' | 'RETURNED' | 'APPROVED' | 'LOCKED') =>
      (['APPROVED', 'RETURNED', 'LOCKED'] as const).filter((decision) => mayDecide(state, decision));
    expect(may('SUBMITTED')).toEqual(['APPROVED', 'RETURNED']);
    expect(may('APPROVED')).toEqual(['RETURNED', 'LOCKED']);
    expect(may('RETURNED')).toEqual([]);
    expect(may('LOCKED')).toEqual([]);
  });

  it('has one digest whatever the order of its figures', () => {
    expect(digestOf([figure('a', 1), figure('b', null)])).toBe(digestOf([figure('b', null), figure('a', 1)]));
    expect(digestOf([figure('a', 1)])).not.toBe(digestOf([figure('a', 2)]));
  });

  it('shows what was corrected, went or came since', () => {
    expect(
      corrections(
        [figure('a', 1), figure('b', 2), figure('c', 3)],
        [figure('a', 1), figure('b', 5), figure('d', 4), figure('e', null)],
      ),
    ).toEqual([
      { ...figure('b', 2), now: 5 },
      { ...figure('c', 3), now: null },
      { ...figure('d', null), now: 4 },
    ]);
  });
});

describe('the next day of a schedule', () => {
  it.each([
    ['DAILY', '2026-12-31', '2027-01-01'],
    ['WEEKLY', '2026-11-22', '2026-11-23'],
    ['WEEKLY', '2026-11-23', '2026-11-30'],
    ['MONTHLY', '2026-01-31', '2026-02-01'],
    ['MONTHLY', '2026-12-01', '2027-01-01'],
  ] as const)('%s after %s is %s', (frequency, after, next) => {
    expect(nextDay(frequency, after)).toBe(next);
  });
});

describe('a scheduled report', () => {
  it("of new year's day is about the year that ended", () => {
    expect(yearOf('2027-01-01')).toBe(2026);
    expect(yearOf('2027-01-02')).toBe(2027);
    expect(yearOf('2026-12-31')).toBe(2026);
  });
});

describe('a part of a year', () => {
  it('counts from January to its last month', () => {
    expect((['Q1', 'Q2', 'H1', 'Q3', 'Q4', 'H2', 'YEAR'] as const).map(lastMonthOf)).toEqual([3, 6, 6, 9, 12, 12, 12]);
  });
});
