import { describe, expect, it } from '@jest/globals';
import { SCOPES, type Scope } from '@betang/platform';
import { weighScopes } from './client-scopes.js';
import { assertMayDecide } from './scope-request.js';

const codeOf = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    return (error as { code?: string }).code;
  }
  return undefined;
};
const person = (...scopes: Scope[]) => ({ kind: 'person' as const, subject: 'a', scopes: new Set(scopes) });
const program = (...scopes: Scope[]) => ({ kind: 'service' as const, subject: 'p', scopes: new Set(scopes) });

describe('scopes for a program', () => {
  it('that reach records of people, change something or give rights wait for a second officer', () => {
    const asked: Scope[] = ['units:read', 'employees:read', 'training:read', 'employees:read', 'accounts:manage'];
    expect(weighScopes(asked, person(...SCOPES), 'production')).toEqual({
      given: ['units:read', 'training:read'],
      waiting: ['employees:read', 'accounts:manage'],
    });
  });

  it('that change, approve, manage or audit anything are given by nobody alone, whatever they are called', () => {
    const own = /^(self|sign-in):/;
    const acts = SCOPES.filter((scope) => !own.test(scope) && !/:(read|trace|conditions)$/.test(scope));
    expect(acts.length).toBeGreaterThan(20);
    expect(weighScopes([...acts, 'audit:read'], person(), 'local').given).toEqual([]);
  });

  it('are passed on by the token of a machine in local mode, as far as it has them, and nowhere else', () => {
    const asked: Scope[] = ['hours:read', 'audit:read'];
    expect(weighScopes(asked, program('hours:read'), 'local')).toEqual({
      given: ['hours:read'],
      waiting: ['audit:read'],
    });
    expect(weighScopes(asked, program('hours:read'), 'production').given).toEqual([]);
    expect(weighScopes(asked, person('hours:read'), 'local').given).toEqual([]);
  });
});

describe('a request for scopes', () => {
  const [BEFORE, MOMENT, AFTER] = [1, 2, 3].map((day) => new Date(2026, 2, day)) as [Date, Date, Date];
  const open = { state: 'REQUESTED' as const, requestedBy: 'a', requestedAt: MOMENT };
  const officer = { since: BEFORE, inHandOfAsker: false };
  const as = (subject: string) => ({ kind: 'person' as const, subject });

  it('is approved by another person than asked', () => {
    expect(codeOf(() => assertMayDecide(open, 'APPROVED', as('b'), officer))).toBeUndefined();
    expect(codeOf(() => assertMayDecide(open, 'APPROVED', as('a'), officer))).toBe('second-officer-needed');
    expect(codeOf(() => assertMayDecide(open, 'APPROVED', program(), officer))).toBe('second-officer-needed');
  });

  it('is approved by who had the right when it was asked, with an account that the asker had not in hand', () => {
    const approve = (found: typeof officer | { since: undefined; inHandOfAsker: boolean }) =>
      codeOf(() => assertMayDecide(open, 'APPROVED', as('b'), found));
    expect(approve({ ...officer, since: AFTER })).toBe('approver-after-request');
    expect(approve({ ...officer, since: undefined })).toBe('forbidden');
    expect(approve({ ...officer, inHandOfAsker: true })).toBe('approver-not-independent');
    // Another provider keeps the account: its token alone tells.
    expect(codeOf(() => assertMayDecide(open, 'APPROVED', as('b'), undefined))).toBeUndefined();
  });

  it('may be given up by who asked, and is decided once', () => {
    for (const verdict of ['REFUSED', 'WITHDRAWN'] as const) {
      expect(codeOf(() => assertMayDecide(open, verdict, as('a'), officer))).toBeUndefined();
      expect(codeOf(() => assertMayDecide({ ...open, state: 'REFUSED' }, verdict, as('b'), officer))).toBe(
        'client-scopes-decided',
      );
    }
  });
});
