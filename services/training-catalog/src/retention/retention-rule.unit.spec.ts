import { describe, expect, it } from '@jest/globals';
import { checkNewRule, keptSince, ruleOn, type RetentionKind, type RetentionRule } from './retention-rule.decision.js';

const rule = (kind: RetentionKind, keepDays: number, validFrom: string): RetentionRule => ({
  ruleId: `${kind} ${validFrom}`,
  kind,
  keepDays,
  validFrom,
  basis: 'Ketentuan rekaan',
  certainty: 'assumed',
});

describe('the rule of a day', () => {
  const rules = [
    rule('SUBMISSION', 730, '2022-10-17'),
    rule('SUBMISSION', 365, '2026-07-01'),
    rule('TEST_SITTING', 30, '2022-10-17'),
  ];

  it.each([
    ['2022-10-16', undefined],
    ['2026-06-30', 730],
    ['2026-07-01', 365],
    ['2030-01-01', 365],
  ])('%s keeps work for %p days', (day, days) => {
    expect(ruleOn(rules, 'SUBMISSION', day)?.keepDays).toBe(days);
  });

  it('is none where a kind has none', () => {
    expect(ruleOn(rules, 'GUEST_REQUEST', '2026-06-30')).toBeUndefined();
  });

  it.each([
    [1, '2026-06-29'],
    [30, '2026-05-31'],
    [730, '2024-06-30'],
  ])('of %i days keeps what ended on %s or later', (keepDays, day) => {
    expect(keptSince({ keepDays }, '2026-06-30')).toBe(day);
  });
});

describe('a new rule', () => {
  const check = (kind: RetentionKind, keepDays: number, validFrom: string) => {
    try {
      checkNewRule({ kind, keepDays, validFrom }, '2026-06-30');
      return 'fine';
    } catch (error) {
      return (error as { code: string }).code;
    }
  };

  it.each([
    ['SUBMISSION', 1, '2026-07-07', 'fine'],
    ['SUBMISSION', 1, '2026-07-06', 'catalogue-retention-too-soon'],
    ['GUEST_REQUEST', 90, '2026-07-07', 'catalogue-retention-too-short'],
    ['GUEST_REQUEST', 91, '2026-07-07', 'fine'],
  ] as const)('on %s of %i days from %s is %s', (kind, keepDays, validFrom, outcome) => {
    expect(check(kind, keepDays, validFrom)).toBe(outcome);
  });
});
