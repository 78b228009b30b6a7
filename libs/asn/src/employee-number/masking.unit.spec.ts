import { describe, expect, it } from '@jest/globals';
import { maskDigits, maskEmployeeNumbersIn } from './masking.js';

describe('masking', () => {
  it('keeps the year of birth and the last four digits', () => {
    expect(maskDigits('198609262015051001')).toBe('1986**********1001');
  });

  it('keeps nothing of a number too short to hide anything', () => {
    expect(maskDigits('12345678')).toBe('********');
    expect(maskDigits('')).toBe('');
  });

  it.each([
    ['nip=198609262015051001;', 'nip=1986**********1001;'],
    ['NIP 19860926 201505 1 001 ganda', 'NIP 1986**********1001 ganda'],
    ['198609262015051001,199002282023212017', '1986**********1001,1990**********2017'],
    ['"198609262015051001"', '"1986**********1001"'],
  ])('masks inside text: %j', (text, masked) => {
    expect(maskEmployeeNumbersIn(text)).toBe(masked);
  });

  it.each(['1986092620150510011', '19860926201505100', 'a198609262015051001', '2026-11-21 10:42:05', ''])(
    'leaves other digits alone: %j',
    (text) => {
      expect(maskEmployeeNumbersIn(text)).toBe(text);
    },
  );
});
