import { describe, expect, it } from '@jest/globals';
import { newUnit } from '../organisation/unit-store.js';
import { disagreementsOf, editEmployee, numberOf, type EmployeeEdit } from './edit-employee.js';
import type { Employee } from './employee.js';
import type { DateRules } from './person-dates.js';

const employee: Employee = {
  employeeId: 'p',
  employeeNumber: '198609262015051001',
  name: 'Sari Contoh',
  employmentStatus: 'CPNS',
  agencyId: 'a',
  unitId: 'u',
  grade: 'III/a',
  positionType: 'EXECUTOR',
  positionName: 'Pengolah Data',
  birthDate: '1986-09-26',
  sex: 'MALE',
  leftOn: null,
};
const codeOf = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    return (error as { code?: string }).code;
  }
  return undefined;
};
const edit = (change: EmployeeEdit, of: Employee = employee) => editEmployee(of, change, undefined);

describe('an edit', () => {
  it('changes what it names, empties what it says is null, and leaves the rest', () => {
    expect(edit({ employmentStatus: 'PNS', positionName: null })).toEqual({
      ...employee,
      employmentStatus: 'PNS',
      positionName: null,
    });
  });

  it('brings unit and agency together', () => {
    const unit = newUnit('AGENCY', 'Dinas Contoh', undefined);
    expect(editEmployee(employee, {}, unit)).toMatchObject({ unitId: unit.unitId, agencyId: unit.unitId });
  });

  it.each<[EmployeeEdit, string]>([
    [{ grade: 'V/f' }, 'grade.unknown'],
    [{ grade: 'IX' }, 'grade.scheme'],
    [{ employmentStatus: 'PPPK' }, 'grade.scheme'],
    [{ positionType: 'KEPALA' }, 'position-type.unknown'],
    [{ birthDate: '1986-02-30' }, 'calendar-date.not-in-calendar'],
  ])('of %j is refused as %s', (change, code) => {
    expect(codeOf(() => edit(change))).toBe(code);
  });

  it('of somebody who left is refused: the old record stays as it was', () => {
    expect(codeOf(() => edit({ name: 'X' }, { ...employee, leftOn: '2026-01-01' }))).toBe('employee-has-left');
  });
});

const RULES: DateRules = { today: '2026-11-23', youngestAppointed: 18, oldestInService: 75, appointedAheadMonths: 6 };

describe('a record', () => {
  it('of dates that are hardly true says so while the person is in service', () => {
    const old = { ...employee, employeeNumber: '194909261975051001', birthDate: '1949-09-26' };
    expect(disagreementsOf(old, RULES)).toEqual(['employee-dates.old-in-service']);
    expect(disagreementsOf({ ...old, leftOn: '2010-01-01' }, RULES)).toEqual([]);
  });

  it('that disagrees with its number says how', () => {
    expect(disagreementsOf(employee, RULES)).toEqual([]);
    expect(disagreementsOf({ ...employee, birthDate: '1986-09-27', sex: 'FEMALE' }, RULES)).toEqual([
      'employee-number.birth-date-disagrees',
      'employee-number.sex-disagrees',
    ]);
  });

  it('has a number of its status', () => {
    expect(numberOf('19860926 201505 1 001', 'PNS').kind).toBe('NIP');
    expect(codeOf(() => numberOf('198609262015131001', 'PNS'))).toBe('employee-number.appointment-month');
  });
});
