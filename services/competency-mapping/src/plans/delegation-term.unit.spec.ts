import { describe, expect, it } from '@jest/globals';
import { latestEndOf } from './delegation-term.decision.js';

describe('a step that is handed over', () => {
  it('comes back after a quarter at the latest, over ends of months and years', () => {
    expect(latestEndOf('2026-12-01')).toBe('2027-03-03');
    expect(latestEndOf('2027-12-01')).toBe('2028-03-02');
  });

  it('goes by the term of the day on which it is given', () => {
    const terms = [
      { validFrom: '2000-01-01', days: 92 },
      { validFrom: '2027-01-01', days: 30 },
    ];
    expect(latestEndOf('2026-12-31', terms)).toBe('2027-04-02');
    expect(latestEndOf('2027-01-01', terms)).toBe('2027-01-31');
  });
});
