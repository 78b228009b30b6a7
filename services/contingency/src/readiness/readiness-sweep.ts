import { HealthRegistry, Lifecycle, RepeatedWork, ServiceLogger } from '@betang/platform';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { ContingencyConfig } from '../contingency.config.js';
import { ExpirySweep } from './expiry-sweep.js';

/** Looks again and again for what expired. */
@Injectable()
export class ReadinessSweep implements OnApplicationBootstrap {
  constructor(
    private readonly sweep: ExpirySweep,
    private readonly config: ContingencyConfig,
    private readonly logger: ServiceLogger,
    private readonly lifecycle: Lifecycle,
    private readonly health: HealthRegistry,
  ) {}

  onApplicationBootstrap(): void {
    const options = {
      name: 'contingency readiness',
      failureCode: 'readiness-not-swept',
      everyMs: this.config.readinessSweepSeconds * 1_000,
      work: () => this.sweep.run(),
    };
    new RepeatedWork(options, this.logger).start(this.lifecycle, this.health);
  }
}
