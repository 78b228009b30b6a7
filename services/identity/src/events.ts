import { eventPatternOf } from '@betang/messaging';

/** Marks the handlers of this service. */
export const EventPattern = eventPatternOf('identity');
