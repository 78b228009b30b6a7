import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '../openapi/declarations.js';
import type { FastifyRequest } from 'fastify';

import { markKeyed } from '../audit/command-declarations.js';
import type { AuthenticatedRequest } from '../auth/access.decorators.js';
import { AppError } from '../errors/app-error.js';
import { idempotentRequest, withoutCaller } from './idempotent-request.js';
import type { IdempotentRequest } from './idempotent-request.js';

/**
 * The request of a POST that takes effect once, for `Idempotency.run`. It needs the header Idempotency-Key and a signed-in
 * caller; the body counts as it was sent, before any default was filled in. `@OnceRequest({ anonymous: true })` is for what must stay untraceable:
 * the kept answer then does not say whose it is.
 */
export const OnceRequest = createParamDecorator(
  (options: { readonly anonymous?: boolean } | undefined, context: ExecutionContext): IdempotentRequest => {
    const request = context.switchToHttp().getRequest<FastifyRequest & AuthenticatedRequest>();
    if (request.principal === undefined) throw new AppError('unauthenticated', { status: 401 });
    const header = request.headers['idempotency-key'];
    const sent = idempotentRequest({
      key: Array.isArray(header) ? header[0] : header,
      actor: request.principal.subject,
      methodPath: `${request.method} ${request.url.split('?')[0] ?? ''}`,
      body: request.body,
    });
    return options?.anonymous === true ? withoutCaller(sent) : sent;
  },
  [
    (target, key) => {
      if (key === undefined) return;
      const handler = Object.getOwnPropertyDescriptor(target, key);
      if (handler === undefined) return;
      markKeyed(handler.value as object);
      ApiHeader({ name: 'Idempotency-Key', required: true, description: '8-128 of A-Z a-z 0-9 - _ . :' })(
        target,
        key,
        handler,
      );
    },
  ],
);
