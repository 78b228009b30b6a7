import { AppError } from '@betang/platform';
import type { GivenAnswer } from './question.js';
import type { AttemptView } from './test-view.dto.js';

const MOST_ANSWERS = 200;

/** Answers to questions of the paper only, in the form of their kind. Throws `answers-refused` (422). */
export function assertAnswers(
  attempt: Pick<AttemptView, 'questions'>,
  answers: Readonly<Record<string, GivenAnswer>>,
): void {
  const options = new Map(
    attempt.questions.map(({ questionId, options: all }) => [questionId, new Set(all.map(({ id }) => id))]),
  );
  const entries = Object.entries(answers);
  const wrong = entries.find(([questionId, answer]) => {
    const known = options.get(questionId);
    if (!known || typeof answer !== 'object' || answer === null) return true;
    const { options: chosen, number } = answer;
    if (number !== undefined && typeof number !== 'number') return true;
    return chosen !== undefined && (!Array.isArray(chosen) || chosen.some((id) => !known.has(id as string)));
  });
  if (wrong || entries.length > MOST_ANSWERS)
    throw new AppError('answers-refused', { status: 422, field: `answers.${wrong?.[0] ?? ''}` });
}
