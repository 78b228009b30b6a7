import { JetStreamApiCodes, JetStreamApiError } from '@nats-io/jetstream';
import { errors } from '@nats-io/transport-node';
import { DeliveryError } from '../delivery-error.js';

/** Why a stream of the region's own bus cannot be used: it is gone, which `betang topology apply` mends, or nobody answers for it. */
export function streamFailure(stream: string, cause: unknown): DeliveryError {
  return isStreamNotFound(cause)
    ? new DeliveryError('stream-missing', `the local bus has no stream ${stream}`, { cause })
    : new DeliveryError('bus-unreachable', `the local bus does not answer for ${stream}`, { cause });
}

export function isStreamNotFound(error: unknown): boolean {
  return error instanceof JetStreamApiError && error.code === JetStreamApiCodes.StreamNotFound;
}

/** The server is there and says that nobody takes the subject: unlike silence, this needs no waiting. */
export function isNoResponders(error: unknown): boolean {
  return error instanceof errors.NoRespondersError || (error instanceof errors.RequestError && error.isNoResponders());
}
