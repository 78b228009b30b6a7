import { describe, expect, it } from '@jest/globals';
import type { OverruledField } from '../employees/overruled-values.js';
import type { RecordedEmployee } from '../employees/employee.js';
import { heedOfficer } from './heed-officer.js';
import type { WaitingRow } from './row-store.js';

/** Invented: no such person. */
const holder = {
  ...{ employeeId: 'p', employeeNumber: '198609262015051001', name: 'Sari Contoh', employmentStatus: 'PNS' },
  ...{ agencyId: 'a', unitId: 'a', grade: null, positionType: null, positionName: null },
  ...{ birthDate: '1986-09-26', sex: 'MALE', leftOn: null, version: 1, leaveReason: null },
} as RecordedEmployee;
const row = (entry: object, ...warnings: string[]): WaitingRow => ({
  rowNumber: 2,
  entry: {
    ...{ employeeNumber: holder.employeeNumber, numberKind: 'NIP', name: holder.name, agency: 'Dinas Contoh' },
    ...entry,
  } as WaitingRow['entry'],
  warnings: warnings.map((code) => ({ code, field: 'sex' })),
});
const wrong = (field: OverruledField, value: string) => [{ employeeId: 'p', field, value }];

describe('what an officer has overruled', () => {
  it('is not said again by a file', () => {
    const heeded = heedOfficer(row({ sex: 'FEMALE' }, 'employee-number.sex-disagrees'), holder, wrong('sex', 'FEMALE'));
    expect(heeded.entry.sex).toBeUndefined();
    expect(heeded.warnings).toEqual([]);
  });

  it('leaves another value of that field, and the other fields, to the file', () => {
    const entry = { birthDate: '1986-09-27', sex: 'FEMALE' };
    const heeded = heedOfficer(row(entry), holder, wrong('birthDate', '1990-01-01'));
    expect(heeded.entry).toMatchObject(entry);
    const half = heedOfficer(row(entry, 'employee-number.sex-disagrees'), holder, wrong('birthDate', '1986-09-27'));
    expect(half.entry).toMatchObject({ sex: 'FEMALE' });
    expect(half.warnings.map(({ code }) => code)).toEqual(['employee-number.sex-disagrees']);
  });

  it('of a number means the number that the person has', () => {
    const heeded = heedOfficer(
      row({ employeeNumber: '199009262015051001', birthDate: '1986-09-26' }, 'employee-number.birth-date-disagrees'),
      holder,
      wrong('employeeNumber', '199009262015051001'),
    );
    expect(heeded.entry.employeeNumber).toBe(holder.employeeNumber);
    expect(heeded.warnings).toEqual([]);
  });

  it('of one person says nothing of another', () => {
    const same = row({ sex: 'FEMALE' });
    expect(heedOfficer(same, { ...holder, employeeId: 'q' }, wrong('sex', 'FEMALE'))).toBe(same);
    expect(heedOfficer(same, undefined, wrong('sex', 'FEMALE'))).toBe(same);
  });
});
