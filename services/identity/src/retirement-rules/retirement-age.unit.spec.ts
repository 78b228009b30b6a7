import { describe, expect, it } from '@jest/globals';
import { retirementOf, type RetirementRule } from './retirement-age.js';

const rule = (age: number, more: Partial<RetirementRule> = {}): RetirementRule => ({
  ruleId: `${age}`,
  positionType: '*',
  level: null,
  words: null,
  age,
  validFrom: '2014-01-15',
  validTo: null,
  ...more,
});
const RULES = [
  rule(58),
  rule(60, { positionType: 'JPT_PRATAMA' }),
  rule(57, { positionType: 'FUNCTIONAL' }),
  rule(65, { positionType: 'FUNCTIONAL', level: 'AHLI_UTAMA' }),
  rule(61, { positionType: 'FUNCTIONAL', words: 'Guru' }),
];
const on = (positionType: string | null, positionName: string | null = null, birthDate: string | null = '1970-05-20') =>
  retirementOf({ birthDate, positionType, positionName }, RULES)?.on;

describe('retirement', () => {
  it.each<[string | null, string | null, string]>([
    [null, null, '2028-06-01'],
    ['EXECUTOR', 'Pengolah Data', '2028-06-01'],
    ['JPT_PRATAMA', 'Kepala Dinas', '2030-06-01'],
    ['FUNCTIONAL', null, '2027-06-01'],
    ['FUNCTIONAL:AHLI_UTAMA', 'Peneliti', '2035-06-01'],
    ['FUNCTIONAL:AHLI_UTAMA', 'Guru Ahli Utama', '2031-06-01'],
    ['FUNCTIONAL:AHLI_MUDA', 'Pengguruan', '2027-06-01'],
  ])('of %s %s begins on the first of the next month', (type, name, expected) => {
    expect(on(type, name)).toBe(expected);
  });

  it('is told by the month of birth, its first and its last day alike', () => {
    expect(on(null, null, '1970-12-01')).toBe('2029-01-01');
    expect(on(null, null, '1970-12-31')).toBe('2029-01-01');
    expect(on(null, null, '1972-02-29')).toBe('2030-03-01');
  });

  it('follows the rule in force on the day the age is reached', () => {
    const rules = [rule(58, { validTo: '2027-12-31' }), rule(60, { validFrom: '2028-01-01' })];
    const person = { positionType: null, positionName: null };
    expect(retirementOf({ ...person, birthDate: '1969-11-30' }, rules)).toMatchObject({
      on: '2027-12-01',
      rule: { age: 58 },
    });
    expect(retirementOf({ ...person, birthDate: '1970-01-01' }, rules)).toMatchObject({
      on: '2030-02-01',
      rule: { age: 60 },
    });
  });

  it('is not known without a birth date or a rule, nor of a birth at the end of the calendar', () => {
    const late = { birthDate: '9999-12-31', positionType: null, positionName: null };
    expect(retirementOf(late, [rule(58, {})])).toBeUndefined();
    expect(on(null, null, null)).toBeUndefined();
    expect(retirementOf({ birthDate: '1970-01-01', positionType: null, positionName: null }, [])).toBeUndefined();
  });
});
