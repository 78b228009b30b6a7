/** How long to wait; a port, so that tests need not. */
export type Sleep = (ms: number) => Promise<void>;

export const sleep: Sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Lets requests go one after the other, at most so many a minute: the next one waits for its turn. */
export class RequestPace {
  private next = 0;
  private readonly gapMs: number;

  constructor(
    requestsPerMinute: number,
    private readonly wait: Sleep = sleep,
    private readonly now: () => number = Date.now,
  ) {
    this.gapMs = 60_000 / requestsPerMinute;
  }

  async turn(): Promise<void> {
    const at = Math.max(this.now(), this.next);
    this.next = at + this.gapMs;
    if (at > this.now()) await this.wait(at - this.now());
  }
}
