import { describe, expect, it } from '@jest/globals';
import { RegionCode } from './region-code.js';

const kapuas = RegionCode.parse('62.03');
const palangkaRaya = RegionCode.parse('62.71');
const kalteng = RegionCode.parse('62');

describe('RegionCode', () => {
  it.each([
    ['62', 'province'],
    ['62.01', 'regency'],
    ['62.69', 'regency'],
    ['62.71', 'city'],
    ['62.99', 'city'],
  ])('%s is a %s', (code, level) => {
    expect(RegionCode.parse(code)).toMatchObject({ value: code, level });
  });

  it.each([
    ['6203', 'region-code.dot-missing'],
    ['62.00', 'region-code.regency'],
    ['62.70', 'region-code.regency'],
    ['02', 'region-code.province'],
    ['02.01', 'region-code.province'],
    ['62.3', 'region-code.shape'],
    ['62.033', 'region-code.shape'],
    ['62-03', 'region-code.shape'],
    ['62.03.01', 'region-code.shape'],
    ['620', 'region-code.shape'],
    ['', 'region-code.shape'],
    ['٦٢', 'region-code.shape'],
  ])('refuses %j with %s', (text, code) => {
    expect(() => RegionCode.parse(text)).toThrow(expect.objectContaining({ code }));
    expect(RegionCode.isValid(text)).toBe(false);
  });

  it('makes a token for subjects, and reads it back, for every code there can be', () => {
    for (let province = 10; province <= 99; province += 1) {
      const codes = [String(province)];
      for (let suffix = 1; suffix <= 99; suffix += 1) {
        if (suffix !== 70) codes.push(`${province}.${String(suffix).padStart(2, '0')}`);
      }
      for (const code of codes) expect(RegionCode.fromToken(RegionCode.parse(code).token).value).toBe(code);
    }
    expect(kapuas.token).toBe('r6203');
    expect(kalteng.token).toBe('r62');
  });

  it.each(['6203', 'r620', 'r62.03', 'R6203', 'r62035', 'r', '', 'r*', 'r>', 'r6203 ', 'r6203\n'])(
    'refuses the token %j',
    (token) => {
      expect(() => RegionCode.fromToken(token)).toThrow(expect.objectContaining({ code: 'region-code.token' }));
    },
  );

  it('refuses a token of a region that cannot be', () => {
    expect(() => RegionCode.fromToken('r6270')).toThrow(expect.objectContaining({ code: 'region-code.regency' }));
    expect(() => RegionCode.fromToken('r0201')).toThrow(expect.objectContaining({ code: 'region-code.province' }));
  });

  it('knows its province', () => {
    expect(kapuas.parent?.value).toBe('62');
    expect(kapuas.province.value).toBe('62');
    expect(kalteng.parent).toBeUndefined();
    expect(kalteng.province).toBe(kalteng);
    expect([kalteng.isProvince, kapuas.isProvince]).toEqual([true, false]);
  });

  it('contains itself, and a province its regencies and cities', () => {
    expect(kalteng.contains(kapuas)).toBe(true);
    expect(kalteng.contains(kalteng)).toBe(true);
    expect(kapuas.contains(kalteng)).toBe(false);
    expect(kapuas.contains(palangkaRaya)).toBe(false);
    expect(kalteng.contains(RegionCode.parse('64.03'))).toBe(false);
  });

  it('sorts a province before what lies in it', () => {
    expect([palangkaRaya, kapuas, kalteng].sort(RegionCode.compare).map(String)).toEqual(['62', '62.03', '62.71']);
    expect(RegionCode.compare(kapuas, RegionCode.parse('62.03'))).toBe(0);
  });

  it('is a value: equal by code, immutable, its code in JSON', () => {
    expect(kapuas.equals(RegionCode.parse(' 62.03 '))).toBe(true);
    expect(Object.isFrozen(kapuas)).toBe(true);
    expect(JSON.stringify({ region: kapuas })).toBe('{"region":"62.03"}');
  });
});
