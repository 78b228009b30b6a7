import type { SqlClient } from '@betang/platform';
import { planMerges, type LoggedStretch, type Merge } from './merge-log.js';

/** Rows of the log looked at in one statement. */
const PAGE = 5_000;
const DAY_MS = 86_400_000;
/** Younger rows stay as they are: most questions are about the last days, and a small row is answered soonest. */
const MERGE_AFTER_MS = 3 * DAY_MS;

interface Line {
  readonly epoch: string;
  readonly audience: string;
  readonly position: string;
}

const LINES = 'SELECT epoch, audience, position FROM relay_head';

/**
 * The oldest row that is kept for a destination: log rows that end before it have nothing left in the outbox. The last row of a line stays for
 * ever, it says how far the line goes.
 */
const PRUNE = `WITH oldest AS (
    SELECT generation, xid, seq FROM outbox WHERE destination = $3 ORDER BY outbox.generation, outbox.xid, outbox.seq LIMIT 1),
  stretch AS (
    SELECT last_position, last_generation, last_xid, last_seq FROM relay_log
     WHERE epoch = $1 AND audience = $2 AND last_position < $4 ORDER BY last_position LIMIT ${PAGE})
  DELETE FROM relay_log l USING stretch s
   WHERE l.epoch = $1 AND l.audience = $2 AND l.last_position = s.last_position
     AND NOT EXISTS (SELECT 1 FROM oldest o WHERE (o.generation, o.xid, o.seq) <= (s.last_generation, s.last_xid, s.last_seq))`;

/** Drops what the log says of positions of which no outbox row is kept any more; answers how many rows. */
export async function pruneLog(db: SqlClient): Promise<number> {
  let dropped = 0;
  for (const { epoch, audience, position } of await db.query<Line>(LINES)) {
    const destination = audience === 'local' ? 'local' : 'hub';
    for (let gone = PAGE; gone === PAGE; dropped += gone)
      gone = await db.execute(PRUNE, [epoch, audience, destination, position]);
  }
  return dropped;
}

interface LogRow {
  readonly epoch: string;
  readonly audience: string;
  readonly first: string;
  readonly last: string;
  readonly first_generation: number;
  readonly last_generation: number;
  readonly first_seq: string;
  readonly last_seq: string;
  readonly previous_chain: string;
  readonly chain: string;
}

const OLD = `SELECT epoch, audience, first_position AS first, last_position AS last, first_generation, last_generation, first_seq, last_seq,
    previous_chain, chain
  FROM relay_log WHERE (epoch, audience, last_position) > ($1, $2, $3::bigint) AND acknowledged_at < $4
  ORDER BY epoch, audience, last_position LIMIT ${PAGE}`;

/** The last of the rows takes over the beginning of the first one: the line's end keeps its key, and what is known of it. */
const MERGE = `WITH joined AS (
    SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[]) AS u(epoch, audience, head, tail)),
  moved AS (
    UPDATE relay_log l SET first_position = f.first_position, first_generation = f.first_generation, first_xid = f.first_xid,
        first_seq = f.first_seq, previous_chain = f.previous_chain
      FROM joined j JOIN relay_log f ON f.epoch = j.epoch AND f.audience = j.audience AND f.last_position = j.head
     WHERE l.epoch = j.epoch AND l.audience = j.audience AND l.last_position = j.tail)
  DELETE FROM relay_log d USING joined j
   WHERE d.epoch = j.epoch AND d.audience = j.audience AND d.last_position >= j.head AND d.last_position < j.tail`;

/** Makes one row of neighbouring rows that are some days old; answers how many rows there are less. One statement a page: all of it or nothing. */
export async function mergeLog(db: SqlClient, now: Date): Promise<number> {
  const before = new Date(now.getTime() - MERGE_AFTER_MS);
  let merged = 0;
  for (let after = ['', '', '0']; ;) {
    const rows = await db.query<LogRow>(OLD, [...after, before]);
    const merges = planMerges(rows.map(toStretch));
    if (merges.length > 0) merged += await db.execute(MERGE, columnsOf(merges));
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return merged;
    after = [last.epoch, last.audience, last.last];
  }
}

function toStretch(row: LogRow): LoggedStretch {
  return {
    epoch: row.epoch,
    audience: row.audience,
    first: Number(row.first),
    last: Number(row.last),
    generations: [row.first_generation, row.last_generation],
    seqs: [Number(row.first_seq), Number(row.last_seq)],
    previousChain: row.previous_chain,
    chain: row.chain,
  };
}

function columnsOf(merges: readonly Merge[]): unknown[][] {
  return [
    merges.map(({ epoch }) => epoch),
    merges.map(({ audience }) => audience),
    merges.map(({ from }) => from),
    merges.map(({ to }) => to),
  ];
}
