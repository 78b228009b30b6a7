import type { EventRecord } from '@betang/contracts';

const WIRE = Symbol('the event as it came');

/** An event that was sealed on the way: its envelope, with the true type, subject and body. */
export interface OpenedEvent extends EventRecord {
  readonly [WIRE]: EventRecord;
}

export function openedFrom(
  wire: EventRecord,
  inside: Pick<EventRecord, 'type' | 'subject' | 'dataschema' | 'body'>,
): OpenedEvent {
  return Object.assign({}, wire, inside, { [WIRE]: wire });
}

export function wasSealed(event: EventRecord): boolean {
  return WIRE in event;
}

/** The event as it came: what is archived, held and parked. Opened content is for handlers only. */
export function wireForm(event: EventRecord): EventRecord {
  return (event as Partial<OpenedEvent>)[WIRE] ?? event;
}
