import { describe, expect, it } from '@jest/globals';
import {
  employmentStatuses,
  employmentStatusNames,
  isEmploymentStatus,
  isPnsStatus,
  parseEmploymentStatus,
} from './employment-status.js';
import { parseSex } from './sex.js';

describe('employment status', () => {
  it.each([
    ['CPNS', 'CPNS'],
    ['Calon Pegawai Negeri Sipil', 'CPNS'],
    ['PNS', 'PNS'],
    ['pns', 'PNS'],
    [' Pegawai  Negeri Sipil ', 'PNS'],
    ['PPPK', 'PPPK'],
    ['P3K', 'PPPK'],
    ['PPPK Paruh Waktu', 'PPPK_PARUH_WAKTU'],
    ['PPPK_PARUH_WAKTU', 'PPPK_PARUH_WAKTU'],
    ['PPPK-Paruh Waktu', 'PPPK_PARUH_WAKTU'],
    ['P3K (Paruh Waktu)', 'PPPK_PARUH_WAKTU'],
  ])('reads %j as %s', (text, status) => {
    expect(parseEmploymentStatus(text)).toBe(status);
  });

  it.each(['', 'Honorer', 'PNSS', 'constructor', 'toString', '__proto__'])('refuses %j', (text) => {
    expect(() => parseEmploymentStatus(text)).toThrow(expect.objectContaining({ code: 'employment-status.unknown' }));
  });

  it('reads back its own codes and names', () => {
    for (const status of employmentStatuses) {
      expect(parseEmploymentStatus(status)).toBe(status);
      expect(parseEmploymentStatus(employmentStatusNames[status])).toBe(status);
    }
  });

  it('knows its codes and no other', () => {
    expect(employmentStatuses.map(isEmploymentStatus)).toEqual([true, true, true, true]);
    expect([undefined, 'pns', '', 1].map(isEmploymentStatus)).toEqual([false, false, false, false]);
    expect(employmentStatuses.map(isPnsStatus)).toEqual([true, true, false, false]);
  });
});

describe('sex', () => {
  it.each(['L', 'l', 'LK', 'Laki-laki', 'Laki - Laki', 'LAKI LAKI', 'Pria', 'M'])('reads %j as male', (text) => {
    expect(parseSex(text)).toBe('MALE');
  });

  it.each(['P', 'PR', 'Pr.', 'Perempuan', 'Wanita', 'F'])('reads %j as female', (text) => {
    expect(parseSex(text)).toBe('FEMALE');
  });

  it.each(['', 'X', 'L/P', '1', 'constructor'])('refuses %j', (text) => {
    expect(() => parseSex(text)).toThrow(expect.objectContaining({ code: 'sex.unknown' }));
  });
});
