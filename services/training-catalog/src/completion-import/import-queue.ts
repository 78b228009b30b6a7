import { Jobs, ServiceDatabase, ServiceLogger, isTransient, type JobQueue } from '@betang/platform';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { findWaitingImports, finish, sweepImports } from './import-store.js';
import { ImportWork } from './import-work.js';

/** Refused rows are personal data: kept while officers may still come back to them, and no longer. */
const KEPT_DAYS = 90;
const ATTEMPTS = 20;

interface ImportJob {
  readonly importId: string;
}

/** Hands imports to workers. The tables know what waits; the queue only says that it is time to look. */
@Injectable()
export class ImportQueue implements OnApplicationBootstrap {
  private readonly queue: JobQueue<ImportJob>;

  constructor(
    jobs: Jobs,
    private readonly work: ImportWork,
    private readonly database: ServiceDatabase,
    private readonly logger: ServiceLogger,
  ) {
    this.queue = jobs.queue<ImportJob>('completion-import', { attempts: ATTEMPTS });
  }

  /** Takes up what an earlier process left undone, and forgets what is old. */
  async onApplicationBootstrap(): Promise<void> {
    await sweepImports(this.database, KEPT_DAYS);
    this.queue.process((job) => this.runOne(job.data.importId));
    for (const importId of await findWaitingImports(this.database)) await this.queue.add({ importId });
  }

  /** To be called after the commit that left work to do. */
  async wake(importId: string): Promise<void> {
    await this.queue.add({ importId });
  }

  private async runOne(importId: string): Promise<void> {
    try {
      await this.work.run(importId);
    } catch (error) {
      if (isTransient(error)) throw error;
      this.logger.error('completion import failed', { importId, error });
      await finish(this.database, importId, 'completion-import-failed');
      throw error;
    }
  }
}
