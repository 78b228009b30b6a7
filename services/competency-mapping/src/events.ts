import type { NewEvent } from '@betang/contracts';
import { eventPatternOf } from '@betang/messaging';

/** Marks the handlers of this service. */
export const EventPattern = eventPatternOf('competency-mapping');

/** Events of different contracts in one list; each was checked when it was made. */
export function eventList(...events: readonly object[]): NewEvent[] {
  return events as NewEvent[];
}
