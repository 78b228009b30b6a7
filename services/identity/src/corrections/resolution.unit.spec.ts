import { describe, expect, it } from '@jest/globals';
import type { Employee } from '../employees/employee.js';
import { actionsFor, checkResolution, profileFromNumber, type Resolution } from './resolution.js';

const codeOf = (kind: string, resolution: Resolution) => {
  try {
    checkResolution(kind, resolution);
  } catch (error) {
    const { code, field } = error as { code: string; field?: string };
    return `${code} ${field}`;
  }
  return 'fits';
};

describe('a resolution', () => {
  it.each<[string, Resolution, string]>([
    ['employee-number.sex-disagrees', { action: 'TAKE_FROM_NUMBER' }, 'fits'],
    ['employee-number.sex-disagrees', { action: 'CORRECT_PROFILE' }, 'correction-input-missing sex'],
    ['employee-number.sex-disagrees', { action: 'CORRECT_PROFILE', sex: 'MALE' }, 'fits'],
    ['employee-number.birth-date-disagrees', { action: 'REPLACE_NUMBER' }, 'correction-input-missing employeeNumber'],
    ['employee-number.damaged', { action: 'TAKE_FROM_NUMBER' }, 'correction-action-unfit action'],
    ['employee-number.damaged', { action: 'GIVE_NUMBER', employeeNumber: '1' }, 'fits'],
    ['roster.unit-unknown', { action: 'PLACE_IN_UNIT' }, 'correction-input-missing unitId'],
    ['roster.unit-ambiguous', { action: 'CREATE_UNIT' }, 'correction-action-unfit action'],
    ['roster.same-person-suspected', { action: 'MERGE_INTO' }, 'correction-input-missing employeeId'],
    ['something.else', { action: 'SOURCE_WRONG' }, 'fits'],
    ['something.else', { action: 'SAME_PERSON' }, 'correction-action-unfit action'],
  ])('of %s by %j: %s', (kind, resolution, expected) => {
    expect(codeOf(kind, resolution)).toBe(expected);
  });

  it('can always be that the source is wrong', () => {
    expect(actionsFor('employee-number.length')).toContain('SOURCE_WRONG');
  });

  it('takes from the number just what is in question', () => {
    const employee = { employeeNumber: '198609262015052001' } as Employee;
    expect(profileFromNumber('employee-number.sex-disagrees', employee)).toEqual({ sex: 'FEMALE' });
    expect(profileFromNumber('employee-number.birth-date-disagrees', employee)).toEqual({ birthDate: '1986-09-26' });
  });
});
