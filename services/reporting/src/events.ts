import { eventPatternOf } from '@betang/messaging';

/** Marks the handlers of this service. All are projections: their tables can be rebuilt from the archive. */
export const EventPattern = eventPatternOf('reporting');
