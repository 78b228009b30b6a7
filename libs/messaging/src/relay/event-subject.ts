import { parseEventType, type EventRecord } from '@betang/contracts';
import { DeliveryError } from '../delivery-error.js';
import { localSubject, shareSubject, type SharedAudience } from '../topology/subjects.js';

/** The subject that an event is published on: at home by its name, to one region by the neutral name of directed events. */
export function subjectOf(event: Pick<EventRecord, 'region' | 'service' | 'audience' | 'type'>): string {
  const type = parseEventType(event.type);
  if (!type) throw new DeliveryError('publish-refused', `${event.type} is no event type`);
  return event.audience === 'local'
    ? localSubject(event.region, event.service, type.name, type.version)
    : shareSubject(event.region, event.audience as SharedAudience, event.service, type.name, type.version);
}
