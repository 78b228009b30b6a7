import type { SqlClient } from '@betang/platform';
import type { HandlerRegistry } from '../handling/handler-registry.js';
import { dropExpiredBuckets, makeBuckets, type OutboxLine } from '../outbox/buckets.js';
import { pruneArchive } from '../reader/archive-pruning.js';
import { mergeLog, pruneLog } from '../relay/log-upkeep.js';

/**
 * What the leader does about its service's tables now and then: months of the outbox that come and go, the log of what was published, the archive.
 * `isBusy`: a month could not be made or dropped, a long transaction is in the way.
 */
export async function keepTables(
  db: SqlClient,
  registry: HandlerRegistry,
  { now, line, dropExpired }: { readonly now: Date; readonly line: OutboxLine; readonly dropExpired: boolean },
): Promise<{ readonly isBusy: boolean }> {
  const made = await makeBuckets(db, now);
  const dropped = dropExpired ? await dropExpiredBuckets(db, line, now) : undefined;
  await pruneLog(db);
  await mergeLog(db, now);
  await pruneArchive(db, registry, now);
  return { isBusy: made.busy.length + (dropped?.busy.length ?? 0) > 0 };
}
