import type { Logger } from '../logging/logger.js';
import { Lifecycle } from './lifecycle.js';

export interface ProcessOptions {
  readonly logger: Logger;
  readonly stopSeconds: number;
  /** Starts the process step by step (`lifecycle.step`), registering what has to be stopped. */
  readonly start: (lifecycle: Lifecycle) => Promise<void>;
  /** Default: the process at hand. */
  readonly host?: ProcessHost;
}

/** What runProcess needs of the operating system's process. */
export interface ProcessHost {
  on(
    event: 'SIGTERM' | 'SIGINT' | 'unhandledRejection' | 'uncaughtException',
    listener: (cause: unknown) => void,
  ): unknown;
  exit(code: number): void;
}

/**
 * Runs a process to its end: starts it, stops it on the first SIGTERM or SIGINT (a second one ends it at once), and exits
 * 0 after a clean stop, 1 after anything else. A start that fails stops what had been started.
 */
export async function runProcess(options: ProcessOptions): Promise<Lifecycle> {
  const { logger, host = process } = options;
  const lifecycle = new Lifecycle(logger, options.stopSeconds * 1000);
  const stop = (code: number): void => {
    lifecycle.stop().then(
      () => host.exit(code),
      (error: unknown) => {
        logger.fatal('stop was not clean', { error });
        host.exit(1);
      },
    );
  };
  watch(host, lifecycle, logger, stop);
  try {
    await options.start(lifecycle);
    lifecycle.running();
  } catch (error) {
    logger.fatal('start failed', { error });
    stop(1);
  }
  return lifecycle;
}

function watch(host: ProcessHost, lifecycle: Lifecycle, logger: Logger, stop: (code: number) => void): void {
  let signals = 0;
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    host.on(signal, () => {
      signals += 1;
      if (signals > 1) host.exit(1);
      else {
        logger.info('signal received', { signal, state: lifecycle.state });
        stop(0);
      }
    });
  for (const event of ['unhandledRejection', 'uncaughtException'] as const)
    host.on(event, (error) => {
      // The state of the process is unknown now; the rest of its work belongs to a fresh one.
      logger.fatal(event, { error });
      stop(1);
    });
}
