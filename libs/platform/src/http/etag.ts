import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '../openapi/declarations.js';
import type { FastifyRequest } from 'fastify';

import { markVersioned } from '../audit/command-declarations.js';
import { AppError } from '../errors/app-error.js';

/** An answer with the version of what it shows: sent as its ETag, and as 304 to who has that version already. */
export class Versioned<T> {
  constructor(
    readonly body: T,
    readonly version: string | number,
  ) {}
}

/** A record's version as an entity tag (RFC 9110, 8.8.3). */
export function etagOf(version: string | number): string {
  return `"${version}"`;
}

/** The If-Match header of a change. Throws `etag-missing` (428). */
export const IfMatch = createParamDecorator(
  (_: unknown, context: ExecutionContext): string => {
    const header = context.switchToHttp().getRequest<FastifyRequest>().headers['if-match'];
    if (header === undefined || header === '') throw new AppError('etag-missing', { status: 428, field: 'If-Match' });
    return header;
  },
  [
    (target, key) => {
      const handler = key === undefined ? undefined : Object.getOwnPropertyDescriptor(target, key);
      if (key === undefined || handler === undefined) return;
      markVersioned(handler.value as object);
      ApiHeader({ name: 'If-Match', required: true, description: 'ETag of the record as it was read' })(
        target,
        key,
        handler,
      );
    },
  ],
);

/** Throws `etag-mismatch` (412) unless the caller saw the record as it is now. Ask again in the changing statement's WHERE. */
export function assertVersion(ifMatch: string, current: string | number): void {
  if (ifMatch !== '*' && !tagsOf(ifMatch).includes(etagOf(current)))
    throw new AppError('etag-mismatch', { status: 412, field: 'If-Match' });
}

/** True when If-None-Match names the version; weak tags count (RFC 9110, 13.1.2). */
export function isKnownVersion(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  return ifNoneMatch === '*' || tagsOf(ifNoneMatch).some((tag) => tag.replace(/^W\//, '') === etag);
}

function tagsOf(header: string): string[] {
  return header.split(',').map((tag) => tag.trim());
}
