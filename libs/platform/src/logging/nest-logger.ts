import type { LoggerService } from '@nestjs/common';

import type { Logger } from './logger.js';

/** Nest's own messages in our log. What Nest tells at each start (modules, routes) is of interest for debugging only. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...more: unknown[]): void {
    this.logger.debug(textOf(message), fieldsOf(more));
  }

  debug(message: unknown, ...more: unknown[]): void {
    this.logger.debug(textOf(message), fieldsOf(more));
  }

  verbose(message: unknown, ...more: unknown[]): void {
    this.logger.debug(textOf(message), fieldsOf(more));
  }

  warn(message: unknown, ...more: unknown[]): void {
    this.logger.warn(textOf(message), fieldsOf(more));
  }

  error(message: unknown, ...more: unknown[]): void {
    const error = [message, ...more].find((part) => part instanceof Error);
    this.logger.error(textOf(message), { ...fieldsOf(more), ...(error === undefined ? {} : { error }) });
  }

  fatal(message: unknown, ...more: unknown[]): void {
    this.logger.fatal(textOf(message), fieldsOf(more));
  }
}

function textOf(message: unknown): string {
  if (message instanceof Error) return message.name;
  return typeof message === 'string' ? message : 'Nest';
}

/** Nest passes its context last, and for errors a stack before it. */
function fieldsOf(more: readonly unknown[]): Record<string, unknown> {
  const texts = more.filter((part): part is string => typeof part === 'string');
  const context = texts.at(-1);
  const stack = texts.slice(0, -1).find((text) => text.includes('\n'));
  return { ...(context === undefined ? {} : { context }), ...(stack === undefined ? {} : { stack }) };
}
