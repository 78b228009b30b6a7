import { parseEventType, type EventRecord } from '@betang/contracts';
import { DeliveryError } from '../delivery-error.js';
import { localSubject, shareSubject, type SharedAudience } from '../topology/subjects.js';

type Addressed = Pick<EventRecord, 'region' | 'service' | 'audience' | 'type'>;

/** A region's own events to its own audiences are of few subjects: every one is put together once. */
const known = new Map<string, string>();

/** The subject that an event is published on: at home by its name, to one region by the neutral name of directed events. */
export function subjectOf(event: Addressed): string {
  const key = `${event.region} ${event.service} ${event.audience} ${event.type}`;
  let subject = known.get(key);
  if (subject === undefined) {
    subject = subjectAnew(event);
    known.set(key, subject);
  }
  return subject;
}

function subjectAnew(event: Addressed): string {
  const type = parseEventType(event.type);
  if (!type) throw new DeliveryError('publish-refused', `${event.type} is no event type`);
  return event.audience === 'local'
    ? localSubject(event.region, event.service, type.name, type.version)
    : shareSubject(event.region, event.audience as SharedAudience, event.service, type.name, type.version);
}
