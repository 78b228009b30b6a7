import { RETENTION_DAYS, CONTRACTS, type EventContract, type RetentionClass } from '@betang/contracts';
import type { SqlClient } from '@betang/platform';
import type { HandlerRegistry } from '../handling/handler-registry.js';

/** Archive places looked at in one statement. */
const STRETCH = 5_000;
const DAY_MS = 86_400_000;

/**
 * Types of a retention class that may leave this service's archive when their time is up. A projection is rebuilt from the archive alone, so
 * what it is made of stays as its baseline; facts about persons go all the same (UU 27/2022: no longer than the purpose needs).
 */
export function prunableTypes(
  retention: RetentionClass,
  registry: Pick<HandlerRegistry, 'find'>,
  contracts: readonly EventContract[] = CONTRACTS,
): string[] {
  return contracts
    .filter(({ definition }) => definition.retention === retention)
    .filter(({ type, definition }) => isPersonal(definition.sharing) || registry.find(type)?.kind !== 'projection')
    .map(({ type }) => type);
}

function isPersonal(sharing: EventContract['definition']['sharing']): boolean {
  return sharing !== undefined && sharing.personalData !== 'none';
}

/**
 * Goes on from where it ended before, stretch by stretch in the order of arrival, until it meets what is too young. Answers how many events it
 * dropped.
 */
export async function pruneArchive(db: SqlClient, registry: HandlerRegistry, now: Date): Promise<number> {
  let dropped = 0;
  for (const retention of Object.keys(RETENTION_DAYS) as RetentionClass[]) {
    const order = {
      retention,
      types: prunableTypes(retention, registry),
      before: cutoff(retention, now),
      tomorrow: new Date(now.getTime() + DAY_MS),
    };
    for (let stretch = await pruneStretch(db, order); stretch; stretch = await pruneStretch(db, order))
      dropped += stretch.dropped;
  }
  return dropped;
}

function cutoff(retention: RetentionClass, now: Date): Date {
  return new Date(now.getTime() - RETENTION_DAYS[retention] * DAY_MS);
}

interface Order {
  readonly retention: RetentionClass;
  readonly types: readonly string[];
  readonly before: Date;
  /** Times behind this are of a clock that goes wrong: such an event stays, and must not keep all that came after it. */
  readonly tomorrow: Date;
}

/** Undefined when there is nothing old enough any more. One statement: rows and place go together. */
async function pruneStretch(
  db: SqlClient,
  { retention, types, before, tomorrow }: Order,
): Promise<{ readonly dropped: number } | undefined> {
  const [row] = await db.query<{ dropped: string }>(
    `WITH place AS (SELECT coalesce((SELECT through FROM archive_pruned WHERE retention = $1), 0) AS through),
          stretch AS (SELECT a.seq, a.type, a.time FROM archive a, place WHERE a.seq > place.through ORDER BY a.seq LIMIT ${STRETCH}),
          young AS (SELECT min(seq) AS seq FROM stretch WHERE time >= $2 AND time <= $4),
          old AS (SELECT s.seq, s.type, s.time FROM stretch s, young WHERE young.seq IS NULL OR s.seq < young.seq),
          gone AS (DELETE FROM archive USING old WHERE archive.seq = old.seq AND old.type = ANY($3::text[]) AND old.time < $2 RETURNING 1),
          n AS (SELECT count(*) AS dropped FROM gone)
     INSERT INTO archive_pruned AS p (retention, through, pruned)
     SELECT $1, max(old.seq), n.dropped FROM old, n GROUP BY n.dropped HAVING max(old.seq) IS NOT NULL
     ON CONFLICT (retention) DO UPDATE SET through = EXCLUDED.through, pruned = p.pruned + EXCLUDED.pruned, pruned_at = now()
     RETURNING (SELECT dropped FROM n) AS dropped`,
    [retention, before, types, tomorrow],
  );
  return row && { dropped: Number(row.dropped) };
}
