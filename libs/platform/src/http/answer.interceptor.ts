import { Injectable } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map } from 'rxjs';
import type { Observable } from 'rxjs';

import { OnceAnswer } from '../idempotency/once-answer.js';
import { Versioned, etagOf, isKnownVersion } from './etag.js';

const NOT_MODIFIED = 304;

/** Turns what handlers return about their answer (its version, its being a replay) into status and headers. */
@Injectable()
export class AnswerInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http') return next.handle();
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(map((answer: unknown) => unwrap(answer, request, reply)));
  }
}

function unwrap(answer: unknown, request: FastifyRequest, reply: FastifyReply): unknown {
  if (answer instanceof OnceAnswer) {
    void reply.status(answer.status);
    if (answer.replayed) void reply.header('idempotency-replayed', 'true');
    return answer.body;
  }
  if (!(answer instanceof Versioned)) return answer;
  const etag = etagOf(answer.version);
  void reply.header('etag', etag);
  if (request.method !== 'GET' || !isKnownVersion(request.headers['if-none-match'], etag)) return answer.body;
  void reply.status(NOT_MODIFIED);
  return undefined;
}
