// Writing events
export { Outbox, bucketOf, type OutboxOwner, type SharingPolicy } from './outbox/outbox.js';

// Handling events
export { eventPatternOf } from './handling/event-pattern.js';
export type { EventBatch, EventHandler, HandlerKind, ReceivedEvent } from './handling/handler-registry.js';
export { DeliveryError, type DeliveryErrorCode } from './delivery-error.js';
