import { createHash } from 'node:crypto';
import type { SqlClient } from '@betang/platform';

const FREE_FAILURES = 5;
const FIRST_LOCK_SECONDS = 60;
const LONGEST_LOCK_SECONDS = 3600;
const FORGOTTEN_AFTER = '1 day';

/** How long a name stays locked after so many failures in a row: a minute after the fifth, then twice as long each time, an hour at most. */
export function lockSeconds(failures: number): number {
  if (failures < FREE_FAILURES) return 0;
  return Math.min(LONGEST_LOCK_SECONDS, FIRST_LOCK_SECONDS * 2 ** (failures - FREE_FAILURES));
}

function keyOf(loginName: string): Buffer {
  return createHash('sha256').update(loginName.trim().toLowerCase()).digest();
}

/** Seconds until the name may be tried again; 0 when it may be now. */
export async function lockedFor(db: SqlClient, loginName: string): Promise<number> {
  const [row] = await db.query<{ seconds: number }>(
    'SELECT ceil(extract(epoch FROM locked_until - now()))::int AS seconds FROM sign_in_guard WHERE name_hash = $1 AND locked_until > now()',
    [keyOf(loginName)],
  );
  return row?.seconds ?? 0;
}

/** Until when the name is locked; null when it is not. */
export async function findLock(db: SqlClient, loginName: string): Promise<Date | null> {
  const [row] = await db.query<{ until: Date }>(
    'SELECT locked_until AS until FROM sign_in_guard WHERE name_hash = $1 AND locked_until > now()',
    [keyOf(loginName)],
  );
  return row?.until ?? null;
}

/** Counts a failure and answers how long the name is locked now. Failures of the day before are forgotten. */
export async function noteFailure(db: SqlClient, loginName: string): Promise<number> {
  const [row] = await db.query<{ failures: number }>(
    `INSERT INTO sign_in_guard AS g (name_hash, failures) VALUES ($1, 1)
     ON CONFLICT (name_hash) DO UPDATE SET failures = CASE WHEN g.last_failure < now() - interval '${FORGOTTEN_AFTER}' THEN 1 ELSE g.failures + 1 END, last_failure = now()
     RETURNING failures`,
    [keyOf(loginName)],
  );
  const seconds = lockSeconds(row!.failures);
  if (seconds > 0)
    await db.execute('UPDATE sign_in_guard SET locked_until = now() + make_interval(secs => $2) WHERE name_hash = $1', [
      keyOf(loginName),
      seconds,
    ]);
  return seconds;
}

export async function forgetFailures(db: SqlClient, loginName: string): Promise<void> {
  await db.execute('DELETE FROM sign_in_guard WHERE name_hash = $1', [keyOf(loginName)]);
}
