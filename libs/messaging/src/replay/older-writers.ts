import type { Transaction } from '@betang/platform';
import { pause } from '../connection/bus.js';

const POLL_MS = 20;
/** Nobody's own events should wait long for the snapshot of a moment. */
const PATIENCE_MS = 10_000;

// A snapshot counts the own transaction among those that run: it is the oldest when no older one is left.
const OLDEST = 'SELECT pg_snapshot_xmin(pg_current_snapshot()) = pg_current_xact_id() AS oldest';

/**
 * Takes a place in the order of publication and waits until every transaction before it has ended; false when one of them takes too long. What
 * the transaction reads afterwards has everything that is published before its own events, and whatever it does not see yet is published after them:
 * without this an older state that it states could follow a newer one.
 */
export async function olderWritersEnded(tx: Transaction, signal: AbortSignal): Promise<boolean> {
  const giveUp = performance.now() + PATIENCE_MS;
  // The first statement takes the place, after its own view has been taken: only a later one can see that it is the oldest.
  await tx.query('SELECT pg_current_xact_id()');
  while (!signal.aborted) {
    const [row] = await tx.query<{ oldest: boolean }>(OLDEST);
    if (row?.oldest) return true;
    if (performance.now() >= giveUp) return false;
    await pause(POLL_MS, signal);
  }
  return false;
}
