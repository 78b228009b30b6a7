import type { GivenAnswer, Question } from './question.js';

const WHOLE = 10_000;
/** Decimal fractions are not exact in binary: 40.6 lies a trace more than 0.1 above 40.5. */
const ROUNDING = 1e-9;

/**
 * The score of a paper, hundredths of a percent. A question counts whole or not at all; one with several right options needs just these. A
 * question without an answer is wrong.
 */
export function scoreAnswers(paper: readonly Question[], given: Readonly<Record<string, GivenAnswer>>): number {
  const all = paper.reduce((sum, { points }) => sum + points, 0);
  if (all === 0) return 0;
  const reached = paper
    .filter((question) => isRight(question, given[question.questionId]))
    .reduce((sum, { points }) => sum + points, 0);
  return Math.round((reached / all) * WHOLE);
}

function isRight({ kind, answer }: Question, given: GivenAnswer | undefined): boolean {
  if (!given) return false;
  if (kind === 'NUMBER') {
    const { number } = given;
    if (number === undefined || answer.number === undefined) return false;
    return (
      Math.abs(number - answer.number) <= (answer.tolerance ?? 0) + ROUNDING * Math.max(1, Math.abs(answer.number))
    );
  }
  const right = new Set(answer.options ?? []);
  const chosen = new Set(given.options ?? []);
  return right.size === chosen.size && [...right].every((id) => chosen.has(id));
}

/** The better of several attempts counts; null when none has ended. */
export function bestScore(scores: readonly (number | null)[]): number | null {
  const ended = scores.filter((score): score is number => score !== null);
  return ended.length === 0 ? null : Math.max(...ended);
}

/**
 * Share of the possible gain that was made between two tests (normalised gain), hundredths of a percent; negative where somebody did worse
 * afterwards. Who was perfect before could gain nothing: null.
 */
export function normalisedGain(before: number, after: number): number | null {
  if (before >= WHOLE) return null;
  if (after < before) return before === 0 ? 0 : -Math.round(((before - after) / before) * WHOLE);
  return Math.round(((after - before) / (WHOLE - before)) * WHOLE);
}
