import { Jobs, ServiceDatabase, ServiceLogger, UnitOfWork, isTransient, type JobQueue } from '@betang/platform';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { findWaitingImports, finish, sweepImports } from './import-store.js';
import { ImportWork } from './import-work.js';

/** Rosters hold personal data: what was read is kept as long as officers may still come back to it, and no longer. */
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
    private readonly unitOfWork: UnitOfWork,
    private readonly logger: ServiceLogger,
  ) {
    this.queue = jobs.queue<ImportJob>('roster-import', { attempts: ATTEMPTS });
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
      this.logger.error('roster import failed', { importId, error });
      await this.unitOfWork.run((tx) => finish(tx, importId, 'FAILED', 'roster-import-failed'));
      throw error;
    }
  }
}
