import { describe, expect, it } from '@jest/globals';
import { MOST_PERIODS, capPeriods } from './cap-periods.js';

describe('the periods that a training touched', () => {
  it.each([
    ['2026-03-01', '2026-03-01', 'DAY', ['2026-03-01']],
    ['2026-02-27', '2026-03-02', 'DAY', ['2026-02-27', '2026-02-28', '2026-03-01', '2026-03-02']],
    ['2024-02-28', '2024-03-01', 'DAY', ['2024-02-28', '2024-02-29', '2024-03-01']],
    ['2025-12-31', '2026-01-01', 'DAY', ['2025-12-31', '2026-01-01']],
    ['2026-03-31', '2026-03-31', 'MONTH', ['2026-03']],
    ['2025-11-15', '2026-02-01', 'MONTH', ['2025-11', '2025-12', '2026-01', '2026-02']],
    ['2024-12-31', '2026-01-01', 'YEAR', ['2024', '2025', '2026']],
  ] as const)('%s to %s by %s', (from, to, period, expected) => {
    expect(capPeriods(from, to, period)).toEqual(expected);
  });

  it('are those of the last day where a record ends before it starts', () => {
    expect(capPeriods('2026-03-05', '2026-03-01', 'DAY')).toEqual(['2026-03-01']);
  });

  it('are the last ones of a time that cannot be meant', () => {
    const days = capPeriods('1990-01-01', '2026-03-01', 'DAY');
    expect(days).toHaveLength(MOST_PERIODS);
    expect(days.at(-1)).toBe('2026-03-01');
    expect(capPeriods('1950-01-01', '2026-03-01', 'MONTH')).toHaveLength(MOST_PERIODS);
  });
});
