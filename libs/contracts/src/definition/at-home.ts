import type { TProperties } from 'typebox';
import { defineEvent, type EventContract, type EventDefinition } from './define-event.js';

/**
 * The twin of a shared contract that stays in its region: what a region states to its province, its own reports can read too. The same
 * figures with the same numbers, written in one transaction, also where the region shares nothing.
 */
export function atHome<P extends TProperties>(shared: EventContract<P>): EventContract<P> {
  const { service, name, version, description, subject, retention, data }: EventDefinition<P> = shared.definition;
  return defineEvent({
    service,
    name: `${name}-at-home`,
    version,
    description: `${description} What the region's own services are told of it.`,
    subject,
    retention,
    data,
  });
}
