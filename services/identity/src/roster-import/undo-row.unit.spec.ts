import { describe, expect, it } from '@jest/globals';
import type { RecordedEmployee } from '../employees/employee.js';
import { undoChange } from './undo-row.js';

const now: RecordedEmployee = {
  employeeId: 'p',
  employeeNumber: '198609262015051001',
  name: 'Sari Contoh',
  employmentStatus: 'PNS',
  agencyId: 'a',
  unitId: 'u',
  grade: 'III/b',
  positionType: null,
  positionName: null,
  birthDate: '1986-09-26',
  sex: 'MALE',
  leftOn: null,
  leaveReason: null,
  version: 4,
};
const before = { ...now, grade: 'III/a' };
const change = { employeeId: 'p', before, afterVersion: 4 };

describe('undoing a change of an import', () => {
  it('restores who was on record as they were', () => {
    expect(undoChange(change, now, false)).toMatchObject({ kind: 'restore', employee: { grade: 'III/a' } });
  });

  it('withdraws who was not', () => {
    expect(undoChange({ ...change, before: null }, now, false)).toEqual({ kind: 'withdraw' });
  });

  it('lets who came back leave again on the day of before', () => {
    expect(undoChange({ ...change, before: { ...before, leftOn: '2025-03-01' } }, now, false)).toEqual({
      kind: 'leave-again',
      leftOn: '2025-03-01',
    });
  });

  it.each([
    ['changed-since', { ...now, version: 5 }, false],
    ['in-transfer', now, true],
    ['gone', undefined, false],
  ] as const)('keeps who is %s', (because, person, inTransfer) => {
    expect(undoChange(change, person, inTransfer)).toEqual({ kind: 'keep', because });
  });
});
