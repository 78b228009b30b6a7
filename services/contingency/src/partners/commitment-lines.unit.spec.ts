import { describe, expect, it } from '@jest/globals';
import { allotLine, assertDays, lastDayOf, lineFor, lineState } from './commitment-lines.decision.js';

const sheet = { validUntil: '2026-12-31', ended: false };
const days = (availableFrom: string, availableUntil: string | null = null) => ({ availableFrom, availableUntil });
const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return 'nothing thrown';
};

describe('a line of a commitment sheet', () => {
  it('holds until its own last day or the sheet’s, whichever is earlier', () => {
    expect(lastDayOf(days('2026-01-01'), sheet)).toBe('2026-12-31');
    expect(lastDayOf(days('2026-01-01', '2026-06-30'), sheet)).toBe('2026-06-30');
    expect(lastDayOf(days('2026-01-01', '2027-06-30'), sheet)).toBe('2026-12-31');
  });

  it.each([
    ['2026-06-30', 'NOT_YET'],
    ['2026-07-01', 'COUNTS'],
    ['2026-10-31', 'COUNTS'],
    ['2026-11-01', 'OVER'],
  ])('on %s is %s', (day, state) => {
    expect(lineState(days('2026-07-01', '2026-10-31'), sheet, day)).toBe(state);
  });

  it('is over with its sheet', () => {
    expect(lineState(days('2026-07-01'), { ...sheet, ended: true }, '2026-08-01')).toBe('OVER');
    expect(lineState(days('2026-07-01'), sheet, '2027-01-01')).toBe('OVER');
  });

  it('names every day that does not fit the sheet', () => {
    const lines = [days('2027-01-01'), days('2026-05-01', '2026-04-30'), days('2026-05-01', '2027-01-01')];
    expect(() => assertDays(lines, sheet.validUntil, (index) => `lines[${index}].`)).toThrow(
      expect.objectContaining({
        code: 'commitment-line-refused',
        errors: [
          { field: 'lines[0].availableFrom', code: 'commitment.after-sheet' },
          { field: 'lines[1].availableUntil', code: 'contingency-ends-before-start' },
          { field: 'lines[2].availableUntil', code: 'commitment.after-sheet' },
        ],
      }),
    );
    expect(codeOf(() => assertDays([days('2026-12-31', '2026-12-31')], sheet.validUntil, () => ''))).toBe(
      'nothing thrown',
    );
  });
});

describe('the line that covers a need', () => {
  const pump = { lineId: 'a', category: 'GOODS', item: 'Pompa', unit: 'unit' };
  const hose = { lineId: 'b', category: 'GOODS', item: 'Selang', unit: 'unit' };
  const people = { lineId: 'c', category: 'PEOPLE', item: 'Relawan', unit: 'orang' };

  it('is the named one, if it is of the same kind', () => {
    expect(lineFor([pump, hose, people], pump, 'b')).toBe(hose);
    expect(codeOf(() => lineFor([pump, people], pump, 'c'))).toBe('supply-of-other-kind');
    expect(codeOf(() => lineFor([pump], pump, 'gone'))).toBe('supply-of-other-kind');
  });

  it('is the only one that fits, by its item where several do', () => {
    expect(lineFor([pump, people], { ...pump, item: 'Pompa punggung' }, undefined)).toBe(pump);
    expect(lineFor([pump, hose], hose, undefined)).toBe(hose);
    expect(codeOf(() => lineFor([pump, hose], { ...pump, item: 'Ember' }, undefined))).toBe('supply-needs-line');
    expect(codeOf(() => lineFor([people], pump, undefined))).toBe('supply-needs-line');
  });
});

describe('a line that holds less than it promised', () => {
  it('keeps earlier promises first', () => {
    const promises = [
      { supplyId: '2', quantity: 5 },
      { supplyId: '1', quantity: 4 },
      { supplyId: '3', quantity: 1 },
    ];
    expect([...allotLine(6, promises)]).toEqual([
      ['1', 4],
      ['2', 2],
      ['3', 0],
    ]);
    expect([...allotLine(10, promises).values()]).toEqual([4, 5, 1]);
  });
});
