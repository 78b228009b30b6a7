import { describe, expect, it } from '@jest/globals';
import { lineKey, singleLines, type RowLine } from './single-lines.decision.js';

const line = (rowNumber: number, amount: number, title = 'Bimtek'): RowLine => ({
  ...{ agency: 'BKPSDM', code: '5.1.02', title, counted: true, reason: 'rule:bimtek' },
  rowNumber,
  amount,
});

describe('lines of a budget file', () => {
  it('count once: the same again is repeated, another amount for the same line is refused', () => {
    const { lines, repeated, doubled } = singleLines(
      [line(2, 100), line(3, 100), line(4, 70), line(5, 70, 'Diklat')],
      new Map(),
    );
    expect(lines.map(({ rowNumber }) => rowNumber)).toEqual([2, 5]);
    expect([repeated, doubled]).toEqual([1, [4]]);
  });

  it('are the same however offices write them: capitals, spaces and line breaks make no other line', () => {
    const other = { ...line(9, 100), agency: 'bkpsdm', title: ' BIMTEK\u00a0' };
    expect(lineKey({ ...other, title: 'BIM\nTEK' })).not.toBe(lineKey(line(1, 0)));
    expect(lineKey({ ...other, title: 'BIMTEK' })).toBe(lineKey(line(1, 0)));
    expect(lineKey({ ...other, title: 'Bimtek  teknis' })).toBe(lineKey(line(1, 0, 'Bimtek\u00a0teknis')));
  });

  it('are compared with those that earlier rows of the file brought', () => {
    const known = new Map([[lineKey(line(1, 0)), 100]]);
    expect(singleLines([line(700, 100), line(701, 99)], known)).toEqual({ lines: [], repeated: 1, doubled: [701] });
  });
});
