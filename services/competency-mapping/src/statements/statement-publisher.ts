import { HealthRegistry, Lifecycle, ServiceLogger } from '@betang/platform';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { StatementSignal } from '../marks/statement-signal.js';
import { Statements } from './statements.js';

/** Changes gather for as long before they are stated: one statement tells of all of them. */
const GATHER_MS = 5_000;

/** States changed totals while the service runs; a failure is logged, shown, and tried again with the next change. */
@Injectable()
export class StatementPublisher implements OnApplicationBootstrap {
  private timer: NodeJS.Timeout | undefined;
  private turn: Promise<void> = Promise.resolve();
  private stopped = false;
  private failing = false;

  constructor(
    private readonly statements: Statements,
    private readonly signal: StatementSignal,
    private readonly logger: ServiceLogger,
    private readonly lifecycle: Lifecycle,
    private readonly health: HealthRegistry,
  ) {}

  onApplicationBootstrap(): void {
    this.signal.onChange(() => this.soon());
    this.lifecycle.onStop('competency statements', { stopPulling: () => this.stop(), drain: () => this.turn });
    this.health.register({
      name: 'competency statements',
      effect: 'degraded',
      check: () => (this.failing ? { ok: false, code: 'totals-not-stated' } : { ok: true }),
    });
    this.soon();
  }

  private soon(): void {
    if (this.stopped || this.timer !== undefined) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.turn = this.turn.then(() => this.state());
    }, GATHER_MS);
    this.timer.unref();
  }

  private async state(): Promise<void> {
    try {
      if (await this.statements.recomputing()) this.soon();
      else await this.statements.stateChanges();
      this.failing = false;
    } catch (error) {
      this.failing = true;
      this.logger.warn('totals were not stated; the next turn tries again', { error });
      this.soon();
    }
  }

  private stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }
}
