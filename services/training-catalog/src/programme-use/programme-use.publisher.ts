import { HealthRegistry, Lifecycle, RepeatedWork, ServiceLogger } from '@betang/platform';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { ProgrammeUseStatements } from './programme-use.js';

const PAUSE_MS = 15_000;

/** States changed use again and again while the service runs. */
@Injectable()
export class ProgrammeUsePublisher implements OnApplicationBootstrap {
  constructor(
    private readonly statements: ProgrammeUseStatements,
    private readonly logger: ServiceLogger,
    private readonly lifecycle: Lifecycle,
    private readonly health: HealthRegistry,
  ) {}

  onApplicationBootstrap(): void {
    const options = {
      name: 'training-catalog programme use',
      failureCode: 'programme-use-not-stated',
      everyMs: PAUSE_MS,
      work: () => this.statements.stateChanges(),
    };
    new RepeatedWork(options, this.logger).start(this.lifecycle, this.health);
  }
}
