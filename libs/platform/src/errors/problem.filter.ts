import { Catch } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { AppError } from './app-error.js';
import { preferredLanguage } from './message-catalogue.js';
import { problemOf } from './problem.js';
import { toAppError } from './to-app-error.js';

/** What the filter needs of the application around it. */
export interface ProblemContext {
  /** The methods that a path takes, when it is a known one. */
  readonly methodsOf: (path: string) => readonly string[];
  /** Told of every error that is ours to repair (5xx). */
  readonly onServerError: (error: AppError, requestId: string) => void;
}

const RETRY_AFTER_SECONDS = 1;

/** Answers every error as problem+json in the caller's language. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly context: ProblemContext) {}

  catch(exception: unknown, host: ArgumentsHost): void {
    this.answer(
      exception,
      host.switchToHttp().getRequest<FastifyRequest>(),
      host.switchToHttp().getResponse<FastifyReply>(),
    );
  }

  /** Also for what Fastify refuses before a controller is asked, such as a body that it cannot read. */
  answer(exception: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const error = this.refine(toAppError(exception), request, reply);
    if (error.status >= 500) this.context.onServerError(error, request.id);
    if (reply.sent) return;
    if (error.status === 503) void reply.header('retry-after', RETRY_AFTER_SECONDS);
    if (error.status === 401) void reply.header('www-authenticate', 'Bearer');
    const language = preferredLanguage(request.headers['accept-language']);
    void reply
      .status(error.status)
      .header('content-type', 'application/problem+json; charset=utf-8')
      .header('content-language', language)
      .header('cache-control', 'no-store')
      .send(JSON.stringify(problemOf(error, language, request.id)));
  }

  /** The router knows no 405: a path with other methods is told from one that does not exist. */
  private refine(error: AppError, request: FastifyRequest, reply: FastifyReply): AppError {
    if (error.code !== 'not-found' || request.is404 !== true) return error;
    const methods = this.context.methodsOf(request.url.split('?')[0] ?? '');
    if (methods.length === 0) return error;
    void reply.header('allow', methods.join(', '));
    return new AppError('method-not-allowed', { status: 405, cause: error });
  }
}
