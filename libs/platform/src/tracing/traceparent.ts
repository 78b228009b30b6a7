import { TraceFlags, context, isSpanContextValid, trace } from '@opentelemetry/api';
import type { SpanContext } from '@opentelemetry/api';

import { currentRequest, withRequest } from '../request/request-context.js';

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;
const NONE = /^0+$/;

/** The W3C traceparent of the work at hand, to be written into an event or sent with a request; undefined outside any trace. */
export function currentTraceparent(): string | undefined {
  const span = trace.getSpanContext(context.active());
  if (span !== undefined && isSpanContextValid(span)) return formatTraceparent(span);
  return currentRequest()?.traceparent;
}

/** Runs work as part of a trace that began elsewhere. An unreadable traceparent is ignored, as the W3C rule has it. */
export function withTraceparent<T>(traceparent: string | undefined, work: () => T): T {
  const parent = traceparent === undefined ? undefined : parseTraceparent(traceparent);
  if (parent === undefined) return work();
  return withRequest({ ...currentRequest(), traceparent: formatTraceparent(parent) }, () =>
    context.with(trace.setSpanContext(context.active(), parent), work),
  );
}

export function traceIdOf(traceparent: string): string | undefined {
  return parseTraceparent(traceparent)?.traceId;
}

export function parseTraceparent(text: string): SpanContext | undefined {
  const [, traceId, spanId, flags] = TRACEPARENT.exec(text) ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  if (NONE.test(traceId) || NONE.test(spanId)) return undefined;
  return { traceId, spanId, traceFlags: parseInt(flags, 16) & TraceFlags.SAMPLED, isRemote: true };
}

export function formatTraceparent(span: SpanContext): string {
  return `00-${span.traceId}-${span.spanId}-0${span.traceFlags & TraceFlags.SAMPLED}`;
}
