import { SpanStatusCode, trace } from '@opentelemetry/api';
import type { Attributes } from '@opentelemetry/api';

import { toAppError } from '../errors/to-app-error.js';

export interface TracingOptions {
  /** OTLP/HTTP address, e.g. `http://127.0.0.1:4318/v1/traces`. */
  readonly url: string;
  /** Name of the process in the traces. */
  readonly name: string;
  readonly region: string;
}

const TRACER = 'betang';

/** Starts sending traces; answers how to stop. Without it `inSpan` costs next to nothing. */
export async function startTracing(options: TracingOptions): Promise<{ stop(): Promise<void> }> {
  const [{ OTLPTraceExporter }, { resourceFromAttributes }, { BatchSpanProcessor, NodeTracerProvider }] =
    await Promise.all([
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('@opentelemetry/resources'),
      import('@opentelemetry/sdk-trace-node'),
    ]);
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': options.name, 'betang.region': options.region }),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url: options.url }))],
  });
  provider.register();
  return { stop: () => provider.shutdown() };
}

/** Runs work in a span of its own. Names and attributes hold no personal data; an error leaves its code only. */
export function inSpan<T>(name: string, attributes: Attributes, work: () => Promise<T>): Promise<T> {
  return trace.getTracer(TRACER).startActiveSpan(name, { attributes }, async (span) => {
    try {
      return await work();
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: toAppError(error).code });
      throw error;
    } finally {
      span.end();
    }
  });
}
