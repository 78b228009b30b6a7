import { createHash } from 'node:crypto';
import type { SqlClient } from '@betang/platform';

const FREE_FAILURES = 5;
const FIRST_LOCK_SECONDS = 60;
const LONGEST_LOCK_SECONDS = 3600;
const FORGOTTEN_AFTER = '1 day';
/** A lock that ends later was set by a clock that has been put back since, and would shut somebody out until that time. */
const isLocked = (until: string): string =>
  `${until} > now() AND ${until} <= now() + interval '${LONGEST_LOCK_SECONDS} seconds'`;

/** How long a name stays locked after so many failures in a row: a minute after the fifth, then twice as long each time, an hour at most. */
export function lockSeconds(failures: number): number {
  if (failures < FREE_FAILURES) return 0;
  return Math.min(LONGEST_LOCK_SECONDS, FIRST_LOCK_SECONDS * 2 ** (failures - FREE_FAILURES));
}

function keyOf(loginName: string): Buffer {
  return createHash('sha256').update(loginName.trim().toLowerCase()).digest();
}

/** Until when the name is locked; null when it is not. */
export async function findLock(db: SqlClient, loginName: string): Promise<Date | null> {
  const [row] = await db.query<{ until: Date }>(
    `SELECT locked_until AS until FROM sign_in_guard WHERE name_hash = $1 AND ${isLocked('locked_until')}`,
    [keyOf(loginName)],
  );
  return row?.until ?? null;
}

/** A trial of a name, counted as a failure until it turns out otherwise. */
export interface Attempt {
  /** Until when the name is locked if it fails; null: not yet. */
  readonly locksUntil: string | null;
}

/** Locks by the number of failures; past the last one they grow no more. */
const LOCKS = Array.from({ length: 12 }, (_, index) => lockSeconds(index + 1));

/**
 * Counts a trial before anything is compared, so that of many sent at once no more get through than one after the other. Undefined while the name is
 * locked. Failures of the day before are forgotten.
 */
export async function beginAttempt(db: SqlClient, loginName: string): Promise<Attempt | undefined> {
  const failures = `CASE WHEN g.last_failure < now() - interval '${FORGOTTEN_AFTER}' THEN 1 ELSE g.failures + 1 END`;
  const [row] = await db.query<Attempt>(
    `INSERT INTO sign_in_guard AS g (name_hash, failures) VALUES ($1, 1)
     ON CONFLICT (name_hash) DO UPDATE SET failures = ${failures}, last_failure = now(),
            locked_until = now() + make_interval(secs => nullif(($2::int[])[least(${failures}, ${LOCKS.length})], 0))
      WHERE (${isLocked('g.locked_until')}) IS NOT TRUE
     RETURNING locked_until::text AS "locksUntil"`,
    [keyOf(loginName), LOCKS],
  );
  return row;
}

/** The trial was no failure, and says nothing of those before it. */
export async function takeBackAttempt(db: SqlClient, loginName: string, { locksUntil }: Attempt): Promise<void> {
  await db.execute(
    `UPDATE sign_in_guard SET failures = greatest(failures - 1, 0), locked_until = nullif(locked_until, $2::timestamptz) WHERE name_hash = $1`,
    [keyOf(loginName), locksUntil],
  );
}

export async function forgetFailures(db: SqlClient, loginName: string): Promise<void> {
  await db.execute('DELETE FROM sign_in_guard WHERE name_hash = $1', [keyOf(loginName)]);
}
