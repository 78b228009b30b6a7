import { EmployeeNumber } from '@betang/asn';
import { describe, expect, it } from '@jest/globals';
import {
  firstDayOfNumber,
  impossibleDates,
  improbableDates,
  numberOnRecord,
  type DateRules,
  type PersonDates,
} from './person-dates.js';

const RULES: DateRules = { today: '2026-11-23', youngestAppointed: 18, oldestInService: 75, appointedAheadMonths: 6 };
const pns = (digits: string) => EmployeeNumber.parse(digits, { status: 'PNS' });
const pppk = (digits: string) => EmployeeNumber.parse(digits, { status: 'PPPK' });
const impossible = (dates: PersonDates, rules = RULES) =>
  impossibleDates(dates, rules).map(({ code, field }) => `${field} ${code}`);
const improbable = (dates: PersonDates) => improbableDates(dates, RULES).map(({ code, field }) => `${field} ${code}`);
const SOUND = pns('198609262015051001');

describe('what cannot be true', () => {
  it.each<[string, EmployeeNumber, string | undefined]>([
    ['of somebody born and appointed', SOUND, undefined],
    ['of one born in years to come', pns('203001012055011007'), 'birth-to-come'],
    ['of one born tomorrow', pns('202611242055011007'), 'birth-to-come'],
    ['of one born today, and appointed', pns('202611232015011007'), 'appointed-too-young'],
    ['of one born in 1900', pns('190001011920011001'), 'birth-too-long-ago'],
    ['of one appointed before birth', pns('198609261985051001'), 'appointed-too-young'],
    ['of one appointed at fourteen', pns('198609262000101001'), 'appointed-too-young'],
    ['of one appointed in the month before the eighteenth birthday', pns('198609262004081001'), 'appointed-too-young'],
    ['of one appointed in the month of the eighteenth birthday', pns('198609262004091001'), undefined],
    ['of a PPPK in the year of the eighteenth birthday', pppk('198612312004211001'), undefined],
    ['of a PPPK in the year before', pppk('198601012003211001'), 'appointed-too-young'],
    ['of one born on a leap day', pns('198402292002021001'), undefined],
    ['of one appointed after today', pns('198001012027011001'), undefined],
  ])('a number %s', (_what, number, code) => {
    expect(impossible({ number })).toEqual(code === undefined ? [] : [`employeeNumber employee-number.${code}`]);
  });

  it('is told by the age that the region has set', () => {
    const number = pns('198609262002101001');
    expect(impossible({ number })).toHaveLength(1);
    expect(impossible({ number }, { ...RULES, youngestAppointed: 16 })).toEqual([]);
  });

  it.each<[string, string | undefined]>([
    ['1986-09-26', undefined],
    ['1960-01-01', undefined],
    ['2026-11-24', 'birth-date.to-come'],
    ['1800-01-01', 'birth-date.too-long-ago'],
    ['2015-05-31', undefined],
    ['2015-06-01', 'birth-date.after-appointment'],
  ])('a birth date of %s beside a number of an appointment in May 2015: %s', (birthDate, code) => {
    expect(impossible({ number: SOUND, birthDate })).toEqual(code === undefined ? [] : [`birthDate ${code}`]);
  });

  it('a first day before birth, by the earlier of two birth dates that disagree', () => {
    const firstDays = { effectiveOn: '1986-09-25', gradeSince: '1986-09-26', positionSince: undefined };
    expect(impossible({ number: SOUND, firstDays })).toEqual(['effectiveOn first-day.before-birth']);
    expect(impossible({ number: SOUND, birthDate: '1985-01-01', firstDays })).toEqual([]);
    expect(impossible({ firstDays })).toEqual([]);
  });

  it('is not told twice: a birth date that cannot be says nothing of first days', () => {
    const firstDays = { gradeSince: '2019-04-01' };
    const number = pns('203001012055011007');
    expect(impossible({ number, firstDays })).toEqual(['employeeNumber employee-number.birth-to-come']);
    expect(impossible({ number: SOUND, birthDate: '2030-01-01', firstDays })).toEqual(['birthDate birth-date.to-come']);
  });
});

describe('what is hardly true', () => {
  it.each<[string, string | null, string[]]>([
    ['on the 75th birthday', '1951-11-23', []],
    ['a day later', '1951-11-22', ['birthDate employee-dates.old-in-service']],
    ['with no birth date but that of the number', null, []],
  ])('of somebody in service %s', (_what, birthDate, codes) => {
    expect(improbable({ number: SOUND, birthDate })).toEqual(codes);
  });

  it.each<[EmployeeNumber, string[]]>([
    [pns('198001012027011001'), []],
    [pns('198001012027051001'), []],
    [pns('198001012027061001'), ['employeeNumber employee-dates.appointed-far-ahead']],
    [pppk('198001012027211001'), []],
    [pppk('198001012028211001'), ['employeeNumber employee-dates.appointed-far-ahead']],
  ])('an appointment of %s, half a year ahead at most', (number, codes) => {
    expect(improbable({ number })).toEqual(codes);
  });
});

it('a number on record is read whatever its digits 13-14 are', () => {
  expect(numberOnRecord('199002282023002017').kind).toBe('NI_PPPK');
  expect(firstDayOfNumber(numberOnRecord('199002282023212017'))).toBe('2023-01-01');
  expect(firstDayOfNumber(SOUND)).toBe('2015-05-01');
});
