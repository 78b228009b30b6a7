import { learningPaths } from '@betang/contracts';
import { describe, expect, it } from '@jest/globals';
import { earnedHundredths } from './convert-hours.decision.js';
import { RuleBook } from './rule-book.js';
import { referenceRules } from './testing/reference-rules.js';

const rules = new RuleBook(referenceRules());
const earned = (pathCode: string, scope: 'NATIONAL' | 'INTERNATIONAL', quantityHundredths: number) =>
  earnedHundredths({ scope, quantityHundredths }, rules.find(pathCode, '2026-05-01')!);

describe('hours earned by a completion, in hundredths of a JP', () => {
  it.each([
    // Programmes state their own hours; an international one adds 20 %, cut to a hundredth.
    ['KL03', 'NATIONAL', 4050, 4050],
    ['KL03', 'INTERNATIONAL', 4050, 4860],
    ['KL03', 'INTERNATIONAL', 1, 1],
    ['KL03', 'INTERNATIONAL', 4, 4],
    ['KL03', 'INTERNATIONAL', 5, 6],
    ['KL03', 'INTERNATIONAL', 333, 399],
    ['KL03', 'INTERNATIONAL', 10_000_000, 12_000_000],
    // Structural training and self-study have no bonus.
    ['KL01', 'INTERNATIONAL', 12_000, 12_000],
    ['NKL09', 'INTERNATIONAL', 150, 150],
    // Days of a seminar 4 and 6, of a workshop 5 and 7.
    ['KL06', 'NATIONAL', 100, 400],
    ['KL06', 'INTERNATIONAL', 100, 600],
    ['KL06', 'NATIONAL', 300, 1200],
    ['KL06', 'NATIONAL', 50, 200],
    ['KL06', 'NATIONAL', 33, 132],
    ['KL07', 'NATIONAL', 200, 1000],
    ['KL07', 'INTERNATIONAL', 200, 1400],
    ['KL07', 'NATIONAL', 1, 5],
    // Sessions of coaching 2, activities 10 or 20, a semester 20.
    ['NKL01', 'NATIONAL', 300, 600],
    ['NKL05', 'INTERNATIONAL', 100, 2000],
    ['NKL07', 'NATIONAL', 100, 1000],
    ['PEND', 'NATIONAL', 200, 4000],
    ['PEND', 'NATIONAL', 10_000_000, 200_000_000],
  ] as const)('%s %s %p -> %p', (path, scope, quantity, expected) => {
    expect(earned(path, scope, quantity)).toBe(expected);
  });

  it('is a whole number of hundredths for every path, scope and odd quantity', () => {
    for (const { code } of learningPaths())
      for (const scope of ['NATIONAL', 'INTERNATIONAL'] as const)
        for (const quantity of [1, 3, 7, 33, 99, 101, 667, 4051]) {
          const hours = earned(code, scope, quantity);
          expect(Number.isInteger(hours) && hours >= 0).toBe(true);
        }
  });

  it('rounds down where a fixed worth is cut', () => {
    const rule = { ...rules.find('KL06', '2026-01-01')!, nationalHundredths: 333 };
    expect(earnedHundredths({ scope: 'NATIONAL', quantityHundredths: 50 }, rule)).toBe(166);
  });
});
