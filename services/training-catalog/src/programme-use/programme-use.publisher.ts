import { HealthRegistry, Lifecycle, ServiceLogger } from '@betang/platform';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { ProgrammeUseStatements } from './programme-use.js';

const PAUSE_MS = 15_000;

/** States changed use again and again while the service runs; a failure is logged, shown, and tried again at the next turn. */
@Injectable()
export class ProgrammeUsePublisher implements OnApplicationBootstrap {
  private timer: NodeJS.Timeout | undefined;
  private turn: Promise<void> = Promise.resolve();
  private stopped = false;
  private failing = false;

  constructor(
    private readonly statements: ProgrammeUseStatements,
    private readonly logger: ServiceLogger,
    private readonly lifecycle: Lifecycle,
    private readonly health: HealthRegistry,
  ) {}

  onApplicationBootstrap(): void {
    this.lifecycle.onStop('training-catalog programme use', { stopPulling: () => this.stop(), drain: () => this.turn });
    this.health.register({
      name: 'training-catalog programme use',
      effect: 'degraded',
      check: () => (this.failing ? { ok: false, code: 'programme-use-not-stated' } : { ok: true }),
    });
    this.wait();
  }

  private wait(): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.turn = this.state().finally(() => this.wait());
    }, PAUSE_MS);
    this.timer.unref();
  }

  private async state(): Promise<void> {
    try {
      await this.statements.stateChanges();
      this.failing = false;
    } catch (error) {
      this.failing = true;
      this.logger.warn('the use of programmes was not stated; the next turn tries again', { error });
    }
  }

  private stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }
}
