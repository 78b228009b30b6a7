import { describe, expect, it } from '@jest/globals';
import { finalMark, markOf, submissionTime, type MarkingRole } from './rubric.decision.js';

const rubric = [
  { criterion: 'analysis', maxPoints: 60, description: null },
  { criterion: 'writing', maxPoints: 40, description: null },
];
const policy = { secondMarker: true, tolerance: 1000, latePenalty: 500 };
const marks = (...given: [MarkingRole, number][]) =>
  given.map(([role, mark]) => ({ role, mark, markedBy: role.toLowerCase() }));

describe('points of a rubric', () => {
  it('make a mark of the whole', () => {
    expect(markOf(rubric, { analysis: 45, writing: 30 })).toBe(7500);
    expect(markOf(rubric, { analysis: 60, writing: 40 })).toBe(10_000);
    expect(markOf(rubric, { analysis: 0, writing: 0 })).toBe(0);
  });

  it.each([
    [{ analysis: 61, writing: 1 }, 'points.analysis'],
    [{ analysis: -1, writing: 1 }, 'points.analysis'],
    [{ analysis: 1 }, 'points.writing'],
    [{ analysis: 1, writing: 1, style: 1 }, 'points.style'],
  ])('%j are refused by %s', (points, field) => {
    expect(() => markOf(rubric, points as never)).toThrow(
      expect.objectContaining({ code: 'marking-refused', errors: [expect.objectContaining({ field })] }),
    );
  });
});

describe('the final mark', () => {
  it('is the one marker’s where one is enough', () => {
    expect(finalMark(marks(['FIRST', 7000]), { ...policy, secondMarker: false }, false)).toEqual({ mark: 7000 });
  });

  it('waits for the second, and is the mean of two that agree', () => {
    expect(finalMark([], policy, false)).toEqual({ awaits: 'FIRST' });
    expect(finalMark(marks(['FIRST', 7000]), policy, false)).toEqual({ awaits: 'SECOND' });
    expect(finalMark(marks(['FIRST', 7000], ['SECOND', 8000]), policy, false)).toEqual({ mark: 7500 });
  });

  it('asks for a third where two lie apart, and goes with the nearer', () => {
    const apart = marks(['FIRST', 5000], ['SECOND', 6001]);
    expect(finalMark(apart, policy, false)).toEqual({ awaits: 'THIRD' });
    expect(finalMark([...apart, ...marks(['THIRD', 6001])], policy, false)).toEqual({ mark: 6001 });
    expect(finalMark([...apart, ...marks(['THIRD', 4000])], policy, false)).toEqual({ mark: 4500 });
  });

  it('is replaced on appeal, and lateness comes off last, never below nothing', () => {
    const appealed = marks(['FIRST', 2000], ['SECOND', 9000], ['APPEAL', 8000]);
    expect(finalMark(appealed, policy, false)).toEqual({ mark: 8000 });
    expect(finalMark(appealed, policy, true)).toEqual({ mark: 7500 });
    expect(finalMark(marks(['APPEAL', 300]), policy, true)).toEqual({ mark: 0 });
  });
});

describe('the time of handing in', () => {
  const due = new Date('2026-03-06T10:00:00Z');
  const last = new Date('2026-03-08T10:00:00Z');
  it('is in time to the last instant, late while it may be, then closed', () => {
    expect(submissionTime(due, due, last)).toBe('in-time');
    expect(submissionTime(new Date(due.getTime() + 1), due, last)).toBe('late');
    expect(submissionTime(new Date(last.getTime() + 1), due, last)).toBe('closed');
    expect(submissionTime(new Date(due.getTime() + 1), due, null)).toBe('closed');
  });
});
