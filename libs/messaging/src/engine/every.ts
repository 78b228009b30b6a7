import { DeliveryError } from '../delivery-error.js';
import { restUntilBeat } from '../pacing/pace.js';
import { isOutcomeUnknown } from '../reader/reader-failure.js';

/** Runs until aborted. */
export type Task = (signal: AbortSignal) => Promise<void>;

/**
 * Does again and again what a leader does beside taking events in. What fails is tried again in its time: events do not wait for it. The task fails
 * with a DeliveryError, and where nobody knows what the database has by now: all that is known is read anew then.
 */
export function every(milliseconds: number, work: () => Promise<unknown>, onProblem: (error: unknown) => void): Task {
  return async (signal) => {
    while (!signal.aborted) {
      try {
        await work();
      } catch (error) {
        if (error instanceof DeliveryError || isOutcomeUnknown(error)) throw error;
        onProblem(error);
      }
      await restUntilBeat(milliseconds, signal);
    }
  };
}
