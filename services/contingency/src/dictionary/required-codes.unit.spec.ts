import { describe, expect, it } from '@jest/globals';
import { lostCodes, succeedRequired, type CodeStep } from './required-codes.decision.js';

const SAME = [0, 1, 2, 3, 4, 5];
const steps = (...rows: CodeStep[]) => new Map(rows.map((row) => [row.fromCode, row]));
const asks = (code: string, level: number) => ({ competencyCode: code, level });

describe('what a role asks for in the next dictionary', () => {
  it('goes over to the new code, with its level', () => {
    const renamed = steps({ fromCode: 'MAN-08', toCode: 'MAN-98', levels: [0, 1, 1, 2, 3, 4] });
    expect(succeedRequired([asks('MAN-08', 4), asks('MAN-01', 2)], renamed)).toEqual([
      asks('MAN-98', 3),
      asks('MAN-01', 2),
    ]);
  });

  it('is the higher level where two codes become one, whatever their order', () => {
    const merged = steps(
      { fromCode: 'TEK-1', toCode: 'TEK-9', levels: SAME },
      { fromCode: 'TEK-2', toCode: 'TEK-9', levels: SAME },
    );
    for (const required of [
      [asks('TEK-1', 2), asks('TEK-2', 4)],
      [asks('TEK-2', 4), asks('TEK-1', 2)],
    ])
      expect(succeedRequired(required, merged)).toEqual([asks('TEK-9', 4)]);
  });

  it('is every part of a code that was split, as far as a part has a level', () => {
    const split = steps({
      ...{ fromCode: 'TEK-1', toCode: 'TEK-A', levels: SAME },
      also: [
        { toCode: 'TEK-B', levels: [0, 1, 1, 2, 2, 3] },
        { toCode: 'TEK-C', levels: [0, 0, 0, 0, 1, 1] },
      ],
    });
    expect(succeedRequired([asks('TEK-1', 3), asks('TEK-B', 1)], split)).toEqual([asks('TEK-A', 3), asks('TEK-B', 2)]);
    expect(lostCodes([asks('TEK-1', 3)], split)).toEqual([]);
  });

  it('is asked for no longer where nothing takes its place, or no level is left of it', () => {
    const gone = steps(
      { fromCode: 'TEK-1', toCode: null, levels: SAME },
      { fromCode: 'TEK-2', toCode: 'TEK-3', levels: [0, 0, 1, 2, 3, 4] },
    );
    expect(succeedRequired([asks('TEK-1', 3), asks('TEK-2', 1)], gone)).toEqual([]);
  });

  it('swaps two codes without mixing them', () => {
    const swapped = steps({ fromCode: 'A', toCode: 'B', levels: SAME }, { fromCode: 'B', toCode: 'A', levels: SAME });
    expect(succeedRequired([asks('A', 1), asks('B', 2)], swapped)).toEqual([asks('B', 1), asks('A', 2)]);
  });

  it('is left alone where no code of it changes', () => {
    const other = steps({ fromCode: 'MAN-02', toCode: null, levels: SAME });
    expect(succeedRequired([asks('MAN-08', 4)], other)).toBeUndefined();
    expect(succeedRequired([], other)).toBeUndefined();
  });
});
