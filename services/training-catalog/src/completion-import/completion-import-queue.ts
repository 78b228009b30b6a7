import { ImportQueue, Jobs, ServiceDatabase, ServiceLogger } from '@betang/platform';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { findWaitingImports, finish, sweepImports } from './import-store.js';
import { ImportWork } from './import-work.js';

/** Refused rows are personal data: kept while officers may still come back to them, and no longer. */
const KEPT_DAYS = 90;

/** Hands imports of completions to workers. */
@Injectable()
export class CompletionImportQueue extends ImportQueue implements OnApplicationBootstrap {
  constructor(jobs: Jobs, work: ImportWork, database: ServiceDatabase, logger: ServiceLogger) {
    super(jobs, logger, {
      name: 'completion-import',
      findWaiting: () => findWaitingImports(database),
      run: (importId) => work.run(importId),
      // Whatever went wrong inside: the officer can do the same about it.
      fail: (importId) => finish(database, importId, 'completion-import-failed'),
      sweep: () => sweepImports(database, KEPT_DAYS),
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.start();
  }
}
