import { describe, expect, it } from '@jest/globals';
import { LearningHours } from './learning-hours.js';

const jp = (hundredths: number) => LearningHours.fromHundredths(hundredths);

describe('reading amounts', () => {
  it.each([
    ['40', 4000],
    ['40,5', 4050],
    ['40,50', 4050],
    ['40,05', 4005],
    ['40.5', 4050],
    ['40.25', 4025],
    ['0', 0],
    ['0,75', 75],
    ['00,5', 50],
    ['1.240', 124000],
    ['1.240,5', 124050],
    ['12.345.678,9', 1234567890],
    [' 40,5 JP ', 4050],
    ['40,5jp', 4050],
    ['40 Jam Pelajaran', 4000],
    ['8 jam', 800],
    ['40,5\u00a0JP', 4050],
  ])('reads %j as %i hundredths', (text, hundredths) => {
    expect(LearningHours.parse(text).hundredths).toBe(hundredths);
  });

  it.each([
    ['', 'learning-hours.shape'],
    ['JP', 'learning-hours.shape'],
    [',5', 'learning-hours.shape'],
    ['40,', 'learning-hours.shape'],
    ['4 0', 'learning-hours.shape'],
    ['40,5,5', 'learning-hours.shape'],
    ['1.24.0', 'learning-hours.shape'],
    ['1e2', 'learning-hours.shape'],
    ['Infinity', 'learning-hours.shape'],
    ['empat puluh', 'learning-hours.shape'],
    ['-3', 'learning-hours.negative'],
    ['- 3,5', 'learning-hours.negative'],
    ['−3', 'learning-hours.negative'],
    ['40,555', 'learning-hours.precision'],
    ['1,240', 'learning-hours.precision'],
    ['40.5555', 'learning-hours.precision'],
    ['99999999999999999', 'learning-hours.range'],
  ])('refuses %j with %s', (text, code) => {
    expect(() => LearningHours.parse(text)).toThrow(expect.objectContaining({ code }));
  });

  it('reads back every amount that it prints in Indonesian, to the hundredth', () => {
    for (let hundredths = 0; hundredths <= 250_000; hundredths += 7) {
      const text = jp(hundredths).format('id');
      if (LearningHours.parse(text).hundredths !== hundredths) throw new Error(text);
    }
    expect(jp(250_005).format('id')).toBe('2.500,05 JP');
  });
});

describe('reckoning', () => {
  it('adds, subtracts and sums without losing a hundredth', () => {
    expect(jp(10).add(jp(20)).hundredths).toBe(30);
    expect(jp(4050).subtract(jp(4051)).hundredths).toBe(-1);
    expect(LearningHours.sum(Array.from({ length: 1000 }, () => jp(1))).hundredths).toBe(1000);
    expect(LearningHours.sum([])).toBe(LearningHours.zero);
  });

  it('an entry and its reversal are nothing', () => {
    const entry = jp(4050);
    expect(entry.negate()).toMatchObject({ hundredths: -4050, isNegative: true });
    expect(entry.add(entry.negate())).toBe(LearningHours.zero);
    expect(Object.is(LearningHours.zero.negate().hundredths, 0)).toBe(true);
  });

  it('takes the lesser and the greater', () => {
    expect(LearningHours.min(jp(2400), jp(3000)).hundredths).toBe(2400);
    expect(LearningHours.min(jp(3000), jp(2400)).hundredths).toBe(2400);
    expect(LearningHours.max(jp(3000), jp(2400)).hundredths).toBe(3000);
    expect([jp(3), jp(1), jp(2)].sort(LearningHours.compare).map((a) => a.hundredths)).toEqual([1, 2, 3]);
  });

  it('multiplies by whole counts only', () => {
    expect(jp(400).times(3).hundredths).toBe(1200);
    expect(jp(400).times(0)).toBe(LearningHours.zero);
    expect(() => jp(333).times(0.5)).toThrow(expect.objectContaining({ code: 'learning-hours.range' }));
  });

  it.each([
    [4050, 20, 4860],
    [1, 20, 1],
    [4, 20, 4],
    [5, 20, 6],
    [-4, 20, -4],
    [4000, 0, 4000],
  ])('%i hundredths and %i per cent are %i', (hundredths, percent, expected) => {
    expect(jp(hundredths).plusPercent(percent).hundredths).toBe(expected);
  });

  it.each([0.5, Number.NaN, Number.MAX_SAFE_INTEGER + 1])('refuses %d hundredths', (hundredths) => {
    expect(() => jp(hundredths)).toThrow(expect.objectContaining({ code: 'learning-hours.range' }));
  });

  it('refuses a sum too large to be exact', () => {
    expect(() => jp(Number.MAX_SAFE_INTEGER).add(jp(1))).toThrow(
      expect.objectContaining({ code: 'learning-hours.range' }),
    );
  });
});

describe('as a value', () => {
  it.each([
    [4050, '40,5 JP', '40.5 JP'],
    [4000, '40 JP', '40 JP'],
    [4005, '40,05 JP', '40.05 JP'],
    [124050, '1.240,5 JP', '1,240.5 JP'],
    [0, '0 JP', '0 JP'],
    [-250, '-2,5 JP', '-2.5 JP'],
  ])('%i hundredths are printed', (hundredths, id, en) => {
    expect(jp(hundredths).format('id')).toBe(id);
    expect(jp(hundredths).format('en')).toBe(en);
  });

  it('is equal by amount, immutable, hundredths in JSON', () => {
    expect(jp(4050).equals(LearningHours.parse('40,5'))).toBe(true);
    expect(LearningHours.fromJp(40.5).hundredths).toBe(4050);
    expect(jp(0).isZero).toBe(true);
    expect(Object.isFrozen(jp(1))).toBe(true);
    expect(JSON.stringify([jp(4050)])).toBe('[4050]');
    expect(String(jp(4050))).toBe('40.5 JP');
  });
});
