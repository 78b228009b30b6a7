import { EventEmitter } from 'node:events';
import { connectDelivery } from '@betang/messaging';
import { createLogger, runServices, type RunnableService } from '@betang/platform';
import { environmentOf } from '../region/region-environment.js';

const COMPOSITION = '@betang/all-in-one';

/** All six services as they are, in this process, as mode `all` runs them. Answers what stops them. */
export async function startInstalledServices(
  dataDir: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<() => Promise<void>> {
  const { SERVICES } = (await import(COMPOSITION)) as { SERVICES: readonly RunnableService[] };
  const log: string[] = [];
  const host = new (class extends EventEmitter {
    ended: (code: number) => void = () => undefined;
    readonly exited = new Promise<number>((resolve) => (this.ended = resolve));
    exit = (code: number): void => this.ended(code);
  })();
  const running = await runServices({
    name: 'all',
    services: SERVICES,
    environment: { ...(await environmentOf(dataDir)), BETANG_HEADS_SECONDS: '1', ...environment },
    host,
    logger: createLogger({ level: 'info', destination: { write: (line: string) => log.push(line) } }),
    prepare: connectDelivery,
  });
  if (!running) throw new Error(log.join(''));
  return async () => {
    host.emit('SIGTERM');
    await host.exited;
  };
}
