import { HttpException } from '@nestjs/common';

import { isTransient } from '../database/sql-state.js';
import { AppError } from './app-error.js';

const CODE_OF_STATUS: Readonly<Record<number, string>> = {
  400: 'bad-request',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not-found',
  405: 'method-not-allowed',
  406: 'not-acceptable',
  409: 'conflict',
  413: 'payload-too-large',
  415: 'unsupported-media-type',
  429: 'too-many-requests',
  503: 'service-unavailable',
};

/** Any error as one with a stable code. The text of a foreign error is never used: it may quote what somebody sent. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (isTransient(error)) return new AppError('database-unavailable', { status: 503, cause: error });
  const status = statusOf(error);
  if (status === undefined || status >= 500)
    return new AppError('internal-error', { status: status ?? 500, cause: error });
  return new AppError(codeOf(error, status), { status, cause: error });
}

function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' && status >= 400 && status < 600 ? status : undefined;
}

function codeOf(error: unknown, status: number): string {
  const causes = [error, error instanceof Error ? error.cause : undefined];
  if (status === 400 && causes.some(isUnreadableBody)) return 'body-unreadable';
  return CODE_OF_STATUS[status] ?? 'bad-request';
}

function isUnreadableBody(error: unknown): boolean {
  const code = (error as { code?: unknown } | undefined)?.code;
  return error instanceof SyntaxError || (typeof code === 'string' && code.startsWith('FST_ERR_CTP_'));
}
