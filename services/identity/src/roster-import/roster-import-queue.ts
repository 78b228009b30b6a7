import { ImportQueue, Jobs, ServiceDatabase, ServiceLogger, UnitOfWork } from '@betang/platform';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { findWaitingImports, finish } from './import-store.js';
import { ImportWork } from './import-work.js';

/** Hands imports of rosters to workers. How long they are kept is for the rules of retention. */
@Injectable()
export class RosterImportQueue extends ImportQueue implements OnApplicationBootstrap {
  constructor(jobs: Jobs, work: ImportWork, database: ServiceDatabase, unitOfWork: UnitOfWork, logger: ServiceLogger) {
    super(jobs, logger, {
      name: 'roster-import',
      findWaiting: () => findWaitingImports(database),
      run: (importId, signal) => work.run(importId, signal),
      // Whatever went wrong inside: the officer can do the same about it.
      fail: (importId) => unitOfWork.run((tx) => finish(tx, importId, 'FAILED', 'roster-import-failed')),
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.start();
  }
}
