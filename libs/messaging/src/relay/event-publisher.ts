import type { EventRecord } from '@betang/contracts';

export interface Publication {
  readonly subject: string;
  readonly event: EventRecord;
}

/** That the stream refused a batch because too many were open: by itself harmless, but it stays when somebody floods the stream. */
export interface BatchesExhausted {
  times: number;
  lastAt: Date;
}

/** The way to one stream. Two methods; the guarantees are the contract. */
export interface EventPublisher {
  /** Absent where it never happened. */
  readonly batchesExhausted?: Readonly<BatchesExhausted> | undefined;
  /**
   * Stores the publications in this order and resolves with how many of them, counted from the first, are durable: all of them, or the
   * acknowledged prefix when the stream took only some. Rejects with a DeliveryError when none is known to be durable; the caller then
   * publishes the same ones again, which receivers skip by position.
   */
  publish(batch: readonly Publication[]): Promise<number>;
  /** Ends subscriptions of its own; publications in flight reject. */
  close(): Promise<void>;
}
