import { HealthRegistry, Lifecycle, ServiceLogger } from '@betang/platform';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { LearningHoursConfig } from '../learning-hours.config.js';
import { TotalsStatements } from './totals-statements.js';

/** States changed totals again and again while the service runs; a failure is logged, shown, and tried again at the next turn. */
@Injectable()
export class TotalsPublisher implements OnApplicationBootstrap {
  private timer: NodeJS.Timeout | undefined;
  private turn: Promise<void> = Promise.resolve();
  private stopped = false;
  private failing = false;

  constructor(
    private readonly statements: TotalsStatements,
    private readonly config: LearningHoursConfig,
    private readonly logger: ServiceLogger,
    private readonly lifecycle: Lifecycle,
    private readonly health: HealthRegistry,
  ) {}

  onApplicationBootstrap(): void {
    this.lifecycle.onStop('learning-hours totals', { stopPulling: () => this.stop(), drain: () => this.turn });
    this.health.register({
      name: 'learning-hours totals',
      effect: 'degraded',
      check: () => (this.failing ? { ok: false, code: 'totals-not-stated' } : { ok: true }),
    });
    this.wait();
  }

  private wait(): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.turn = this.state().finally(() => this.wait());
    }, this.config.statementSeconds * 1_000);
    this.timer.unref();
  }

  private async state(): Promise<void> {
    try {
      await this.statements.stateChanges();
      this.failing = false;
    } catch (error) {
      this.failing = true;
      this.logger.warn('totals were not stated; the next turn tries again', { error });
    }
  }

  private stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }
}
