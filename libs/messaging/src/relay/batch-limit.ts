/** How much one batch may hold. A slow link must not need longer for one batch than the server waits for it (10 s). */
export class BatchLimit {
  private bytes: number;

  constructor(
    readonly events: number,
    private readonly maxBytes: number,
    private readonly secondsPerBatch = 2,
  ) {
    this.bytes = Math.min(maxBytes, 256 * 1024);
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
    this.bytes = Math.max(4 * 1024, Math.min(this.maxBytes, (this.bytes + target) / 2));
  }

  /** A batch was not acknowledged in time: the next one is smaller. */
  shrink(): void {
    this.bytes = Math.max(4 * 1024, this.bytes / 4);
  }
}
