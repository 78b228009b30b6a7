import { AppError } from '@betang/platform';
import { setTimeout as pause } from 'node:timers/promises';

export interface PollOptions {
  /** For the error text: what is waited for. */
  readonly what: string;
  readonly seconds: number;
  readonly signal: AbortSignal;
}

const EVERY_MS = 200;

/** Asks again and again until there is an answer. @throws AppError `local.wait-ended` when the time is up */
export async function poll<T>(ask: () => Promise<T | undefined>, { what, seconds, signal }: PollOptions): Promise<T> {
  const deadline = performance.now() + seconds * 1_000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > deadline) throw new AppError('local.wait-ended', { params: { what, seconds } });
    await pause(EVERY_MS, undefined, { signal });
  }
}
