import { isTransient } from '@betang/platform';
import { DeliveryError } from '../delivery-error.js';

const FOR_THE_MOMENT = ['place-moved', 'lock-lost', 'keys-not-stated'];

/** Not now rather than never: retried for ever with back-off, never parked. */
export function isRetryable(error: unknown): boolean {
  return isTransient(error) || (error instanceof DeliveryError && FOR_THE_MOMENT.includes(error.code));
}

/** A code to show an operator: messages of errors may hold personal data. */
export function codeOf(error: unknown): string {
  const { code, name } = error as { code?: unknown; name?: unknown };
  const found = typeof code === 'string' ? code : typeof name === 'string' ? name : 'unknown';
  const cause = (error as { cause?: unknown }).cause;
  return cause instanceof Error && cause !== error ? `${found} (${codeOf(cause)})` : found;
}
