import { HealthRegistry, Lifecycle, RepeatedWork, ServiceLogger } from '@betang/platform';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { LearningHoursConfig } from '../learning-hours.config.js';
import { TotalsStatements } from './totals-statements.js';

/** States changed totals again and again while the service runs. */
@Injectable()
export class TotalsPublisher implements OnApplicationBootstrap {
  constructor(
    private readonly statements: TotalsStatements,
    private readonly config: LearningHoursConfig,
    private readonly logger: ServiceLogger,
    private readonly lifecycle: Lifecycle,
    private readonly health: HealthRegistry,
  ) {}

  onApplicationBootstrap(): void {
    const options = {
      name: 'learning-hours totals',
      failureCode: 'totals-not-stated',
      everyMs: this.config.statementSeconds * 1_000,
      work: () => this.statements.stateChanges(),
    };
    new RepeatedWork(options, this.logger).start(this.lifecycle, this.health);
  }
}
