import type pg from 'pg';
import type { WakeSignal } from '../outbox/wake-signal.js';

const NOTIFY_EVERY_MS = 5;

/**
 * Tells the relays that something was committed: directly where the leader is in this process, by one NOTIFY each 5 ms at most where it is
 * not. A notify inside every transaction would halve the throughput.
 */
export class CommitSignal {
  private readonly signals: WakeSignal[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly channel: string,
    private readonly pool: pg.Pool,
  ) {}

  readonly committed = (): void => {
    for (const signal of this.signals) signal.wake();
    if (this.signals.length > 0 || this.timer) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      // The slow poll stands behind a lost notification.
      this.pool.query(`SELECT pg_notify($1, '')`, [this.channel]).catch(() => undefined);
    }, NOTIFY_EVERY_MS);
  };

  /** While leading: relays of this process are woken directly, and by the notifications of others. */
  async listen(client: pg.Client, signals: readonly WakeSignal[]): Promise<() => void> {
    const wake = (): void => signals.forEach((signal) => signal.wake());
    client.on('notification', wake);
    await client.query(`LISTEN "${this.channel}"`);
    this.signals.push(...signals);
    return () => {
      client.off('notification', wake);
      this.signals.length = 0;
    };
  }
}
