import { WorkPieceHandedIn } from '@betang/contracts';
import { describe, expect, it } from '@jest/globals';
import { answersOf, toldAnswers } from './sitting-answers.js';
import { PIECE_BYTES, WORK_FILE, assertTextTravels, piecesOf } from './work-file.decision.js';

const bytes = (length: number) => Buffer.alloc(length, 'a');
const joined = (pieces: readonly string[]) => Buffer.concat(pieces.map((piece) => Buffer.from(piece, 'base64')));

describe('a file in pieces', () => {
  it.each([
    [1, 1],
    [PIECE_BYTES, 1],
    [PIECE_BYTES + 1, 2],
    [WORK_FILE.maxBytes, 40],
  ])('of %i bytes comes in %i and is whole again', (length, count) => {
    const pieces = piecesOf(bytes(length));
    expect(pieces).toHaveLength(count);
    expect(joined(pieces).equals(bytes(length))).toBe(true);
  });

  it('fits into events, the largest piece too', () => {
    const submissionId = '00000000-0000-4000-8000-000000000001';
    const [content] = piecesOf(bytes(PIECE_BYTES));
    expect(() => WorkPieceHandedIn.check({ submissionId, part: 40, content: content! })).not.toThrow();
  });
});

describe('text that travels', () => {
  it('is bounded by its bytes on the way, not by its letters', () => {
    expect(() => assertTextTravels('a'.repeat(50_000))).not.toThrow();
    expect(() => assertTextTravels('😀'.repeat(50_000))).toThrow('work-too-large');
    expect(() => assertTextTravels(null)).not.toThrow();
  });
});

describe('answers', () => {
  it('are the same when they arrive', () => {
    const answers = { one: { options: ['a', 'b'] }, two: { number: 40.5 }, three: {} };
    expect(answersOf(toldAnswers(answers))).toEqual(answers);
  });
});
