import { describe, expect, it } from '@jest/globals';
import { todayIn, yearIn } from './effective-day.js';

describe('the day in a region', () => {
  it.each([
    ['62.03', '2026-12-31T16:59:59Z', '2026-12-31', 2026],
    ['62.03', '2026-12-31T17:00:00Z', '2027-01-01', 2027],
    ['64.03', '2026-12-31T16:00:00Z', '2027-01-01', 2027],
  ])('of %s at %s', (region, instant, day, year) => {
    expect([todayIn(region, new Date(instant)), yearIn(region, new Date(instant))]).toEqual([day, year]);
  });
});
