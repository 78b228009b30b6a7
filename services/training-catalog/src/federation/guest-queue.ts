import type { Transaction } from '@betang/platform';

/** Who waits for a seat of a session; the module says who keeps the queue. */
export abstract class GuestQueue {
  /** Moves everyone up after an offer changed: own people and guests. */
  abstract advance(tx: Transaction, sessionId: string): Promise<void>;
}
