import { RETENTION_DAYS, type RetentionClass } from '@betang/contracts';
import type { SqlClient } from '@betang/platform';
import { bucketOf } from './outbox.js';

const CHECK_VIOLATION = '23514';
const CLASSES = Object.keys(RETENTION_DAYS) as RetentionClass[];

/** The buckets that events are written to this month and the next. */
export function bucketsAround(now: Date): string[] {
  const next = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1));
  return CLASSES.flatMap((retention) => [bucketOf(retention, now), bucketOf(retention, next)]);
}

/** Whether the time of a bucket is up: every event in it is older than its class is kept, counted from the end of its month. */
export function isExpired(bucket: string, now: Date): boolean {
  const [retention, month] = bucket.split(':') as [RetentionClass, string];
  const [year = 0, number = 0] = month.split('-').map(Number);
  const endOfMonth = Date.UTC(year, number, 1);
  return endOfMonth + RETENTION_DAYS[retention] * 86_400_000 <= now.getTime();
}

/**
 * Makes the partitions that are needed soon. A month's first events may have found none and lie in the rest partition; then its own cannot be
 * made any more, which costs nothing but the dropping of that month as one piece.
 */
export async function makeBuckets(db: SqlClient, now: Date): Promise<void> {
  for (const bucket of bucketsAround(now)) {
    const [row] = await db.query<{ taken: boolean }>(
      'SELECT EXISTS (SELECT 1 FROM outbox_other WHERE bucket = $1) AS taken',
      [bucket],
    );
    if (!row?.taken) await makeBucket(db, bucket);
  }
}

async function makeBucket(db: SqlClient, bucket: string): Promise<void> {
  try {
    await db.query('SELECT outbox_make_bucket($1)', [bucket]);
  } catch (error) {
    // Its first event came between the look and the making.
    if ((error as { code?: unknown }).code !== CHECK_VIOLATION) throw error;
  }
}

/** Drops what is older than its class is kept. Only for a service that can state its present as a snapshot: else a newcomer would miss it. */
export async function dropExpiredBuckets(db: SqlClient, now: Date): Promise<string[]> {
  const rows = await db.query<{ bucket: string }>(
    `SELECT substring(pg_get_expr(c.relpartbound, c.oid) FROM '''([^'']+)''') AS bucket
       FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
      WHERE i.inhparent = 'outbox'::regclass AND c.relname <> 'outbox_other'`,
  );
  const expired = rows.map(({ bucket }) => bucket).filter((bucket) => isExpired(bucket, now));
  for (const bucket of expired) await db.query('SELECT outbox_drop_bucket($1)', [bucket]);
  return expired;
}
