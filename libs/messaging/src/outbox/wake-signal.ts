/**
 * Tells waiting loops that there may be work. Signals coalesce: many during one round of work mean one more round. It is only a
 * hint; a slow poll stands behind it, so a lost signal costs time, never a fact.
 */
export class WakeSignal {
  private pending = false;
  private waiters: (() => void)[] = [];

  readonly wake = (): void => {
    this.pending = true;
    const waiters = this.waiters;
    this.waiters = [];
    for (const waiter of waiters) waiter();
  };

  /** Resolves at the next signal (or one that came since the last wait), after `pollMs` at the latest, or when aborted. True: there was a signal. */
  async wait(pollMs: number, signal: AbortSignal): Promise<boolean> {
    if (this.pending || signal.aborted) return this.taken();
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        // A wait that ended by itself: signals may be days apart.
        const at = this.waiters.indexOf(done);
        if (at >= 0) this.waiters.splice(at, 1);
        resolve();
      };
      const timer = setTimeout(done, pollMs);
      signal.addEventListener('abort', done, { once: true });
      this.waiters.push(done);
    });
    return this.taken();
  }

  private taken(): boolean {
    const wasPending = this.pending;
    this.pending = false;
    return wasPending;
  }
}
