import { ImportQueue, Jobs, ServiceDatabase, ServiceLogger, UnitOfWork } from '@betang/platform';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { findWaitingImports, finish, sweepImports } from './import-store.js';
import { ImportWork } from './import-work.js';

/** Rosters hold personal data: what was read is kept as long as officers may still come back to it, and no longer. */
const KEPT_DAYS = 90;

/** Hands imports of rosters to workers. */
@Injectable()
export class RosterImportQueue extends ImportQueue implements OnApplicationBootstrap {
  constructor(jobs: Jobs, work: ImportWork, database: ServiceDatabase, unitOfWork: UnitOfWork, logger: ServiceLogger) {
    super(jobs, logger, {
      name: 'roster-import',
      findWaiting: () => findWaitingImports(database),
      run: (importId) => work.run(importId),
      // Whatever went wrong inside: the officer can do the same about it.
      fail: (importId) => unitOfWork.run((tx) => finish(tx, importId, 'FAILED', 'roster-import-failed')),
      sweep: () => sweepImports(database, KEPT_DAYS),
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.start();
  }
}
