import type { AppError } from '../errors/app-error.js';
import { isTransient } from '../errors/sql-state.js';
import { toAppError } from '../errors/to-app-error.js';
import type { Logger } from '../logging/logger.js';
import type { JobQueue } from './job-queue.js';
import type { Jobs } from './jobs.js';

/** What a queue of imports needs of the tables that know what waits. */
export interface ImportQueuePorts {
  /** Name of the queue, one of the service's. */
  readonly name: string;
  /** Ids of imports that a worker has to go on with, oldest first. */
  findWaiting(): Promise<readonly string[]>;
  /**
   * Does the work of one import from wherever it stands; repeating it, or doing it twice at once, is harmless. Once the signal is aborted it begins
   * nothing more and throws the signal's reason (see {@link UnitOfWork.until}).
   */
  run(importId: string, signal: AbortSignal): Promise<unknown>;
  /** Ends an import that no further try will mend; `params` are what the code's message names, such as columns that are missing. */
  fail(importId: string, code: string, params: AppError['params']): Promise<unknown>;
  /** Forgets what is old. */
  sweep?(): Promise<unknown>;
}

/** A broken connection is tried again for about six days. */
const ATTEMPTS = 20;

interface ImportJob {
  readonly importId: string;
}

/**
 * Hands imports to workers, goes on after a kill with what an earlier process left undone, and ends what cannot be
 * done. The service's tables know what waits; the queue only says that it is time to look.
 */
export class ImportQueue {
  private readonly queue: JobQueue<ImportJob>;

  constructor(
    jobs: Jobs,
    private readonly logger: Logger,
    private readonly ports: ImportQueuePorts,
  ) {
    this.queue = jobs.queue<ImportJob>(ports.name, { attempts: ATTEMPTS });
  }

  /** To be called when the application has started (`onApplicationBootstrap`). */
  async start(): Promise<void> {
    await this.ports.sweep?.();
    this.queue.process((job) => this.runOne(job.data.importId, job.signal));
    for (const importId of await this.ports.findWaiting()) await this.queue.add({ importId });
  }

  /** To be called after the commit that left work to do. */
  async wake(importId: string): Promise<void> {
    await this.queue.add({ importId });
  }

  private async runOne(importId: string, signal: AbortSignal): Promise<void> {
    try {
      await this.ports.run(importId, signal);
    } catch (error) {
      if (signal.aborted || isTransient(error)) throw error;
      const { code, status, params } = toAppError(error);
      if (status < 500) {
        this.logger.info('import refused', { queue: this.ports.name, importId, code });
        await this.ports.fail(importId, code, params);
        return;
      }
      this.logger.error('import failed', { queue: this.ports.name, importId, error });
      await this.ports.fail(importId, code, params);
      throw error;
    }
  }
}
