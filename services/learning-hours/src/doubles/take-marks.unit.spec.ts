import { describe, expect, it } from '@jest/globals';
import { takeMarks } from './take-marks.decision.js';

const marks = [
  { mark: '1', completionIds: ['a', 'b'] },
  { mark: '2', completionIds: ['c', 'd', 'e'] },
  { mark: '3', completionIds: ['f'] },
];

describe('a turn over the marks of the ledger', () => {
  it('settles all marks that it has room for', () => {
    expect(takeMarks(marks, 6)).toEqual({ completionIds: ['a', 'b', 'c', 'd', 'e', 'f'], settled: ['1', '2', '3'] });
    expect(takeMarks([], 6)).toEqual({ completionIds: [], settled: [] });
  });

  it('begins a mark that is larger than its room, and leaves the rest of it', () => {
    expect(takeMarks(marks, 4)).toEqual({
      completionIds: ['a', 'b', 'c', 'd'],
      settled: ['1'],
      begun: { mark: '2', completionIds: ['e'] },
    });
  });

  it('comes to the end of every mark, turn by turn', () => {
    let left: typeof marks = marks;
    const seen: string[] = [];
    for (let turn = 0; left.length > 0 && turn < 10; turn += 1) {
      const { completionIds, settled, begun } = takeMarks(left, 2);
      seen.push(...completionIds);
      left = left
        .filter(({ mark }) => !settled.includes(mark))
        .map((mark) => (mark.mark === begun?.mark ? { ...mark, completionIds: [...begun.completionIds] } : mark));
    }
    expect(seen).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  });
});
