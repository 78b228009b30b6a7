import { describe, expect, it } from '@jest/globals';
import { maybeSamePerson } from './same-person.js';

describe('two names may be of one person', () => {
  it.each([
    ['Sari Contoh', 'SARI CONTOH'],
    ['Sari Contoh', 'Sari Contoh, S.Pd., M.Pd.'],
    ['Drs. Budi Rekaan', 'Budi Rekaan'],
    ['Rina Umpama', 'Rina Misalnya'],
    ['Syarifudin', 'Syarifuddin'],
    ['M. Yusuf', 'Muhammad Yusup'],
    ['Bo', 'Bo'],
    ['Ali', 'H. Ali Andaian'],
  ])('when they are %s and %s', (name, other) => {
    expect(maybeSamePerson(name, other)).toBe(true);
    expect(maybeSamePerson(other, name)).toBe(true);
  });

  it.each([
    ['Sari Contoh', 'Budi Rekaan'],
    ['Drs. Budi', 'Drs. Anton'],
    ['Ani', 'Ali'],
    ['Dewi, S.Sos', 'Rina, S.Sos'],
  ])('but not when they are %s and %s', (name, other) => {
    expect(maybeSamePerson(name, other)).toBe(false);
  });
});
