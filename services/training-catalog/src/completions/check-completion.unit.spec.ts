import { describe, expect, it } from '@jest/globals';
import { checkCompletion } from './check-completion.decision.js';

const today = '2026-06-30';
const check = (startedOn: string, completedOn = startedOn, pathCode = 'KL03') =>
  checkCompletion({ pathCode, startedOn, completedOn }, today).map(({ field, code }) => `${field} ${code}`);

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

  it('needs a path that the reference data know', () => {
    expect(check('2026-06-01', '2026-06-01', 'KL99')).toEqual(['pathCode completion.path-unknown']);
  });
});
