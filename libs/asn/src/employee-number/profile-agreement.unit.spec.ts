import { describe, expect, it } from '@jest/globals';
import { CalendarDate } from '../calendar/calendar-date.js';
import { EmployeeNumber } from './employee-number.js';
import { agreementWarningCodes, agreementWarningMessages, checkAgreement } from './profile-agreement.js';

const nip = EmployeeNumber.parse('198609262015051001');

describe('agreement of a number with the profile', () => {
  it('finds nothing where all agrees or nothing is known', () => {
    const birthDate = CalendarDate.parse('1986-09-26');
    expect(checkAgreement(nip, { birthDate, sex: 'MALE', status: 'PNS' })).toEqual([]);
    expect(checkAgreement(nip, {})).toEqual([]);
  });

  it('warns of each disagreement, and names the field without the value', () => {
    const birthDate = CalendarDate.parse('1986-09-27');
    expect(checkAgreement(nip, { birthDate, sex: 'FEMALE' })).toEqual([
      { code: 'employee-number.birth-date-disagrees', field: 'birthDate' },
      { code: 'employee-number.sex-disagrees', field: 'sex' },
    ]);
  });

  it.each([
    ['PNS', 1],
    ['CPNS', 1],
    ['PPPK', 0],
    ['PPPK_PARUH_WAKTU', 0],
  ] as const)('a number that can only be a NI PPPK, of a %s: %i warnings', (status, count) => {
    const codes = checkAgreement(EmployeeNumber.parse('199002282023212017'), { status }).map(({ code }) => code);
    expect(codes).toEqual(Array(count).fill('employee-number.status-disagrees'));
  });

  it('warns of an appointment before birth', () => {
    expect(checkAgreement(EmployeeNumber.parse('198609261985051001'), {})).toEqual([
      { code: 'employee-number.appointment-before-birth', field: 'employeeNumber' },
    ]);
  });

  it.each(agreementWarningCodes)('%s has a text in both languages', (code) => {
    expect(agreementWarningMessages[code].id.length).toBeGreaterThan(10);
    expect(agreementWarningMessages[code].en.length).toBeGreaterThan(10);
  });
});
