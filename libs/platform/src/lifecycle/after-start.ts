import type { Logger } from '../logging/logger.js';

interface Work {
  readonly name: string;
  readonly run: () => Promise<unknown>;
}

const RETRY_FIRST_MS = 1_000;
const RETRY_MAX_MS = 30_000;

/**
 * What a process has to do once it runs but nobody waits for, e.g. putting its sweeps on the calendar. One after the other; what fails is
 * tried again until it succeeds or the process stops.
 */
export class AfterStart {
  private readonly works: Work[] = [];
  private readonly stopped = new AbortController();
  private begun = false;
  private working: Promise<void> = Promise.resolve();

  constructor(
    private readonly logger: Logger,
    private readonly retryMs = RETRY_FIRST_MS,
  ) {}

  add(name: string, run: () => Promise<unknown>): void {
    this.works.push({ name, run });
    if (this.begun) this.begin();
  }

  begin(): void {
    this.begun = true;
    const works = this.works.splice(0);
    this.working = this.working.then(async () => {
      for (const work of works) await this.carryOut(work);
    });
  }

  /** Begins nothing more; resolves when what is under way has ended. */
  async stop(): Promise<void> {
    this.stopped.abort();
    await this.working;
  }

  private async carryOut({ name, run }: Work): Promise<void> {
    for (let waitMs = this.retryMs; !this.stopped.signal.aborted; waitMs = Math.min(RETRY_MAX_MS, waitMs * 2)) {
      try {
        await run();
        return;
      } catch (error) {
        this.logger.warn('work after the start failed and is tried again', { work: name, error });
        await this.pause(waitMs);
      }
    }
  }

  private async pause(milliseconds: number): Promise<void> {
    const { signal } = this.stopped;
    if (signal.aborted) return;
    await new Promise<void>((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, milliseconds);
      signal.addEventListener('abort', end, { once: true });
    });
  }
}
