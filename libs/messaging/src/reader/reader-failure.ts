import { isTransient, sqlState } from '@betang/platform';
import { DeliveryError } from '../delivery-error.js';

const FOR_THE_MOMENT = ['place-moved', 'lock-lost', 'keys-not-stated'];

/** Not now rather than never: retried for ever with back-off, never parked. */
export function isRetryable(error: unknown): boolean {
  return isTransient(error) || (error instanceof DeliveryError && FOR_THE_MOMENT.includes(error.code));
}

/** Whether a transaction that failed so may have been committed all the same: nobody said that it was rolled back. */
export function isOutcomeUnknown(error: unknown): boolean {
  const state = sqlState(error);
  if (state !== undefined) return /^(08|57P)/.test(state);
  return isTransient(error);
}

/**
 * A batch of a stream that is applied again finds its place moved; one of held events has no place. Where the connection broke, the commit may have
 * been kept: what is known is read anew, for whoever took such events for missing would have them replayed, and take them twice.
 */
export function throwUnsure(error: unknown): never {
  if (!isOutcomeUnknown(error)) throw error;
  throw new DeliveryError('place-moved', 'held events may have been taken already', { cause: error });
}

/** A code to show an operator: messages of errors may hold personal data. */
export function codeOf(error: unknown): string {
  const { code, name } = error as { code?: unknown; name?: unknown };
  const found = typeof code === 'string' ? code : typeof name === 'string' ? name : 'unknown';
  const cause = (error as { cause?: unknown }).cause;
  return cause instanceof Error && cause !== error ? `${found} (${codeOf(cause)})` : found;
}
