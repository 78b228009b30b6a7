import type { ReceivedEvent } from '@betang/messaging';
import type { CauseOf } from './ledger-booking.js';

/** Events made because of an event carry its id as causation and stay in its correlation and trace. */
export function causesOf(
  events: readonly Pick<ReceivedEvent, 'id' | 'correlationId' | 'actor' | 'traceparent'>[],
): CauseOf {
  const byId = new Map(events.map((event) => [event.id, event]));
  return (eventId) => {
    const event = byId.get(eventId);
    return {
      causationId: eventId,
      ...(event?.correlationId === undefined ? {} : { correlationId: event.correlationId }),
      ...(event?.actor === undefined ? {} : { actor: event.actor }),
      ...(event?.traceparent === undefined ? {} : { traceparent: event.traceparent }),
    };
  };
}
