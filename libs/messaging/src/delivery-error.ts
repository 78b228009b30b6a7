/** Stable codes of what can go wrong on the way from a transaction to its effect. */
export type DeliveryErrorCode =
  | 'event-too-large'
  | 'service-mismatch'
  | 'publish-refused'
  | 'publish-batches-exhausted'
  | 'publish-timeout'
  | 'stream-missing'
  | 'bus-unreachable'
  | 'hub-silent'
  | 'hub-place-missing'
  | 'link-broken'
  | 'cursor-moved'
  | 'place-moved'
  | 'lock-lost'
  | 'handler-duplicate'
  | 'handler-unknown-contract'
  | 'handler-unknown-service'
  | 'handler-unmarked'
  | 'handler-sealed-projection'
  | 'handler-failed'
  | 'epoch-undecided'
  | 'epoch-opened'
  | 'keys-missing'
  | 'keys-not-stated'
  | 'rebuild-not-possible'
  | 'parked-not-found'
  | 'writers-busy';

export class DeliveryError extends Error {
  constructor(
    readonly code: DeliveryErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'DeliveryError';
  }
}
