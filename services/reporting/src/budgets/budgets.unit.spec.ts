import { describe, expect, it } from '@jest/globals';
import { shareOf, shortfallOf } from './budget-share.decision.js';
import { classifyLine } from './classify-line.decision.js';
import { readLine, readRupiah } from './read-line.decision.js';

describe('the share of a budget', () => {
  it.each([
    [27_200_000_000, 8_000_000_000_000, 0.34],
    [27_199_999_999, 8_000_000_000_000, 0.3399],
    [2_400_000_000, 1_500_000_000_000, 0.16],
    [0, 5, 0],
  ])('%p of %p is %p %%', (part, whole, share) => {
    expect(shareOf(part, whole)).toBe(share);
  });

  it('is none of nothing', () => {
    expect(shareOf(1, 0)).toBeNull();
    expect(shareOf(1, null)).toBeNull();
    expect(shortfallOf({ denominatorAmount: null, leastShare: 3_400, counted: 1 })).toEqual({
      leastAmount: null,
      shortfall: null,
    });
  });

  it('falls short by the last rupiah', () => {
    const budget = { denominatorAmount: 8_000_000_000_000, leastShare: 3_400 };
    expect(shortfallOf({ ...budget, counted: 27_199_999_999 })).toEqual({ leastAmount: 27_200_000_000, shortfall: 1 });
    expect(shortfallOf({ ...budget, counted: 27_200_000_000 }).shortfall).toBe(0);
    expect(shortfallOf({ denominatorAmount: 1_000_001, leastShare: 1_600, counted: 0 }).leastAmount).toBe(1_601);
  });
});

describe('a budget line', () => {
  it.each([
    ['Belanja Kursus, Pelatihan, Sosialisasi, dan Bimbingan Teknis', true, 'rule:pelatihan'],
    ['Gaji pegawai Badan Diklat', false, 'rule:gaji'],
    ['Pemeliharaan gedung diklat', false, 'rule:pemeliharaan'],
    ['Belanja alat tulis kantor', false, 'unmatched'],
  ])('%p counts: %p', (title, counted, reason) => {
    expect(classifyLine(title)).toEqual({ counted, reason });
  });

  it.each([
    ['1.500.000', 1_500_000],
    ['Rp 1.500.000,00', 1_500_000],
    ['1,500,000.00', 1_500_000],
    ['1500000', 1_500_000],
    ['1500000.0', 1_500_000],
    ['1.500,50', undefined],
    ['-5', undefined],
    ['', undefined],
    ['99999999999999999', undefined],
  ])('amount %p is %p', (text, amount) => {
    expect(readRupiah(text)).toBe(amount);
  });

  const columns = { code: 0, title: 1, amount: 2, counted: 3, reason: 4 };

  it('is read with the verdict of the file before that of the rule', () => {
    expect(readLine(['5.1.02', 'Pelatihan dasar', 1_000, 'tidak', 'sudah dibiayai pusat'], columns)).toEqual({
      line: {
        agency: '',
        code: '5.1.02',
        title: 'Pelatihan dasar',
        amount: 1_000,
        counted: false,
        reason: 'file: sudah dibiayai pusat',
      },
    });
    expect(readLine(['5.1.02', 'Pelatihan dasar', '1.000', null, null], columns)).toMatchObject({
      line: { counted: true, reason: 'rule:pelatihan' },
    });
  });

  it('is refused with every problem of it', () => {
    expect(readLine([null, '', 'seribu', 'mungkin'], columns)).toEqual({
      problems: [
        { field: 'code', code: 'required' },
        { field: 'title', code: 'required' },
        { field: 'amount', code: 'rupiah-unreadable' },
        { field: 'counted', code: 'is-boolean' },
      ],
    });
  });
});
