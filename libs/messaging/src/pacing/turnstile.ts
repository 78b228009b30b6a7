/** Fewer events than these are done within a turn of the event loop that anybody can wait for. */
const MANY = 32;

/**
 * Lets the steps of delivery that compute for milliseconds through one at a time, one a turn of the process's event loop: what came in
 * meanwhile (requests, answers of the database) is seen to between two of them. Without it the six readers of mode `all`, woken by the same
 * events, would hold up everything else for as long as all of them take together, and the database would have nothing to do.
 */
export class Turnstile {
  private last: Promise<void> = Promise.resolve();

  /** Resolves when it is the caller's turn; at once for a step of few events. */
  async pass(events: number): Promise<void> {
    if (events < MANY) return;
    this.last = this.last.then(nextTurn);
    await this.last;
  }
}

async function nextTurn(): Promise<void> {
  await new Promise<void>((resolve) => setImmediate(resolve));
}

/** The turnstile of this process. */
export const turnstile = new Turnstile();
