import { describe, expect, it } from '@jest/globals';
import { Grade } from './grade.js';
import { pnsGradeCodes, pnsRankNames, pppkGradeCodes } from './grade-scale.js';

describe('scales', () => {
  it('has 17 grades each, in order', () => {
    expect([pnsGradeCodes.length, pppkGradeCodes.length]).toEqual([17, 17]);
    expect(pnsGradeCodes.map((code) => Grade.of(code).order)).toEqual(Array.from({ length: 17 }, (_, n) => n + 1));
    expect(pppkGradeCodes.map((code) => Grade.of(code).order)).toEqual(Array.from({ length: 17 }, (_, n) => n + 1));
  });

  it('reads every grade back', () => {
    for (const code of pnsGradeCodes) {
      expect(Grade.parse(code)).toMatchObject({ code, scheme: 'PNS', rankName: pnsRankNames[code] });
      expect(Grade.parse(`${pnsRankNames[code]}, ${code}`).code).toBe(code);
      expect(Grade.parse(`${pnsRankNames[code]} (${code})`).code).toBe(code);
      expect(Grade.parse(code.replace('/', '').toLowerCase()).code).toBe(code);
    }
    for (const code of pppkGradeCodes) {
      expect(Grade.parse(code)).toMatchObject({ code, scheme: 'PPPK', rankName: undefined });
      expect(Grade.parse(`Golongan ${code.toLowerCase()}`).code).toBe(code);
    }
  });
});

describe('reading', () => {
  it.each([
    ['III.a', 'III/a'],
    ['III - A', 'III/a'],
    ['III / a', 'III/a'],
    ['Penata Muda Tk. I / III/b', 'III/b'],
    ['Penata Muda Tk.I, III/b', 'III/b'],
    ['Pembina Tk I - IV/b', 'IV/b'],
    ['Gol. IX', 'IX'],
    ['Gol IX', 'IX'],
  ])('reads %j as %s', (text, code) => {
    expect(Grade.parse(text).code).toBe(code);
  });

  it.each(['', 'V/a', 'I/e', 'III/e', 'IIII/a', 'XVIII', 'IIX', 'Penata Muda', 'Penata Tk I', 'III/', 'constructor'])(
    'refuses %j',
    (text) => {
      expect(() => Grade.parse(text)).toThrow(expect.objectContaining({ code: 'grade.unknown' }));
    },
  );

  it.each(['11', '9', '31'])('refuses the bare digits %s, which two schemes use', (text) => {
    expect(() => Grade.parse(text)).toThrow(expect.objectContaining({ code: 'grade.ambiguous' }));
  });

  it('refuses a grade of the other scheme where the status is known', () => {
    expect(Grade.parse('III/a', { status: 'CPNS' }).code).toBe('III/a');
    expect(Grade.parse('IX', { status: 'PPPK_PARUH_WAKTU' }).code).toBe('IX');
    expect(() => Grade.parse('III/a', { status: 'PPPK' })).toThrow(expect.objectContaining({ code: 'grade.scheme' }));
    expect(() => Grade.parse('IX', { status: 'PNS' })).toThrow(expect.objectContaining({ code: 'grade.scheme' }));
  });

  it('reads the codes of PPPK grades', () => {
    const codes = Array.from({ length: 17 }, (_, n) => String(n + 1).padStart(2, '0'));
    expect(codes.map((code) => Grade.fromPppkCode(code).code)).toEqual([...pppkGradeCodes]);
    for (const code of ['00', '18', '', 'IX', '1.']) {
      expect(() => Grade.fromPppkCode(code)).toThrow(expect.objectContaining({ code: 'grade.unknown' }));
    }
  });

  it('reads the SIASN ids of PNS grades', () => {
    const ids = '11 12 13 14 21 22 23 24 31 32 33 34 41 42 43 44 45'.split(' ');
    expect(ids.map((id) => Grade.fromSiasnId(id).code)).toEqual([...pnsGradeCodes]);
    for (const id of ['15', '35', '46', '51', '10', '1', '']) {
      expect(() => Grade.fromSiasnId(id)).toThrow(expect.objectContaining({ code: 'grade.unknown' }));
    }
  });
});

describe('as a value', () => {
  it('is ordered within its scheme only', () => {
    const shuffled = ['IV/a', 'I/b', 'III/d', 'II/a'].map((code) => Grade.of(code));
    expect(shuffled.sort(Grade.compare).map(String)).toEqual(['I/b', 'II/a', 'III/d', 'IV/a']);
    expect(() => Grade.compare(Grade.of('I'), Grade.of('I/a'))).toThrow(
      expect.objectContaining({ code: 'grade.scheme' }),
    );
  });

  it('is equal by code, immutable, its code in JSON', () => {
    const grade = Grade.of('III/a');
    expect(grade.equals(Grade.parse('iii a'))).toBe(true);
    expect(grade.equals(Grade.of('III'))).toBe(false);
    expect(Object.isFrozen(grade)).toBe(true);
    expect(JSON.stringify([grade])).toBe('["III/a"]');
  });
});
