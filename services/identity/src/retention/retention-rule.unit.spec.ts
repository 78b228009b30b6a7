import { describe, expect, it } from '@jest/globals';
import { checkNewRule, goesOn, ruleOn, type RetentionRule } from './retention-rule.js';
import { ownRules } from './retention-views.js';

const rule = (kind: RetentionRule['kind'], validFrom: string, keep: string | null): RetentionRule => ({
  ...{ ruleId: `${kind} ${validFrom}`, kind, keep, validFrom, basis: 'Jadwal retensi', certainty: 'assumed' },
  ...{ recordedBy: 'x', recordedAt: new Date(0) },
});
const codeOf = (work: () => void) => {
  try {
    work();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return 'fits';
};

describe('of several rules of a kind', () => {
  const rules = [
    rule('ACCOUNT', '2026-01-01', 'P30D'),
    rule('ACCOUNT', '2026-06-01', 'P90D'),
    rule('NOTICE', '2026-02-01', 'P1Y'),
  ];

  it.each([
    ['2025-12-31', undefined],
    ['2026-01-01', 'P30D'],
    ['2026-05-31', 'P30D'],
    ['2026-06-01', 'P90D'],
  ])('on %s holds the newest that has begun: %s', (day, keep) => {
    expect(ruleOn(rules, 'ACCOUNT', day)?.keep).toBe(keep);
  });
});

describe('what is kept for a period', () => {
  it.each([
    ['P90D', '2026-01-01', '2026-04-01'],
    ['P18M', '2024-08-31', '2026-02-28'],
    ['P10Y', '2016-02-29', '2026-02-28'],
    [null, '2016-02-29', null],
  ])('%s from %s goes on %s', (keep, since, day) => {
    expect(goesOn({ keep }, since)).toBe(day);
  });
});

describe('a new rule', () => {
  it.each([
    ['NOTICE', '2026-05-07', 'retention-rule-too-soon'],
    ['NOTICE', '2026-05-08', 'fits'],
    ['EMPLOYMENT_HISTORY', '2030-01-01', 'retention-kept-by-law'],
    ['AUDIT_TRAIL', '2030-01-01', 'retention-kept-by-law'],
  ] as const)('about %s from %s on: %s', (kind, validFrom, outcome) => {
    expect(codeOf(() => checkNewRule({ kind, keep: 'P1Y', validFrom }, '2026-05-01'))).toBe(outcome);
  });
});

describe('a person', () => {
  const rules = [rule('EMPLOYEE_IDENTITY', '2022-10-17', 'P10Y'), rule('EMPLOYMENT_HISTORY', '2022-10-17', null)];

  it('sees the rules that hold, and once left the day on which the identity goes', () => {
    expect(ownRules(rules, null, '2026-05-01')).toMatchObject([
      { kind: 'EMPLOYEE_IDENTITY', act: 'PSEUDONYMISE', goesOn: null, inForce: true },
      { kind: 'EMPLOYMENT_HISTORY', act: 'KEEP', goesOn: null },
    ]);
    expect(ownRules(rules, '2026-05-01', '2026-06-01')[0]).toMatchObject({ goesOn: '2036-05-01' });
  });
});
