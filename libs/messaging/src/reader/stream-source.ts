import type { Delivery } from './delivery.js';

/** Where a reader stands in a stream. A stream that was made anew has another `created` and begins at sequence 1. */
export interface StreamPlace {
  readonly created: string;
  readonly sequence: number;
}

/** A stream in order, from any place. Two methods; the place belongs to the reader, not to the source. */
export interface StreamSource {
  /**
   * The next deliveries after `place`, at least one and at most `limit`, waiting for them if need be; an empty array when aborted. When
   * the stream was made anew the deliveries start from its beginning and `created` says so.
   */
  next(
    place: StreamPlace,
    limit: number,
    signal: AbortSignal,
  ): Promise<{ created: string; deliveries: readonly Delivery[] }>;
  /** Code of why nothing can be read, while that lasts. */
  readonly problem?: string | undefined;
  /** Lets go of what the server keeps for it; `next` may be called again. */
  close(): Promise<void>;
}
