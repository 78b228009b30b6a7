import type { Transaction } from '@betang/platform';
import type { EventBatch } from './handler-registry.js';

/** The batch that is handed through Nest; `failure` brings a handler's own error back out. */
export class DeliveryBatch implements EventBatch {
  failure: { readonly error: unknown } | undefined;

  constructor(
    readonly transaction: Transaction,
    readonly rebuilding: boolean,
  ) {}
}
