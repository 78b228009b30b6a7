import { Jobs, ServiceDatabase, ServiceLogger, isTransient, toAppError, type JobQueue } from '@betang/platform';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { findWorking, finishRecalculation } from './recalculation-store.js';
import { RecalculationWork } from './recalculation-work.js';

const ATTEMPTS = 20;

interface RecalculationJob {
  readonly recalculationId: string;
}

/** Hands recalculations to a worker. The table knows what is left to do; the queue only says that it is time to look. */
@Injectable()
export class RecalculationQueue implements OnApplicationBootstrap {
  private readonly queue: JobQueue<RecalculationJob>;

  constructor(
    jobs: Jobs,
    private readonly work: RecalculationWork,
    private readonly database: ServiceDatabase,
    private readonly logger: ServiceLogger,
  ) {
    this.queue = jobs.queue<RecalculationJob>('recalculation', { attempts: ATTEMPTS });
  }

  /** Goes on with what an earlier process left undone, however it ended. */
  async onApplicationBootstrap(): Promise<void> {
    this.queue.process((job) => this.runOne(job.data.recalculationId, job.signal));
    for (const recalculationId of await findWorking(this.database)) await this.queue.add({ recalculationId });
  }

  /** To be called after the commit that left work to do. */
  async wake(recalculationId: string): Promise<void> {
    await this.queue.add({ recalculationId });
  }

  private async runOne(recalculationId: string, signal: AbortSignal): Promise<void> {
    try {
      await this.work.run(recalculationId, signal);
    } catch (error) {
      if (signal.aborted || isTransient(error)) throw error;
      this.logger.error('recalculation failed', { recalculationId, error });
      await finishRecalculation(this.database, recalculationId, toAppError(error).code);
      throw error;
    }
  }
}
