import { describe, expect, it } from '@jest/globals';
import { checkNewRule, keptSince, ruleOn, type RetentionKind, type RetentionRule } from './retention-rule.decision.js';

const KIND: RetentionKind = 'SIASN_MAIN_DATA';
const rule = (keepDays: number, validFrom: string): RetentionRule => ({
  ...{ ruleId: validFrom, kind: KIND, keepDays, validFrom },
  ...{ basis: 'Ketentuan rekaan', certainty: 'assumed' },
});

describe('how long records are kept', () => {
  it.each([
    ['2022-10-16', undefined],
    ['2026-06-30', 730],
    ['2026-07-01', 30],
  ])('on %s is %p days', (day, days) => {
    expect(ruleOn([rule(730, '2022-10-17'), rule(30, '2026-07-01')], KIND, day)?.keepDays).toBe(days);
  });

  it('counts back from today', () => {
    expect(keptSince({ keepDays: 730 }, '2026-06-30')).toBe('2024-06-30');
  });

  it.each([
    [30, '2026-07-07', 'fine'],
    [30, '2026-07-06', 'hours-retention-too-soon'],
  ])('is changed to %i days from %s on: %s', (keepDays, validFrom, outcome) => {
    const check = (): string => {
      try {
        checkNewRule({ kind: KIND, keepDays, validFrom } as RetentionRule, '2026-06-30');
        return 'fine';
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    expect(check()).toBe(outcome);
  });
});
