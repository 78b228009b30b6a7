import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { EmployeeNumber } from './employee-number.js';

/** Invented: no such person. */
const nip = EmployeeNumber.parse('198609262015051001');
const niPppk = EmployeeNumber.parse('199002282023212017');

function refusal(value: string | number, status?: 'PNS' | 'CPNS' | 'PPPK' | 'PPPK_PARUH_WAKTU') {
  return () => EmployeeNumber.parse(value, status ? { status } : {});
}

describe('reading', () => {
  it.each([
    '198609262015051001',
    '19860926 201505 1 001',
    ' 19860926\u00a0201505\u00a01\u00a0001 ',
    '1 9 8 6 0 9 2 6 2 0 1 5 0 5 1 0 0 1',
    "'198609262015051001",
    '\ufeff198609262015051001\u200b',
    '19860926\t201505 1 001\n',
  ])('drops what is for display only: %j', (text) => {
    expect(EmployeeNumber.parse(text).digits).toBe('198609262015051001');
  });

  it.each([
    ['', 'employee-number.empty'],
    ['   ', 'employee-number.empty'],
    ["'", 'employee-number.empty'],
    ['-', 'employee-number.not-digits'],
    ['19860926201505100A', 'employee-number.not-digits'],
    ['19860926-201505-1-001', 'employee-number.not-digits'],
    ['١٩٨٦٠٩٢٦٢٠١٥٠٥١٠٠١', 'employee-number.not-digits'],
    ['-198609262015051001', 'employee-number.not-digits'],
    ['198602302015051001', 'employee-number.birth-date'],
    ['198600262015051001', 'employee-number.birth-date'],
    ['198613262015051001', 'employee-number.birth-date'],
    ['198609002015051001', 'employee-number.birth-date'],
    ['198609312015051001', 'employee-number.birth-date'],
    ['190002292015051001', 'employee-number.birth-date'],
    ['000009262015051001', 'employee-number.birth-date'],
    ['198609262015050001', 'employee-number.sex'],
    ['198609262015053001', 'employee-number.sex'],
    ['198609262015059001', 'employee-number.sex'],
    ['198609262015001001', 'employee-number.appointment-month'],
  ])('refuses %j with %s', (text, code) => {
    expect(refusal(text)).toThrow(expect.objectContaining({ code }));
  });

  it.each([
    ['19860926201505100', 17],
    ['1986092620150510011', 19],
    ['130456789', 9],
    ['1', 1],
  ])('refuses %s and tells how many digits it has', (text, length) => {
    expect(refusal(text)).toThrow(expect.objectContaining({ code: 'employee-number.length', params: { length } }));
  });

  it('accepts 29 February in leap years only', () => {
    expect(EmployeeNumber.parse('200002292022031001').birthDate.iso).toBe('2000-02-29');
    expect(EmployeeNumber.parse('198802292012011002').birthDate.iso).toBe('1988-02-29');
    expect(refusal('198702292012011002')).toThrow(expect.objectContaining({ code: 'employee-number.birth-date' }));
  });

  it('accepts every sequence from 001 to 999', () => {
    for (let sequence = 1; sequence <= 999; sequence += 1) {
      const text = `198609262015051${String(sequence).padStart(3, '0')}`;
      expect(EmployeeNumber.parse(text).sequence).toBe(sequence);
    }
  });

  it('never repeats the refused number in the error', () => {
    for (const text of ['198602302015051001', '198609262015053001', '19860926201505100']) {
      try {
        EmployeeNumber.parse(text);
        throw new Error('accepted');
      } catch (error) {
        expect(inspect(error, { depth: 5 })).not.toContain(text);
        expect(inspect(error, { depth: 5 })).toContain('employee-number.');
      }
    }
  });
});

describe('digits 13-14', () => {
  const withMonth = (digits: string) => `198609262015${digits}1001`;
  const all = Array.from({ length: 100 }, (_, n) => String(n).padStart(2, '0'));

  it.each(['PNS', 'CPNS'] as const)('are a month for a %s', (status) => {
    const accepted = all.filter((digits) => {
      try {
        return EmployeeNumber.parse(withMonth(digits), { status }).kind === 'NIP';
      } catch {
        return false;
      }
    });
    expect(accepted).toEqual(['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12']);
    expect(refusal(withMonth('21'), status)).toThrow(
      expect.objectContaining({ code: 'employee-number.appointment-month' }),
    );
  });

  it.each(['PPPK', 'PPPK_PARUH_WAKTU'] as const)('are a count of agreements for a %s, any value', (status) => {
    for (const digits of all) {
      const number = EmployeeNumber.parse(withMonth(digits), { status });
      expect(number.kind).toBe('NI_PPPK');
      expect(number.appointment).toEqual({ kind: 'NI_PPPK', year: 2015, agreements: Number(digits) });
    }
  });

  it('tell the kind where the status is unknown: above 12 it is a NI PPPK', () => {
    for (const digits of all.slice(1)) {
      const expected = Number(digits) > 12 ? 'NI_PPPK' : 'NIP';
      expect(EmployeeNumber.parse(withMonth(digits)).kind).toBe(expected);
    }
  });
});

describe('what the number tells', () => {
  it('of a NIP', () => {
    expect(nip.kind).toBe('NIP');
    expect(nip.birthDate.iso).toBe('1986-09-26');
    expect(nip.sex).toBe('MALE');
    expect(nip.appointment).toEqual({ kind: 'NIP', year: 2015, month: 5 });
    expect(nip.sequence).toBe(1);
    expect(nip.printed).toBe('19860926 201505 1 001');
  });

  it('of a NI PPPK', () => {
    expect(niPppk.kind).toBe('NI_PPPK');
    expect(niPppk.birthDate.iso).toBe('1990-02-28');
    expect(niPppk.sex).toBe('FEMALE');
    expect(niPppk.appointment).toEqual({ kind: 'NI_PPPK', year: 2023, agreements: 21 });
    expect(niPppk.sequence).toBe(17);
  });
});

describe('as a value', () => {
  it('shows itself masked wherever it may be printed', () => {
    expect(nip.masked).toBe('1986**********1001');
    expect(String(nip)).toBe('1986**********1001');
    expect(JSON.stringify({ nip })).toBe('{"nip":"1986**********1001"}');
    expect(inspect({ nip })).toBe('{ nip: EmployeeNumber(1986**********1001) }');
    expect(inspect(nip, { showHidden: true, customInspect: false })).not.toContain('198609262015051001');
  });

  it('is equal by its digits and immutable', () => {
    expect(nip.equals(EmployeeNumber.parse('19860926 201505 1 001'))).toBe(true);
    expect(nip.equals(niPppk)).toBe(false);
    expect(Object.isFrozen(nip)).toBe(true);
  });
});
