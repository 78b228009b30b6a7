import type { HealthRegistry } from '../health/health-registry.js';
import type { Logger } from '../logging/logger.js';
import type { Lifecycle } from './lifecycle.js';

export interface RepeatedWorkOptions {
  /** `learning-hours totals`, as operators see it. */
  readonly name: string;
  /** Code of the health check while turns fail. */
  readonly failureCode: string;
  /** Milliseconds of rest between two turns of which nobody asked for the second; absent: only what is asked for is done. */
  readonly everyMs?: number;
  /** Milliseconds from the first asking to its turn: whatever is asked for meanwhile is done in it too. Default 0. */
  readonly gatherMs?: number;
  /** After a turn it rests this many times as long as the turn took, whatever is asked for: 4 leaves four fifths of the time to others. Default 0. */
  readonly restFactor?: number;
  /** One turn. One that takes long asks whether the service is stopping, and leaves the rest for the next start. */
  work(isStopping: () => boolean): Promise<unknown>;
}

/**
 * Work that comes round while the service runs, by the clock or soon after somebody asked for it. A failure is logged, shown, and tried again
 * at the next turn; the next turn also finds what an earlier process left.
 */
export class RepeatedWork {
  private timer: NodeJS.Timeout | undefined;
  private turn: Promise<void> = Promise.resolve();
  private state: 'RESTING' | 'AT_WORK' | 'STOPPED' = 'RESTING';
  private asked = false;
  private failing = false;
  private restsUntil = 0;

  constructor(
    private readonly options: RepeatedWorkOptions,
    private readonly logger: Logger,
  ) {}

  start(lifecycle: Lifecycle, health: HealthRegistry): void {
    const { name, failureCode, everyMs } = this.options;
    lifecycle.onStop(name, { stopPulling: () => this.stop(), drain: () => this.turn });
    health.register({
      name,
      effect: 'degraded',
      check: () => (this.failing ? { ok: false, code: failureCode } : { ok: true }),
    });
    if (!this.asked) this.restFor(everyMs);
  }

  /** Asks for a turn. */
  soon(): void {
    if (this.asked) return;
    this.asked = true;
    if (this.state === 'RESTING') this.restFor(this.gatherMs);
  }

  private get gatherMs(): number {
    return this.options.gatherMs ?? 0;
  }

  private restFor(milliseconds: number | undefined): void {
    clearTimeout(this.timer);
    if (milliseconds === undefined || this.state === 'STOPPED') return;
    const restMs = Math.max(milliseconds, this.restsUntil - performance.now());
    this.timer = setTimeout(() => {
      this.turn = this.takeTurn();
    }, restMs);
    this.timer.unref();
  }

  private async takeTurn(): Promise<void> {
    const { name, everyMs, restFactor = 0 } = this.options;
    this.state = 'AT_WORK';
    this.asked = false;
    const began = performance.now();
    try {
      await this.options.work(() => this.isStopped());
      this.failing = false;
    } catch (error) {
      this.failing = true;
      this.logger.warn('work that comes round failed; the next turn tries again', { work: name, error });
    }
    if (this.isStopped()) return;
    this.state = 'RESTING';
    const ended = performance.now();
    this.restsUntil = ended + restFactor * (ended - began);
    const isForgotten = this.failing && everyMs === undefined;
    this.restFor(this.asked || isForgotten ? this.gatherMs : everyMs);
  }

  private isStopped(): boolean {
    return this.state === 'STOPPED';
  }

  private stop(): void {
    this.state = 'STOPPED';
    clearTimeout(this.timer);
  }
}
