import { HealthRegistry, Lifecycle, RepeatedWork, ServiceLogger } from '@betang/platform';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { StatementSignal } from '../marks/statement-signal.js';
import { Statements } from './statements.js';

/** Changes gather for as long before they are stated: one statement tells of all of them. */
const GATHER_MS = 5_000;

/** States changed totals while the service runs. */
@Injectable()
export class StatementPublisher implements OnApplicationBootstrap {
  constructor(
    private readonly statements: Statements,
    private readonly signal: StatementSignal,
    private readonly logger: ServiceLogger,
    private readonly lifecycle: Lifecycle,
    private readonly health: HealthRegistry,
  ) {}

  onApplicationBootstrap(): void {
    const repeated = new RepeatedWork(
      {
        name: 'competency statements',
        failureCode: 'totals-not-stated',
        gatherMs: GATHER_MS,
        work: async () => {
          if (await this.statements.recomputing()) repeated.soon();
          else await this.statements.stateChanges();
        },
      },
      this.logger,
    );
    this.signal.onChange(() => repeated.soon());
    repeated.start(this.lifecycle, this.health);
    repeated.soon();
  }
}
