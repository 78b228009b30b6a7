import { describe, expect, it } from '@jest/globals';
import type { Employee } from './employee.js';
import { periodsOf } from './employee-period.js';

const employee: Employee = {
  employeeId: 'p',
  employeeNumber: '198609262015051001',
  name: 'Sari Contoh',
  employmentStatus: 'PNS',
  agencyId: 'a',
  unitId: 'u',
  grade: 'III/a',
  positionType: null,
  positionName: null,
  birthDate: '1986-09-26',
  sex: 'MALE',
  leftOn: null,
};
const facets = (periods: readonly { facet: string; validFrom: string | null }[]) =>
  periods.map(({ facet, validFrom }) => `${facet} ${validFrom}`);

describe('the history of an employee', () => {
  it('of somebody new begins where a day was named, else nobody knows when; blanks begin nothing', () => {
    expect(facets(periodsOf(undefined, employee, { GRADE: '2024-04-01' }, '2026-11-22'))).toEqual([
      'STATUS null',
      'GRADE 2024-04-01',
      'UNIT null',
    ]);
  });

  it('opens a period for what changed only, from the day named or the day of the act', () => {
    const after = { ...employee, grade: 'III/b', unitId: 'w' };
    expect(facets(periodsOf(employee, after, { GRADE: '2026-10-01' }, '2026-11-22'))).toEqual([
      'GRADE 2026-10-01',
      'UNIT 2026-11-22',
    ]);
  });

  it('tells a new name of a position from the same one', () => {
    const after = { ...employee, positionName: 'Analis' };
    expect(facets(periodsOf(employee, after, {}, '2026-11-22'))).toEqual(['POSITION 2026-11-22']);
    expect(periodsOf(employee, { ...employee, name: 'Sari C.' }, { GRADE: '2026-01-01' }, '2026-11-22')).toEqual([]);
  });

  it('of somebody who comes back begins anew', () => {
    expect(facets(periodsOf({ ...employee, leftOn: '2026-01-01' }, employee, {}, '2026-11-22'))).toEqual([
      'STATUS 2026-11-22',
      'GRADE 2026-11-22',
      'UNIT 2026-11-22',
    ]);
  });
});
