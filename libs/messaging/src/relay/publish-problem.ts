import { DeliveryError } from '../delivery-error.js';

const CODES = ['publish-refused', 'publish-timeout', 'publish-batches-exhausted', 'stream-missing', 'bus-unreachable'];

/** The destination took nothing, or nobody knows: the same events are published again later. */
export function isPublishProblem(error: unknown): error is DeliveryError {
  return error instanceof DeliveryError && CODES.includes(error.code);
}
