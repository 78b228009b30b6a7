import { SpanKind, SpanStatusCode, context, trace } from '@opentelemetry/api';
import type { Attributes, Link, Span } from '@opentelemetry/api';

import { toAppError } from '../errors/to-app-error.js';
import { currentRequest, withRequest } from '../request/request-context.js';
import { currentTraceparent, formatTraceparent, parseTraceparent, withTraceparent } from './traceparent.js';

export interface TracingOptions {
  /** OTLP/HTTP address, e.g. `http://127.0.0.1:4318/v1/traces`. */
  readonly url: string;
  /** Name of the process in the traces. */
  readonly name: string;
  readonly region: string;
}

/** What a span says of itself. Names and attributes hold no personal data. */
export interface SpanDescription {
  readonly name: string;
  /** `server`: answers a request; `consumer`: takes in what was sent before. */
  readonly kind: 'server' | 'consumer';
  readonly attributes: Attributes;
  /** W3C traceparents of what it goes on from. */
  readonly from?: readonly string[];
}

const TRACER = 'betang';
/** A collector that does not answer must not hold up the end of a process for longer. */
const EXPORT_MS = 3_000;
/** A batch may go on from 500 events: as many as a span shows. */
const MOST_LINKS = 32;
const KINDS = { server: SpanKind.SERVER, consumer: SpanKind.CONSUMER } as const;

let sending = false;

/** Starts sending traces; answers how to stop. Without it spans cost next to nothing. A collector that is away loses spans, and nothing else. */
export async function startTracing(options: TracingOptions): Promise<{ stop(): Promise<void> }> {
  const [{ OTLPTraceExporter }, { resourceFromAttributes }, { BatchSpanProcessor, NodeTracerProvider }] =
    await Promise.all([
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('@opentelemetry/resources'),
      import('@opentelemetry/sdk-trace-node'),
    ]);
  const exporter = new OTLPTraceExporter({ url: options.url, timeoutMillis: EXPORT_MS });
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': options.name, 'betang.region': options.region }),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  });
  provider.register();
  sending = true;
  return { stop: () => provider.shutdown() };
}

/** Runs work in a span of its own; an error leaves its code only. While no traces are sent the work goes on in the one it comes from. */
export async function inSpan<T>(description: SpanDescription, work: () => Promise<T>): Promise<T> {
  if (!sending) return withTraceparent(onlyOne(description.from), work);
  const span = startSpan(description);
  try {
    return await withSpan(span, work);
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR, message: toAppError(error).code });
    throw error;
  } finally {
    span.end();
  }
}

/** A span that somebody else ends; undefined while no traces are sent. */
export function findSpan(describe: () => SpanDescription): Span | undefined {
  return sending ? startSpan(describe()) : undefined;
}

/** Runs work as part of a span. */
export function withSpan<T>(span: Span, work: () => T): T {
  const traceparent = formatTraceparent(span.spanContext());
  return withRequest({ ...currentRequest(), traceparent }, () =>
    context.with(trace.setSpan(context.active(), span), work),
  );
}

/** Goes on in the one trace that all of it comes from; of several it is a new trace that points to each. */
function startSpan({ name, kind, attributes, from = [] }: SpanDescription): Span {
  const parents = new Map(
    [...new Set(from)].flatMap((text) => parseTraceparent(text) ?? []).map((at) => [at.spanId, at]),
  );
  const traces = new Set([...parents.values()].map(({ traceId }) => traceId));
  const [parent] = parents.values();
  const joined = traces.size === 1 && parent !== undefined;
  const links: Link[] = joined ? [] : [...parents.values()].slice(0, MOST_LINKS).map((at) => ({ context: at }));
  const around = joined ? trace.setSpanContext(context.active(), parent) : aroundHere();
  return trace.getTracer(TRACER).startSpan(name, { kind: KINDS[kind], attributes, links }, around);
}

function onlyOne(from: readonly string[] = []): string | undefined {
  const different = new Set(from);
  return different.size === 1 ? [...different][0] : undefined;
}

function aroundHere() {
  const here = currentTraceparent();
  const parent = here === undefined ? undefined : parseTraceparent(here);
  return parent === undefined ? context.active() : trace.setSpanContext(context.active(), parent);
}
