import { connect, type ConnectionOptions, type NatsConnection } from '@nats-io/transport-node';
import { AT_HOME, SLOW_LINE, type Patience } from './slow-line.js';

export interface BusOptions extends ConnectionOptions {
  /** That a slow line may be between here and the server. */
  readonly slowLine?: boolean;
}

/**
 * A connection to a NATS server that is kept for ever: it waits for the first connect, reconnects without end, and counts its connects, so
 * that a relay or reader knows when the other side may have lost something.
 */
export class Bus {
  private connectsSeen = 1;
  private readonly listeners = new Set<() => void>();
  private readonly disconnected = new Set<() => void>();
  private up = true;

  private constructor(
    readonly connection: NatsConnection,
    readonly name: string,
    readonly patience: Patience,
  ) {
    void this.watch();
  }

  /** Resolves once connected; keeps trying until then. @throws when `signal` ends the wait */
  static async open(name: string, { slowLine, ...options }: BusOptions, signal: AbortSignal): Promise<Bus> {
    const patience = slowLine === true ? SLOW_LINE : AT_HOME;
    for (let attempt = 0; ; attempt += 1) {
      signal.throwIfAborted();
      try {
        const connection = await connect({
          ...options,
          ...patience.pings,
          timeout: patience.connectMs,
          name,
          maxReconnectAttempts: -1,
          reconnectTimeWait: 250,
          reconnectJitter: 250,
        });
        return new Bus(connection, name, patience);
      } catch (error) {
        if (isRefusal(error)) throw error;
        await pause(Math.min(2_000, 100 * 2 ** attempt), signal);
      }
    }
  }

  /** Counts up with every connect. */
  get connects(): number {
    return this.connectsSeen;
  }

  get connected(): boolean {
    return this.up && !this.connection.isClosed();
  }

  /** What waits for an answer on this connection waits in vain from now on. */
  onDisconnect(listener: () => void): () => void {
    this.disconnected.add(listener);
    return () => this.disconnected.delete(listener);
  }

  onReconnect(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Resolves once connected, or when aborted: what is published meanwhile would only pile up in the client. */
  async whenConnected(signal: AbortSignal): Promise<void> {
    while (!this.connected && !signal.aborted) {
      const woken = new AbortController();
      const forget = this.onReconnect(() => woken.abort());
      await pause(1_000, AbortSignal.any([signal, woken.signal]));
      forget();
    }
  }

  async close(): Promise<void> {
    if (this.connection.isClosed()) return;
    await this.connection.drain().catch(() => this.connection.close());
  }

  private async watch(): Promise<void> {
    for await (const status of this.connection.status()) {
      if (status.type === 'disconnect') {
        this.up = false;
        for (const listener of this.disconnected) listener();
      }
      if (status.type !== 'reconnect') continue;
      this.up = true;
      this.connectsSeen += 1;
      for (const listener of this.listeners) listener();
    }
  }
}

/** Wrong credentials do not get better by trying again at start; once connected the client retries even those. */
function isRefusal(error: unknown): boolean {
  return (
    error instanceof Error && (error.name === 'AuthorizationError' || error.name === 'UserAuthenticationExpiredError')
  );
}

/** Waits, or ends at once when aborted. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done, { once: true });
  });
}
