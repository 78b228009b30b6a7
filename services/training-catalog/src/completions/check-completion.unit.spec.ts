import { USUAL_AMOUNT_BOUNDS } from '@betang/asn';
import { describe, expect, it } from '@jest/globals';
import { checkCompletion } from './check-completion.decision.js';

const today = '2026-06-30';
const check = (startedOn: string, completedOn = startedOn, pathCode = 'KL03', quantityHundredths = 800) =>
  checkCompletion({ pathCode, quantityHundredths, startedOn, completedOn }, today, USUAL_AMOUNT_BOUNDS).map(
    ({ field, code }) => `${field} ${code}`,
  );

describe('a completion', () => {
  it.each([
    ['2026-06-30', '2026-06-30'],
    ['2026-06-01', '2026-06-30'],
    ['2025-12-29', '2026-01-02'],
    ['1950-01-01', '1950-01-01'],
    ['2016-05-01', '2016-05-02'],
  ])('from %s to %s can be recorded', (from, to) => {
    expect(check(from, to)).toEqual([]);
  });

  it.each([
    ['2026-06-30', '2026-07-01', 'completedOn completion.in-future'],
    ['2026-06-30', '2026-06-29', 'completedOn completion.ends-before-start'],
    ['1949-12-31', '2026-06-29', 'startedOn completion.too-early'],
  ])('from %s to %s cannot: %s', (from, to, problem) => {
    expect(check(from, to)).toEqual([problem]);
  });

  it.each([
    ['KL06', 36_500, 'completion.more-days-than-it-took'],
    ['KL03', 10_000_000, 'completion.hours-too-many'],
    ['NKL11', 100_000, 'completion.sessions-too-many'],
    ['PEND', 5_000, 'completion.semesters-too-many'],
  ])('of one day says no more of %s than a day can hold', (path, quantity, problem) => {
    expect(check('2026-06-01', '2026-06-01', path, quantity)).toEqual([`quantityHundredths ${problem}`]);
    expect(check('2026-06-01', '2026-06-01', path, 100)).toEqual([]);
  });

  it('of years before the rules is held against its days all the same', () => {
    expect(check('2016-05-01', '2016-05-02', 'KL06', 300)).toEqual([
      'quantityHundredths completion.more-days-than-it-took',
    ]);
  });

  it('needs a path that the reference data know', () => {
    expect(check('2026-06-01', '2026-06-01', 'KL99')).toEqual(['pathCode completion.path-unknown']);
  });
});
