export const LOCAL_BATCH = { events: 500, bytes: 4 * 1024 * 1024 };
export const HUB_BATCH = { events: 500, bytes: 1024 * 1024 };
/** Headers of an event and its subject on the line, about. */
const ENVELOPE_BYTES = 900;
const LEAST_BYTES = 4 * 1024;
/** Until the pace is known: of the 1 MiB that may go to the hub at once, eight seconds of a line of 64 kbit/s. */
const FIRST_SHARE = 1 / 16;

/** Bytes of an event on the line. */
export function sizeOnLine({ body }: { readonly body: Uint8Array }): number {
  return body.length + ENVELOPE_BYTES;
}

/**
 * How much one batch may hold: what the line carries in `secondsPerBatch`, with the time that question and answer take. Over a satellite these take more than two
 * seconds: with no more than that for all of it, each batch would be smaller than the one before.
 */
export class BatchLimit {
  private bytes: number;

  constructor(
    readonly events: number,
    private readonly maxBytes: number,
    private readonly secondsPerBatch = 6,
  ) {
    this.bytes = maxBytes * FIRST_SHARE;
  }

  /** Bytes that the next batch may hold. */
  get allowed(): number {
    return Math.floor(this.bytes);
  }

  /** How many of these sizes, from the first, make the next batch: at least one. */
  take(sizes: readonly number[]): number {
    let total = 0;
    let count = 0;
    for (const size of sizes) {
      total += size;
      if (count > 0 && total > this.bytes) break;
      count += 1;
    }
    return count;
  }

  /** Learns the pace of the link from a batch that was acknowledged. */
  learn(bytes: number, milliseconds: number): void {
    const pace = bytes / Math.max(1, milliseconds);
    const target = pace * this.secondsPerBatch * 1000;
    this.bytes = Math.max(LEAST_BYTES, Math.min(this.maxBytes, (this.bytes + target) / 2));
  }

  /** A batch was not acknowledged in time: the next one is smaller. */
  shrink(): void {
    this.bytes = Math.max(LEAST_BYTES, this.bytes / 4);
  }
}
