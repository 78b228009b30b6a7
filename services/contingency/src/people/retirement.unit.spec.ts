import { describe, expect, it } from '@jest/globals';
import { retiresOn } from './retirement.decision.js';

const AGES = { DEFAULT: 58, JPT_PRATAMA: 60, FUNCTIONAL: 58, 'FUNCTIONAL:AHLI_UTAMA': 65 };

describe('the first day of retirement', () => {
  it.each([
    ['1970-03-15', 'EXECUTOR', '2028-04-01'],
    ['1970-03-15', 'JPT_PRATAMA', '2030-04-01'],
    ['1970-03-15', 'FUNCTIONAL:AHLI_UTAMA', '2035-04-01'],
    ['1970-03-15', 'FUNCTIONAL:AHLI_MUDA', '2028-04-01'],
    ['1970-12-31', null, '2029-01-01'],
    ['1968-02-29', null, '2026-03-01'],
  ])('of who was born on %s in position %s is %s', (born, position, day) => {
    expect(retiresOn(born, position, AGES)).toBe(day);
  });

  it('is not told without a day of birth or an age', () => {
    expect(retiresOn(null, 'EXECUTOR', AGES)).toBeUndefined();
    expect(retiresOn('1970-03-15', 'EXECUTOR', {})).toBeUndefined();
  });
});
