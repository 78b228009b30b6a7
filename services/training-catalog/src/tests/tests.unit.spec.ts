import { describe, expect, it } from '@jest/globals';
import { drawPaper } from './draw-paper.decision.js';
import type { Question } from './question.js';
import { bestScore, normalisedGain, scoreAnswers } from './score-answers.decision.js';

const question = (n: number, changes: Partial<Question> = {}): Question => ({
  questionId: `q${n}`,
  kind: 'SINGLE',
  wording: `Soal ${n}`,
  options: ['a', 'b', 'c', 'd'].map((id) => ({ id, text: id.toUpperCase() })),
  answer: { options: ['b'] },
  points: 1,
  ...changes,
});
const bank = Array.from({ length: 40 }, (_, n) => question(n));
const ids = (seed: string, from = bank) => drawPaper(from, 10, seed).map(({ questionId }) => questionId);

describe('a paper', () => {
  it('is the same for the same seed, however the bank is listed, and another one for another seed', () => {
    expect(ids('seed-1')).toEqual(ids('seed-1', [...bank].reverse()));
    expect(ids('seed-1')).not.toEqual(ids('seed-2'));
    expect(new Set(ids('seed-1')).size).toBe(10);
  });

  it('never holds an answer, whatever a question holds', () => {
    const paper = drawPaper([question(1, { answer: { options: ['b'], number: 4711 } })], 1, 's');
    expect(Object.keys(paper[0]!).sort()).toEqual(['kind', 'options', 'points', 'questionId', 'wording']);
    expect(JSON.stringify(paper)).not.toContain('4711');
  });

  it('draws each question about as often as any other', () => {
    const drawn = Array.from({ length: 400 }, (_, n) => ids(`seed-${n}`)).flat();
    const counts = bank.map(({ questionId }) => drawn.filter((id) => id === questionId).length);
    expect(Math.min(...counts)).toBeGreaterThan(60);
    expect(Math.max(...counts)).toBeLessThan(145);
  });

  it('takes the whole bank where it is smaller than the paper', () => {
    expect(drawPaper(bank.slice(0, 3), 10, 's')).toHaveLength(3);
  });
});

describe('a score', () => {
  const paper = [
    question(1),
    question(2, { kind: 'MULTIPLE', answer: { options: ['a', 'c'] }, points: 2 }),
    question(3, { kind: 'NUMBER', options: [], answer: { number: 40.5, tolerance: 0.1 }, points: 1 }),
  ];

  it('counts whole questions by their points', () => {
    const right = { q1: { options: ['b'] }, q2: { options: ['c', 'a'] }, q3: { number: 40.6 } };
    expect(scoreAnswers(paper, right)).toBe(10_000);
    expect(scoreAnswers(paper, { ...right, q2: { options: ['a'] } })).toBe(5000);
    expect(scoreAnswers(paper, { ...right, q2: { options: ['a', 'b', 'c'] } })).toBe(5000);
    expect(scoreAnswers(paper, { q3: { number: 40.7 } })).toBe(0);
    expect(scoreAnswers(paper, {})).toBe(0);
    expect(scoreAnswers([], {})).toBe(0);
  });

  it('is the best of all that ended', () => {
    expect(bestScore([4000, null, 7000])).toBe(7000);
    expect(bestScore([null])).toBeNull();
  });
});

describe('the gain between two tests', () => {
  it.each([
    [0, 10_000, 10_000],
    [5000, 7500, 5000],
    [5000, 5000, 0],
    [8000, 4000, -5000],
    [0, 0, 0],
    [10_000, 10_000, null],
    [10_000, 2000, null],
  ])('from %i to %i is %p', (before, after, gain) => {
    expect(normalisedGain(before, after)).toBe(gain);
  });
});
