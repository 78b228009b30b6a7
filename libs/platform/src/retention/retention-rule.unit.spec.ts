import { describe, expect, it } from '@jest/globals';

import { checkNewRule, keptSince, ruleOn } from './retention-rule.decision.js';
import type { RetentionRule } from './retention-rule.decision.js';

const rule = (kind: string, keepDays: number, validFrom: string): RetentionRule => ({
  ...{ ruleId: `${kind} ${validFrom}`, kind, keepDays, validFrom },
  ...{ basis: 'Ketentuan rekaan', certainty: 'assumed' },
});

describe('the rule of a day', () => {
  const rules = [rule('FILE', 730, '2022-10-17'), rule('FILE', 365, '2026-07-01'), rule('NAME', 30, '2022-10-17')];

  it.each([
    ['2022-10-16', undefined],
    ['2026-06-30', 730],
    ['2026-07-01', 365],
    ['2030-01-01', 365],
  ])('%s keeps files for %p days', (day, days) => {
    expect(ruleOn(rules, 'FILE', day)?.keepDays).toBe(days);
    expect(ruleOn([...rules].reverse(), 'FILE', day)?.keepDays).toBe(days);
  });

  it('is none where a kind has none', () => {
    expect(ruleOn(rules, 'REQUEST', '2026-06-30')).toBeUndefined();
  });

  it.each([
    [1, '2026-06-29'],
    [30, '2026-05-31'],
    [730, '2024-06-30'],
  ])('of %i days keeps what is from %s or later', (keepDays, day) => {
    expect(keptSince({ keepDays }, '2026-06-30')).toBe(day);
  });
});

describe('a new rule', () => {
  const definition = {
    codes: { exists: 'exists', tooSoon: 'too-soon' },
    limits: [
      { kind: 'NAME', least: 91, code: 'too-short' },
      { kind: 'HOURS', most: 730, code: 'too-long' },
    ],
  };
  const outcome = (kind: string, keepDays: number, validFrom: string): unknown => {
    try {
      checkNewRule({ kind, keepDays, validFrom }, definition, '2026-06-30');
      return 'fine';
    } catch (error) {
      const { code, status, field, params } = error as Record<string, unknown>;
      return { code, status, field, params };
    }
  };
  const soon = { code: 'too-soon', status: 422, field: 'validFrom', params: { days: 7 } };
  const short = { code: 'too-short', status: 422, field: 'keepDays', params: { days: 91 } };
  const long = { code: 'too-long', status: 422, field: 'keepDays', params: { days: 730 } };

  it.each([
    ['FILE', 1, '2026-07-07', 'fine'],
    ['FILE', 36_500, '2026-07-06', soon],
    ['NAME', 90, '2026-07-07', short],
    ['NAME', 91, '2026-07-07', 'fine'],
    ['HOURS', 730, '2026-07-07', 'fine'],
    ['HOURS', 731, '2026-07-07', long],
    ['HOURS', 731, '2026-07-06', long],
  ])('on %s of %i days from %s on: %p', (kind, keepDays, validFrom, expected) => {
    expect(outcome(kind, keepDays, validFrom)).toEqual(expected);
  });
});
