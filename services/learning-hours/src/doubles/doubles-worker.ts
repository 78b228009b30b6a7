import { HealthRegistry, Lifecycle, RepeatedWork, ServiceLogger } from '@betang/platform';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { LearningHoursConfig } from '../learning-hours.config.js';
import { CertificateWatch } from './certificate-watch.js';

/** Lets the watch look at new lines again and again while the service runs. */
@Injectable()
export class DoublesWorker implements OnApplicationBootstrap {
  constructor(
    private readonly watch: CertificateWatch,
    private readonly config: LearningHoursConfig,
    private readonly logger: ServiceLogger,
    private readonly lifecycle: Lifecycle,
    private readonly health: HealthRegistry,
  ) {}

  onApplicationBootstrap(): void {
    const options = {
      name: 'learning-hours doubles',
      failureCode: 'doubles-not-looked-for',
      everyMs: this.config.statementSeconds * 1_000,
      work: (isStopping: () => boolean) => this.watch.look(isStopping),
    };
    new RepeatedWork(options, this.logger).start(this.lifecycle, this.health);
  }
}
