import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';

import { SpanStatusCode, type Span } from '@opentelemetry/api';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import type { AppError } from '../errors/app-error.js';
import { toAppError } from '../errors/to-app-error.js';
import type { Logger } from '../logging/logger.js';
import type { Metrics } from '../health/metrics.js';
import { withRequest } from '../request/request-context.js';
import type { RequestContext } from '../request/request-context.js';
import { withTraceparent } from '../tracing/traceparent.js';
import { findSpan, withSpan } from '../tracing/tracing.js';

/** The caller's X-Request-Id when it looks like one, else one of our own. */
export function requestIdOf(headers: Readonly<Record<string, string | string[] | undefined>>): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && /^[\w-]{8,64}$/.test(given) && !/\d{16}/.test(given) ? given : randomUUID();
}

/** Gives each request its id and trace on all its asynchronous ways, logs it and counts its time. */
export function addRequestScope(fastify: FastifyInstance, logger: Logger, metrics: Metrics): void {
  const seconds = metrics.histogram({
    name: 'betang_http_request_seconds',
    help: 'Time to answer HTTP requests',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
  });
  const spans = new WeakMap<FastifyRequest, Span>();
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id);
    const span = findRequestSpan(request);
    if (span) spans.set(request, span);
    inScope(request, span, done);
  });
  // Reading the body ends the scope: its events belong to the socket. Here it begins again, for the handler.
  fastify.addHook('preValidation', (request, _reply, done) => inScope(request, spans.get(request), done));
  const end = (request: FastifyRequest, { elapsedTime }: FastifyReply, status: number, error?: AppError): void => {
    const route = request.routeOptions.url ?? 'unknown';
    endRequestSpan(spans.get(request), status);
    seconds.observe({ method: request.method, route, status }, elapsedTime / 1000);
    logAnswer(logger, request, { route, status, ms: elapsedTime, error });
  };
  fastify.addHook('onSend', (request, reply, payload, done) => {
    if (payload instanceof Readable) onBreak(payload, reply, (error) => end(request, reply, error.status, error));
    done();
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    end(request, reply, reply.statusCode);
    done();
  });
}

/** Of a stream that fails after its answer has begun: the connection is cut, and nobody else is told. Before that the failure is answered like any other. */
function onBreak(stream: Readable, { raw }: FastifyReply, tell: (error: AppError) => void): void {
  stream.once('error', (error) => {
    if (raw.headersSent && !raw.destroyed) tell(toAppError(error));
  });
}

function inScope(request: FastifyRequest, span: Span | undefined, done: () => void): void {
  const { url: route } = request.routeOptions;
  const context: RequestContext = { requestId: request.id, ...(route === undefined ? {} : { route }) };
  withRequest(context, () => (span ? withSpan(span, done) : withTraceparent(traceparentOf(request), done)));
}

function traceparentOf({ headers: { traceparent } }: FastifyRequest): string | undefined {
  return typeof traceparent === 'string' ? traceparent : undefined;
}

/** Of the API alone: looks at health and metrics would be most of all traces. */
function findRequestSpan(request: FastifyRequest): Span | undefined {
  const { url: route } = request.routeOptions;
  if (!route?.startsWith('/api/')) return undefined;
  const from = traceparentOf(request);
  return findSpan(() => ({
    name: `${request.method} ${route}`,
    kind: 'server',
    attributes: { 'http.request.method': request.method, 'http.route': route },
    ...(from === undefined ? {} : { from: [from] }),
  }));
}

function endRequestSpan(span: Span | undefined, status: number): void {
  span?.setAttribute('http.response.status_code', status);
  if (status >= 500) span?.setStatus({ code: SpanStatusCode.ERROR });
  span?.end();
}

interface Answer {
  readonly route: string;
  readonly status: number;
  readonly ms: number;
  /** Why it broke off. */
  readonly error: AppError | undefined;
}

/** The route's pattern, never the address itself: paths and queries may hold what people typed. */
function logAnswer(logger: Logger, request: FastifyRequest, { route, status, ms, error }: Answer): void {
  if (status < 400 && !logger.isDebug()) return;
  const fields = { requestId: request.id, method: request.method, route, status, ms: Math.round(ms) };
  if (error !== undefined) logger.error('request failed: its answer broke off', { ...fields, error });
  else if (status >= 500) logger.error('request failed', fields);
  else if (status >= 400) logger.info('request refused', fields);
  else logger.debug('request answered', fields);
}
