import type { Cause } from '@betang/contracts';
import { currentRequest, currentTraceparent } from '@betang/platform';

/** The request at hand as the cause of an event. */
export function causeOf(actor: string): Cause {
  const requestId = currentRequest()?.requestId;
  const traceparent = currentTraceparent();
  return {
    actor,
    ...(requestId === undefined ? {} : { correlationId: requestId }),
    ...(traceparent === undefined ? {} : { traceparent }),
  };
}
