import { SERVICES } from '@betang/all-in-one';
import { connectDelivery } from '@betang/messaging';
import { createLogger, runServices, type ProcessHost } from '@betang/platform';
import type { INestApplication } from '@nestjs/common';

/** Mode `all` inside this process: every service of a region with its relays and readers, as `services/all-in-one` runs them. */
export interface HostedServices {
  readonly app: INestApplication;
  readonly address: string;
  /** Stops as a SIGTERM would. */
  stop(): Promise<void>;
}

export async function hostServices(environment: Readonly<Record<string, string>>): Promise<HostedServices> {
  const host = new HostStandIn();
  const logger = createLogger({ level: 'warn', fields: { process: 'bench' } });
  const running = await runServices({
    name: 'all',
    services: SERVICES,
    prepare: connectDelivery,
    environment,
    host,
    logger,
  });
  if (!running) throw new Error('the services of the region did not start: see the log above');
  return { ...running, stop: () => host.stop() };
}

/** Takes the place of the process: it is told to stop without ending, and its exit is heard. */
class HostStandIn implements ProcessHost {
  private readonly listeners = new Map<string, (cause: unknown) => void>();
  private exited: (code: number) => void = () => undefined;
  private readonly ended = new Promise<number>((resolve) => (this.exited = resolve));

  on(event: string, listener: (cause: unknown) => void): void {
    this.listeners.set(event, listener);
  }

  exit(code: number): void {
    this.exited(code);
  }

  async stop(): Promise<void> {
    this.listeners.get('SIGTERM')?.('SIGTERM');
    const code = await this.ended;
    if (code !== 0) throw new Error(`the services of the region did not stop cleanly (${code})`);
  }
}
