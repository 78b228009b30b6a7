import { createHash } from 'node:crypto';
import type { Option, Question } from './question.js';

/** One question of a paper, as the candidate sees it: the right answer is not in it. */
export interface PaperQuestion {
  readonly questionId: string;
  readonly kind: string;
  readonly wording: string;
  readonly options: readonly Option[];
  readonly points: number;
}

/**
 * Draws a paper from the bank by a seed: the same seed and bank give the same questions in the same order with the same order of options, so
 * that a sitting can be shown again, and neighbours have different papers.
 */
export function drawPaper(bank: readonly Question[], count: number, seed: string): PaperQuestion[] {
  return shuffled(bank, ({ questionId }) => questionId, seed)
    .slice(0, count)
    .map(({ questionId, kind, wording, options, points }) => ({
      questionId,
      kind,
      wording,
      options: shuffled(options, ({ id }) => id, `${seed} ${questionId}`),
      points,
    }));
}

/** By the hash of seed and id: an order that nobody can guess without the seed, and that does not depend on how the bank is listed. */
function shuffled<T>(items: readonly T[], idOf: (item: T) => string, seed: string): T[] {
  return items
    .map((item) => ({
      item,
      key: createHash('sha256')
        .update(`${seed}\n${idOf(item)}`)
        .digest('hex'),
    }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ item }) => item);
}
