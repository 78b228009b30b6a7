import { describe, expect, it } from '@jest/globals';
import { bandOf, countedYear, hoursAtPace, paceOf } from './fulfilment.decision.js';

const pns = { minimumHundredths: 2000, maximumCountedHundredths: null };
const pppk = { minimumHundredths: null, maximumCountedHundredths: 2400 };
const months = (...hours: number[]) => Array.from({ length: 12 }, (_, index) => hours[index] ?? 0);

describe('a year under the most that counts', () => {
  it('counts everything where there is no most', () => {
    expect(countedYear(months(1000, 5000, 1), pns)).toEqual({ counted: 6001, byMonth: months(1000, 5000, 1) });
  });

  it.each([
    [months(2400), 2400, months(2400)],
    [months(2401), 2400, months(2400)],
    [months(2000, 300, 200, 400), 2400, months(2000, 300, 100, 0)],
    [months(0, 0, 2500, 1), 2400, months(0, 0, 2400, 0)],
    [months(), 0, months()],
  ])('stops at 24 JP in the order of the months: %p', (byMonth, counted, expected) => {
    expect(countedYear(byMonth, pppk)).toEqual({ counted, byMonth: expected });
  });
});

describe('the band of a person', () => {
  it.each([
    [0, 'none'],
    [1, 'started'],
    [999, 'started'],
    [1000, 'halfway'],
    [1999, 'halfway'],
    [2000, 'fulfilled'],
    [9999, 'fulfilled'],
  ])('with %p hundredths of 20 JP is %s', (counted, band) => {
    expect(bandOf(counted, pns)).toBe(band);
  });

  it('knows no half of an odd duty that is not one', () => {
    const odd = { minimumHundredths: 2001, maximumCountedHundredths: null };
    expect(bandOf(1000, odd)).toBe('started');
    expect(bandOf(1001, odd)).toBe('halfway');
  });

  it('is fulfilled with any hours where the status has no least amount', () => {
    expect(bandOf(0, pppk)).toBe('none');
    expect(bandOf(1, pppk)).toBe('fulfilled');
  });
});

describe('the pace of a year', () => {
  it.each([
    ['2025-12-31', 0],
    ['2026-01-01', 5],
    ['2026-07-02', 1002],
    ['2026-12-31', 2000],
    ['2027-01-01', 2000],
  ])('of 20 JP is on %s at %p hundredths', (today, hours) => {
    expect(hoursAtPace(2000, 2026, today)).toBe(hours);
  });

  it('takes a leap year for what it is', () => {
    expect(hoursAtPace(3660, 2024, '2024-02-29')).toBe(600);
  });

  it.each([
    [2000, '2026-02-01', 'FULFILLED'],
    [1002, '2026-07-02', 'ON_PACE'],
    [1001, '2026-07-02', 'BEHIND'],
    [1999, '2026-12-31', 'BEHIND'],
    [1999, '2027-01-01', 'MISSED'],
    [0, '2025-12-31', 'ON_PACE'],
  ])('%p hundredths on %s: %s', (counted, today, pace) => {
    expect(paceOf(counted, pns, 2026, today)).toBe(pace);
  });

  it('has nothing to ask of a status without a least amount', () => {
    expect(paceOf(0, pppk, 2026, '2026-12-31')).toBe('FULFILLED');
  });
});
