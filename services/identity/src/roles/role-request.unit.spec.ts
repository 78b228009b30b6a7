import { describe, expect, it } from '@jest/globals';
import { assertMayDecideRole, type RolesAtDecision, type RoleVerdict } from './role-request.js';

const [BEFORE, MOMENT, AFTER] = ['2026-03-01', '2026-03-02', '2026-03-03'].map((day) => new Date(day)) as [
  ...[Date, Date, Date],
];
const open = { state: 'REQUESTED' as const, requestedBy: 'asker', requestedAt: MOMENT, accountId: 'receiver' };
const officer = { since: BEFORE, inHandOfAsker: false };
const sound: RolesAtDecision = { officer, askerMayAsk: true, accountActive: true };
const as = (subject: string) => ({ kind: 'person' as const, subject });

function codeOf(verdict: RoleVerdict, by: { kind: 'person' | 'service'; subject: string }, found = sound): unknown {
  try {
    assertMayDecideRole(open, verdict, by, found);
  } catch (error) {
    return (error as { code?: string }).code;
  }
  return undefined;
}

describe('a request for a role', () => {
  it('is approved by a third person alone: not by who asked, who gets it, or a program', () => {
    expect(codeOf('APPROVED', as('third'))).toBeUndefined();
    expect(codeOf('APPROVED', as('asker'))).toBe('second-officer-needed');
    expect(codeOf('APPROVED', as('receiver'))).toBe('role-to-oneself');
    expect(codeOf('APPROVED', { kind: 'service', subject: 'gudang-data' })).toBe('second-officer-needed');
  });

  it('is approved by nobody who came to the right after it, at the very moment counts as before', () => {
    const since = (day: Date | undefined) => ({ ...sound, officer: { ...officer, since: day } });
    expect(codeOf('APPROVED', as('third'), since(MOMENT))).toBeUndefined();
    expect(codeOf('APPROVED', as('third'), since(AFTER))).toBe('approver-after-request');
    expect(codeOf('APPROVED', as('third'), since(undefined))).toBe('forbidden');
  });

  it('is approved by nobody whose account the asker had in hand', () => {
    const found = { ...sound, officer: { ...officer, inHandOfAsker: true } };
    expect(codeOf('APPROVED', as('third'), found)).toBe('approver-not-independent');
  });

  it('comes to nothing where the asker lost the right, or the account is disabled', () => {
    expect(codeOf('APPROVED', as('third'), { ...sound, askerMayAsk: false })).toBe('role-asker-gone');
    expect(codeOf('APPROVED', as('third'), { ...sound, accountActive: false })).toBe('account-disabled');
  });

  it('may be refused and withdrawn whatever became of those whom it is about, and is decided once', () => {
    const gone: RolesAtDecision = {
      officer: { since: undefined, inHandOfAsker: true },
      ...{ askerMayAsk: false, accountActive: false },
    };
    for (const verdict of ['REFUSED', 'WITHDRAWN'] as const) {
      expect(codeOf(verdict, as('asker'), gone)).toBeUndefined();
      expect(() => assertMayDecideRole({ ...open, state: 'APPROVED' }, verdict, as('third'), sound)).toThrow(
        expect.objectContaining({ code: 'role-request-decided' }),
      );
    }
  });
});
