import { inSpan } from '@betang/platform';
import type { EventBatch, EventHandler, ReceivedEvent } from './handler-registry.js';

/** Calls a handler in a span of its own, which goes on in the trace of its events, or points to each where they come from several. */
export function handleInSpan(
  service: string,
  handler: EventHandler,
  events: readonly ReceivedEvent[],
  batch: EventBatch,
): Promise<void> {
  const description = {
    name: `take in ${handler.contract.type}`,
    kind: 'consumer',
    attributes: {
      'messaging.system': 'nats',
      'messaging.batch.message_count': events.length,
      'betang.service': service,
    },
    from: batch.rebuilding ? [] : events.flatMap(({ traceparent }) => traceparent ?? []),
  } as const;
  return inSpan(description, () => handler.handle(events, batch));
}
