import { describe, expect, it } from '@jest/globals';
import { lastYearOf } from './plan-years.decision.js';

describe('the last year of a plan', () => {
  it.each([
    ['ANNUAL', undefined, 2027],
    ['ANNUAL', 2027, 2027],
    ['MULTI_YEAR', undefined, 2027],
    ['MULTI_YEAR', 2031, 2031],
  ] as const)('of kind %s with %s is %s', (kind, lastYear, expected) => {
    expect(lastYearOf({ kind, firstYear: 2027, lastYear })).toBe(expected);
  });

  it.each([
    ['ANNUAL', 2028],
    ['ANNUAL', 2026],
    ['MULTI_YEAR', 2020],
  ] as const)('of kind %s is never taken as %s', (kind, lastYear) => {
    expect(() => lastYearOf({ kind, firstYear: 2027, lastYear })).toThrow(
      expect.objectContaining({ code: 'plan-years-wrong', field: 'lastYear' }),
    );
  });
});
