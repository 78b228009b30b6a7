import type { SqlClient } from '../database/transaction.js';
import type { IdempotencyStore } from './idempotency-store.js';

/**
 * Days for which an answer is kept under its key. Long enough for a sender who was cut off for weeks, and for sending again what a restored
 * region lost since its last backup; no longer, for an answer may hold personal data.
 */
export const ANSWERS_KEPT_DAYS = 30;

/** Forgets all answers whose time is up; answers how many. */
export async function forgetAnswers(answers: IdempotencyStore, database: SqlClient): Promise<number> {
  let forgotten = 0;
  for (;;) {
    const some = await answers.sweep(database, ANSWERS_KEPT_DAYS);
    if (some === 0) return forgotten;
    forgotten += some;
  }
}
