import type { SittingHandedIn } from '@betang/contracts';
import type { GivenAnswer } from '../tests/question.js';

/** Answers as they are marked. */
export function answersOf(told: SittingHandedIn['answers']): Record<string, GivenAnswer> {
  return Object.fromEntries(
    told.map(({ questionId, options, number }) => [
      questionId,
      { ...(options === null ? {} : { options }), ...(number === null ? {} : { number }) },
    ]),
  );
}

/** Answers as they travel. */
export function toldAnswers(answers: Readonly<Record<string, GivenAnswer>>): SittingHandedIn['answers'] {
  return Object.entries(answers).map(([questionId, { options, number }]) => ({
    questionId,
    options: options === undefined ? null : [...options],
    number: number ?? null,
  }));
}
