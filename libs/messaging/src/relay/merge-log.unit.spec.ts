import { describe, expect, it } from '@jest/globals';
import { MOST_POSITIONS, MOST_ROWS, planMerges, type LoggedStretch } from './merge-log.js';

const stretch = (first: number, last: number, other: Partial<LoggedStretch> = {}): LoggedStretch => ({
  epoch: '1.a',
  audience: 'local',
  first,
  last,
  generations: [1, 1],
  seqs: [first, last],
  previousChain: `chain-${first - 1}`,
  chain: `chain-${last}`,
  ...other,
});
const ends = (rows: readonly LoggedStretch[]) => planMerges(rows).map(({ from, to }) => [from, to]);

describe('merging rows of the log', () => {
  it('makes one of neighbours, up to a bound of positions', () => {
    const singles = Array.from({ length: 2 * MOST_POSITIONS + 3 }, (_, index) => stretch(index + 1, index + 1));
    expect(ends(singles)).toEqual([
      [1, MOST_POSITIONS],
      [MOST_POSITIONS + 1, 2 * MOST_POSITIONS],
      [2 * MOST_POSITIONS + 1, 2 * MOST_POSITIONS + 3],
    ]);
  });

  it('leaves alone what is at the bound already, and a row without a neighbour', () => {
    expect(ends([stretch(1, 500), stretch(501, 1_000), stretch(1_001, 1_001)])).toEqual([]);
    expect(ends([])).toEqual([]);
  });

  it('never joins two lines, a hole, chains that do not follow, or two generations', () => {
    expect(ends([stretch(1, 2), stretch(3, 4, { audience: 'federation' })])).toEqual([]);
    expect(ends([stretch(1, 2), stretch(3, 4, { epoch: '2.b' })])).toEqual([]);
    expect(ends([stretch(1, 2), stretch(4, 4)])).toEqual([]);
    expect(ends([stretch(1, 2), stretch(3, 4, { previousChain: 'another' })])).toEqual([]);
    expect(ends([stretch(1, 2), stretch(3, 4, { generations: [1, 2] })])).toEqual([]);
    expect(ends([stretch(1, 2, { generations: [1, 2] }), stretch(3, 4, { generations: [2, 2] })])).toEqual([]);
  });

  it('keeps apart what is said seldom: between its ends lie too many rows for others', () => {
    const seldom = [1, 2, 3].map((position) =>
      stretch(position, position, { seqs: [position * MOST_ROWS, position * MOST_ROWS] }),
    );
    expect(ends(seldom)).toEqual([]);
    const late = stretch(2, 2, { seqs: [5, 5] });
    expect(
      ends([stretch(1, 1, { seqs: [MOST_ROWS + 5, MOST_ROWS + 5] }), late, stretch(3, 3, { seqs: [6, 6] })]),
    ).toEqual([[2, 3]]);
  });
});
