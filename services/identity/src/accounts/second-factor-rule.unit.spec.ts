import { describe, expect, it } from '@jest/globals';
import { needsSecondFactor } from './second-factor-rule.js';

describe('needsSecondFactor', () => {
  const rule = (role: string, effectiveOn: string, required: boolean) => ({ role, effectiveOn, required });

  it.each([
    [['operator'], [], 'production', true],
    [['bkpsdm-officer'], [], 'production', true],
    [['bpsdm-officer'], [], 'production', true],
    [['operator'], [], 'local', false],
    [['trainer', 'supervisor'], [], 'production', false],
    [[], [], 'production', false],
    [['trainer', 'operator'], [], 'production', true],
    [['operator'], [rule('operator', '2026-11-22', false)], 'production', false],
    [['operator'], [rule('operator', '2026-11-23', false)], 'production', true],
    [['operator'], [rule('operator', '2026-11-22', true)], 'local', true],
    [['trainer'], [rule('trainer', '2026-11-01', false), rule('trainer', '2026-11-20', true)], 'local', true],
    [['trainer'], [rule('trainer', '2026-11-20', true), rule('trainer', '2026-11-21', false)], 'local', false],
    [['trainer'], [rule('assessor', '2026-11-20', true)], 'local', false],
  ] as const)('of %p by %p in %s mode: %p', (roles, rules, mode, needed) => {
    expect(needsSecondFactor(roles, rules, '2026-11-22', mode)).toBe(needed);
  });
});
