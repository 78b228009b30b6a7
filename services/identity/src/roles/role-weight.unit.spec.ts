import { describe, expect, it } from '@jest/globals';
import { ROLES, ROLE_SCOPES, SCOPES, type Scope } from '@betang/platform';
import { takesTwo, wayOfGiving } from './role-weight.js';

const person = (...scopes: Scope[]) => ({ kind: 'person' as const, scopes: new Set(scopes) });
const program = (...scopes: Scope[]) => ({ kind: 'service' as const, scopes: new Set(scopes) });
const officer = { role: 'bkpsdm-officer' as const, unitId: null };
const at = (approvers: number, mode: 'local' | 'production' = 'production') => ({ mode, approvers });

describe('a role takes two', () => {
  it('wherever it rules over rights, be it in one unit', () => {
    for (const role of ['operator', 'bkpsdm-officer', 'bpsdm-officer'] as const)
      for (const unitId of [null, 'u']) expect(takesTwo({ role, unitId })).toBe(true);
  });

  it('in the whole region where it opens records of people or the audit trail, in one unit not', () => {
    for (const role of ['supervisor', 'agency-planner', 'assessor', 'contingency-officer', 'auditor'] as const)
      expect([takesTwo({ role, unitId: null }), takesTwo({ role, unitId: 'u' })]).toEqual([true, false]);
  });

  it('not for everyday work with nobody’s record', () => {
    for (const role of ['civil-servant', 'trainer', 'partner'] as const)
      expect(takesTwo({ role, unitId: null })).toBe(false);
  });

  it('for every role that approves or manages what others may do, also one that is added later', () => {
    const rules = ROLES.filter((role) =>
      ROLE_SCOPES[role].some((scope) => /^(accounts|clients|roles):(manage|approve)$/.test(scope)),
    );
    expect(rules.length).toBeGreaterThanOrEqual(3);
    for (const role of rules) expect(takesTwo({ role, unitId: 'u' })).toBe(true);
  });
});

describe('the way in which a role is given', () => {
  it('is alone as long as fewer than two could decide, and asked from the second on', () => {
    expect([0, 1, 2, 3].map((approvers) => wayOfGiving(officer, person(...SCOPES), at(approvers)))).toEqual([
      ...['FIRST', 'FIRST', 'ASKED', 'ASKED'],
    ]);
    expect(wayOfGiving({ role: 'trainer', unitId: null }, person('accounts:manage'), at(5))).toBe('EVERYDAY');
  });

  it('is alone for the token of a machine in local mode, as far as it has the rights itself, and for no other program', () => {
    expect(wayOfGiving(officer, program(...SCOPES), at(2, 'local'))).toBe('LOCAL');
    expect(wayOfGiving(officer, program(...SCOPES), at(2))).toBe('ASKED');
    expect(wayOfGiving(officer, program('accounts:manage'), at(2, 'local'))).toBe('ASKED');
    expect(wayOfGiving(officer, person(...SCOPES), at(2, 'local'))).toBe('ASKED');
  });
});
