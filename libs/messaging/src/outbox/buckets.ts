import { RETENTION_DAYS, type RetentionClass } from '@betang/contracts';
import type { SqlClient } from '@betang/platform';
import { bucketOf } from './outbox.js';

const CHECK_VIOLATION = '23514';
const LOCK_NOT_AVAILABLE = '55P03';
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

/** What was done about the buckets. `busy` could not be done now: a long transaction uses the outbox, and nobody is to wait behind it. */
export interface BucketWork {
  readonly done: readonly string[];
  readonly busy: readonly string[];
}

const MISSING = `SELECT bucket, EXISTS (SELECT 1 FROM outbox_other AS o WHERE o.bucket = needed.bucket) AS taken
  FROM unnest($1::text[]) AS needed(bucket) WHERE to_regclass('outbox_' || translate(bucket, ':-', '__')) IS NULL`;

/**
 * Makes the partitions that are needed soon. A month's first events may have found none and lie in the rest partition; then its own cannot be
 * made any more, which costs nothing but the dropping of that month as one piece.
 */
export async function makeBuckets(db: Pick<SqlClient, 'query'>, now: Date): Promise<BucketWork> {
  const missing = await db.query<{ bucket: string; taken: boolean }>(MISSING, [bucketsAround(now)]);
  const needed = missing.filter(({ taken }) => !taken).map(({ bucket }) => bucket);
  return workOn(needed, (bucket) => makeBucket(db, bucket));
}

async function makeBucket(db: Pick<SqlClient, 'query'>, bucket: string): Promise<void> {
  try {
    await db.query('SELECT outbox_make_bucket($1)', [bucket]);
  } catch (error) {
    // Its first event came between the look and the making.
    if (!hasCode(error, CHECK_VIOLATION)) throw error;
  }
}

/** Whose outbox it is. */
export interface OutboxLine {
  readonly region: string;
  readonly service: string;
  readonly epoch: string;
}

const TELL_UNSENT = `INSERT INTO delivery_incident (kind, region, service, audience, epoch, position, detail)
  SELECT 'unsent-dropped', $2, $3, o.audience, $4,
         coalesce((SELECT h.position FROM relay_head AS h WHERE h.epoch = $4 AND h.audience = o.audience), 0), $1 || ': ' || count(*)
    FROM outbox AS o JOIN relay_cursor AS c USING (destination)
   WHERE o.bucket = $1 AND (o.generation, o.xid, o.seq) > (c.generation, c.xid, c.seq)
   GROUP BY o.audience
  ON CONFLICT DO NOTHING`;

/**
 * Drops what is older than its class is kept. Only for a service that can state its present as a snapshot: else a newcomer would miss it. What no
 * destination has acknowledged goes too, for what is sealed may not be kept longer whoever was away; an incident says so, from which position on.
 */
export async function dropExpiredBuckets(db: SqlClient, line: OutboxLine, now: Date): Promise<BucketWork> {
  const rows = await db.query<{ bucket: string }>(
    `SELECT substring(pg_get_expr(c.relpartbound, c.oid) FROM '''([^'']+)''') AS bucket
       FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
      WHERE i.inhparent = 'outbox'::regclass AND c.relname <> 'outbox_other'`,
  );
  const expired = rows.map(({ bucket }) => bucket).filter((bucket) => isExpired(bucket, now));
  return workOn(expired, async (bucket) => {
    await db.query(TELL_UNSENT, [bucket, line.region, line.service, line.epoch]);
    await db.query('SELECT outbox_drop_bucket($1)', [bucket]);
  });
}

async function workOn(buckets: readonly string[], work: (bucket: string) => Promise<unknown>): Promise<BucketWork> {
  const [done, busy]: [string[], string[]] = [[], []];
  for (const bucket of buckets) {
    try {
      await work(bucket);
      done.push(bucket);
    } catch (error) {
      if (!hasCode(error, LOCK_NOT_AVAILABLE)) throw error;
      busy.push(bucket);
    }
  }
  return { done, busy };
}

function hasCode(error: unknown, code: string): boolean {
  return (error as { code?: unknown }).code === code;
}
