import type { HealthRegistry, Lifecycle, ServiceLogger } from '@betang/platform';

export interface RepeatedWorkOptions {
  /** `learning-hours totals`, as operators see it. */
  readonly name: string;
  /** Code of the health check while turns fail. */
  readonly failureCode: string;
  readonly everyMs: number;
  /** One turn. One that takes long asks whether the service is stopping, and leaves the rest for the next start. */
  work(isStopping: () => boolean): Promise<unknown>;
}

/** Work that comes round again and again while the service runs; a failure is logged, shown, and tried again at the next turn. */
export class RepeatedWork {
  private timer: NodeJS.Timeout | undefined;
  private turn: Promise<void> = Promise.resolve();
  private stopped = false;
  private failing = false;

  constructor(
    private readonly options: RepeatedWorkOptions,
    private readonly logger: ServiceLogger,
  ) {}

  start(lifecycle: Lifecycle, health: HealthRegistry): void {
    const { name, failureCode } = this.options;
    lifecycle.onStop(name, { stopPulling: () => this.stop(), drain: () => this.turn });
    health.register({
      name,
      effect: 'degraded',
      check: () => (this.failing ? { ok: false, code: failureCode } : { ok: true }),
    });
    this.wait();
  }

  private wait(): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.turn = this.run().finally(() => this.wait());
    }, this.options.everyMs);
    this.timer.unref();
  }

  private async run(): Promise<void> {
    try {
      await this.options.work(() => this.stopped);
      this.failing = false;
    } catch (error) {
      this.failing = true;
      this.logger.warn('work that comes round failed; the next turn tries again', { work: this.options.name, error });
    }
  }

  private stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }
}
