import { describe, expect, it } from '@jest/globals';
import { USUAL_AMOUNT_BOUNDS } from './amount-bounds.js';
import { amountMessages, amountProblemTexts } from './learning-amount.messages.js';
import { amountProblemCodes, checkAmount, type LearningUnit } from './learning-amount.js';

const problem = (unit: LearningUnit, quantity: number, startedOn: string, completedOn = startedOn) => {
  const found = checkAmount(
    { unit, quantityHundredths: Math.round(quantity * 100), startedOn, completedOn },
    USUAL_AMOUNT_BOUNDS,
  );
  return found === undefined ? undefined : `${found.code} ${found.params.most}`;
};

describe('an amount', () => {
  it.each<[LearningUnit, number, string, string]>([
    ['DAY', 2, '2026-03-02', '2026-03-03'],
    ['DAY', 0.5, '2026-03-02', '2026-03-02'],
    ['PROGRAM_JP', 32, '2026-03-02', '2026-03-02'],
    ['PROGRAM_JP', 903, '2026-02-01', '2026-06-20'],
    ['SESSION', 8, '2026-03-02', '2026-03-02'],
    ['ACTIVITY', 1, '2026-03-02', '2026-03-02'],
    ['SEMESTER', 1, '2026-07-31', '2026-07-31'],
    ['SEMESTER', 2, '2025-09-01', '2026-06-30'],
    ['SEMESTER', 8, '2022-09-01', '2026-06-30'],
  ])('of %s %d from %s to %s can be', (unit, quantity, from, to) => {
    expect(problem(unit, quantity, from, to)).toBeUndefined();
  });

  it('of a month abroad and of a semester can be', () => {
    expect(problem('PROGRAM_JP', 320, '2026-03-01', '2026-03-31')).toBeUndefined();
    expect(problem('DAY', 31, '2026-03-01', '2026-03-31')).toBeUndefined();
    expect(problem('SEMESTER', 1, '2026-02-01', '2026-06-30')).toBeUndefined();
  });

  it.each<[LearningUnit, number, string, string, string]>([
    ['DAY', 365, '2026-03-02', '2026-03-02', 'more-days-than-it-took 1'],
    ['DAY', 2.01, '2026-03-02', '2026-03-03', 'more-days-than-it-took 2'],
    ['PROGRAM_JP', 100_000, '2026-03-02', '2026-03-02', 'hours-too-many 32'],
    ['PROGRAM_JP', 32.01, '2026-03-02', '2026-03-02', 'hours-too-many 32'],
    ['SESSION', 1_000, '2026-03-02', '2026-03-02', 'sessions-too-many 8'],
    ['ACTIVITY', 17, '2026-03-02', '2026-03-03', 'sessions-too-many 16'],
    ['SEMESTER', 50, '2026-03-02', '2026-03-02', 'semesters-too-many 1'],
    ['SEMESTER', 3, '2025-09-01', '2026-06-30', 'semesters-too-many 2'],
    ['PROGRAM_JP', 3_001, '2020-01-01', '2026-03-02', 'amount-too-large 3000'],
    ['DAY', 367, '2020-01-01', '2026-03-02', 'amount-too-large 366'],
    ['SESSION', 367, '2020-01-01', '2026-03-02', 'amount-too-large 366'],
    ['SEMESTER', 17, '2010-01-01', '2026-03-02', 'amount-too-large 16'],
  ])('of %s %d from %s to %s cannot: %s', (unit, quantity, from, to, found) => {
    expect(problem(unit, quantity, from, to)).toBe(found);
  });

  it('is held against what the region sets', () => {
    const amount = {
      unit: 'PROGRAM_JP',
      quantityHundredths: 1_200,
      startedOn: '2026-03-02',
      completedOn: '2026-03-02',
    };
    const bounds = { ...USUAL_AMOUNT_BOUNDS, mostHoursADay: 10 };
    expect(checkAmount({ ...amount, unit: 'PROGRAM_JP' }, bounds)).toEqual({
      code: 'hours-too-many',
      params: { most: 10, perDay: 10, perSemester: 119 },
    });
  });

  it('counts days in the wrong order as one: another check names them', () => {
    expect(problem('DAY', 1, '2026-03-03', '2026-03-02')).toBeUndefined();
    expect(problem('DAY', 2, '2026-03-03', '2026-03-02')).toBe('more-days-than-it-took 1');
  });
});

it('every problem names its bound and the way out in both languages', () => {
  for (const code of amountProblemCodes)
    for (const language of ['id', 'en'] as const) {
      const { message, wayOut } = amountProblemTexts[language][code];
      expect(message).toContain('{most}');
      expect(amountMessages('field.claim.')[language][`field.claim.${code}`]).toBe(`${message} ${wayOut}`);
    }
});
