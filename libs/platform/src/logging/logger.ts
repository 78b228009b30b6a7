import { pino } from 'pino';
import type { DestinationStream, LevelWithSilent, Logger as Pino } from 'pino';

import { currentRequest } from '../request/request-context.js';
import { traceIdOf } from '../tracing/traceparent.js';
import { mask, maskText } from './mask.js';

/** A process's or service's log: JSON lines without personal data. First what happened, in words without data; then fields. */
export class Logger {
  constructor(private readonly pino: Pino) {}

  child(fields: Readonly<Record<string, string>>): Logger {
    return new Logger(this.pino.child(fields));
  }

  debug(message: string, fields: LogFields = {}): void {
    this.pino.debug(fields, message);
  }

  info(message: string, fields: LogFields = {}): void {
    this.pino.info(fields, message);
  }

  warn(message: string, fields: LogFields = {}): void {
    this.pino.warn(fields, message);
  }

  /** `error` is logged with its code, stack and causes. */
  error(message: string, fields: LogFields = {}): void {
    this.pino.error(fields, message);
  }

  fatal(message: string, fields: LogFields = {}): void {
    this.pino.fatal(fields, message);
  }

  isDebug(): boolean {
    return this.pino.isLevelEnabled('debug');
  }
}

export type LogFields = Readonly<Record<string, unknown>> & { readonly error?: unknown };

export interface LoggerOptions {
  readonly level?: LevelWithSilent;
  /** On every line, e.g. region and process. */
  readonly fields?: Readonly<Record<string, string>>;
  /** Default: standard output. */
  readonly destination?: DestinationStream;
}

/** Makes the log of a process. Every line carries the request and trace that it belongs to, and every value is masked. */
export function createLogger(options: LoggerOptions = {}): Logger {
  const settings = {
    level: options.level ?? 'info',
    base: { ...options.fields },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: {
      level: (label: string) => ({ level: label }),
      log: (fields: Record<string, unknown>) => mask(fields) as Record<string, unknown>,
    },
    mixin: requestFields,
    hooks: {
      logMethod(this: Pino, args: Parameters<Pino['info']>, method: (...args: Parameters<Pino['info']>) => void) {
        const [fields, message] = args;
        method.call(this, fields, typeof message === 'string' ? maskText(message) : message);
      },
    },
  };
  return new Logger(options.destination === undefined ? pino(settings) : pino(settings, options.destination));
}

function requestFields(): Record<string, string> {
  const request = currentRequest();
  if (request === undefined) return {};
  const traceId = request.traceparent === undefined ? undefined : traceIdOf(request.traceparent);
  return {
    ...(request.requestId === undefined ? {} : { requestId: request.requestId }),
    ...(traceId === undefined ? {} : { traceId }),
  };
}
