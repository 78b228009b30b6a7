import { HttpException } from '@nestjs/common';

import { isDiskRefusal, isTransient } from './sql-state.js';
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
  if (isDiskRefusal(error)) return new AppError('service-unavailable', { status: 503, cause: error });
  if (isTransient(error)) return new AppError('database-unavailable', { status: 503, cause: error });
  const status = statusOf(error);
  if (status === undefined || status >= 500)
    return new AppError('internal-error', { status: status ?? 500, cause: error });
  if (isNoForm(error)) return mediaTypeRefused('multipart/form-data', error);
  const code = codeOf(error, status);
  if (code === 'unsupported-media-type') return mediaTypeRefused('application/json, multipart/form-data', error);
  return new AppError(code, { status, cause: error });
}

/** What reads files says 406 where the body is no form. */
function isNoForm(error: unknown): boolean {
  return causesOf(error).some(({ code }) => code === 'FST_INVALID_MULTIPART_CONTENT_TYPE');
}

function mediaTypeRefused(types: string, cause: unknown): AppError {
  return new AppError('unsupported-media-type', { status: 415, field: 'Content-Type', params: { types }, cause });
}

function causesOf(error: unknown): { readonly code?: unknown }[] {
  return [error, error instanceof Error ? error.cause : undefined].filter(
    (one) => typeof one === 'object' && one !== null,
  );
}

function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' && status >= 400 && status < 600 ? status : undefined;
}

function codeOf(error: unknown, status: number): string {
  const causes = causesOf(error);
  if (status === 400 && causes.some(({ code }) => code === 'FST_ERR_CTP_EMPTY_JSON_BODY')) return 'body-empty';
  if (status === 400 && causes.some(isUnreadableBody)) return 'body-unreadable';
  return CODE_OF_STATUS[status] ?? 'bad-request';
}

function isUnreadableBody(error: unknown): boolean {
  const code = (error as { code?: unknown } | undefined)?.code;
  return error instanceof SyntaxError || (typeof code === 'string' && code.startsWith('FST_ERR_CTP_'));
}
