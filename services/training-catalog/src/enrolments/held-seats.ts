import type { SqlClient } from '@betang/platform';

/** Seats of a session that are kept for other regions; the module says who keeps them. */
export abstract class HeldSeats {
  /** Seats by region that are held at an instant. */
  abstract heldIn(db: SqlClient, sessionId: string, now: Date): Promise<ReadonlyMap<string, number>>;
}
