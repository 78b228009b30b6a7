import { HealthRegistry, Lifecycle, ServiceLogger } from '@betang/platform';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { ContingencyConfig } from '../contingency.config.js';
import { ExpirySweep } from './expiry-sweep.js';

/** Looks again and again for what expired; a failure is logged, shown, and tried again at the next turn. */
@Injectable()
export class ReadinessSweep implements OnApplicationBootstrap {
  private timer: NodeJS.Timeout | undefined;
  private turn: Promise<void> = Promise.resolve();
  private stopped = false;
  private failing = false;

  constructor(
    private readonly work: ExpirySweep,
    private readonly config: ContingencyConfig,
    private readonly logger: ServiceLogger,
    private readonly lifecycle: Lifecycle,
    private readonly health: HealthRegistry,
  ) {}

  onApplicationBootstrap(): void {
    this.lifecycle.onStop('contingency readiness', { stopPulling: () => this.stop(), drain: () => this.turn });
    this.health.register({
      name: 'contingency readiness',
      effect: 'degraded',
      check: () => (this.failing ? { ok: false, code: 'readiness-not-swept' } : { ok: true }),
    });
    this.wait();
  }

  private wait(): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.turn = this.sweep().finally(() => this.wait());
    }, this.config.readinessSweepSeconds * 1_000);
    this.timer.unref();
  }

  private async sweep(): Promise<void> {
    try {
      await this.work.run();
      this.failing = false;
    } catch (error) {
      this.failing = true;
      this.logger.warn('readiness was not swept; the next turn tries again', { error });
    }
  }

  private stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }
}
