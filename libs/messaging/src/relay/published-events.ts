import { numberEvent, type EventRecord } from '@betang/contracts';
import type { LeaderConnection } from '../leading/leader-connection.js';
import { OUTBOX_COLUMNS, OUTBOX_ORDER, toRelayRow, type OutboxColumns } from './relay-row.js';
import type { RelayIdentity } from './relay-store.js';

interface LogRow {
  first_position: string;
  last_position: string;
  first_generation: number;
  first_xid: string;
  first_seq: string;
  last_generation: number;
  last_xid: string;
  last_seq: string;
  previous_chain: string;
}

export interface PublishedRange {
  readonly audience: string;
  readonly epoch: string;
  readonly first: number;
  readonly last: number;
  /** Only what was acknowledged after this moment. */
  readonly since?: Date;
}

const LOG = `SELECT first_position, last_position, first_generation, first_xid::text AS first_xid, first_seq::text AS first_seq,
    last_generation, last_xid::text AS last_xid, last_seq::text AS last_seq, previous_chain
  FROM relay_log WHERE epoch = $1 AND audience = $2 AND last_position >= $3 AND first_position <= $4 AND acknowledged_at >= $5
  ORDER BY last_position LIMIT $6`;

/** Logged batches at a time. Two weeks of single events are hundreds of thousands: after a bus lost its disk all of them are read. */
const LOG_PAGE = 500;

const ROWS = `SELECT ${OUTBOX_COLUMNS} FROM outbox
  WHERE destination = $1 AND audience = $2 AND (generation, xid, seq) >= ($3::int, $4::xid8, $5::bigint)
    AND (generation, xid, seq) <= ($6::int, $7::xid8, $8::bigint) ORDER BY ${OUTBOX_ORDER}`;

/**
 * Events that were published before, exactly as they were: same order, positions and chain, one array a logged batch. A batch of which any
 * row is no longer kept is left out: its positions cannot be told again.
 */
export async function* publishedEvents(
  client: LeaderConnection,
  identity: RelayIdentity,
  range: PublishedRange,
): AsyncGenerator<EventRecord[]> {
  const destination = range.audience === 'local' ? 'local' : 'hub';
  // Rows that become one while they are read would tell their positions twice.
  let next = range.first;
  for await (const entry of loggedBatches(client, range)) {
    const { rows } = await client.query<OutboxColumns>(ROWS, [
      destination,
      range.audience,
      entry.first_generation,
      entry.first_xid,
      entry.first_seq,
      entry.last_generation,
      entry.last_xid,
      entry.last_seq,
    ]);
    if (rows.length !== Number(entry.last_position) - Number(entry.first_position) + 1) continue;
    let head = { position: Number(entry.first_position) - 1, chain: entry.previous_chain };
    const events = rows.map((row) => {
      const numbered = numberEvent(toRelayRow(row, identity.region, identity.service, range.epoch).event, head);
      head = numbered;
      return numbered;
    });
    const due = events.filter(({ position }) => position >= next && position <= range.last);
    next = Number(entry.last_position) + 1;
    yield due;
  }
}

async function* loggedBatches(client: LeaderConnection, range: PublishedRange): AsyncGenerator<LogRow> {
  const { epoch, audience, last, since = new Date(0) } = range;
  let from = range.first;
  for (;;) {
    const { rows } = await client.query<LogRow>(LOG, [epoch, audience, from, last, since, LOG_PAGE]);
    yield* rows;
    const end = rows.at(-1);
    if (end === undefined || rows.length < LOG_PAGE) return;
    from = Number(end.last_position) + 1;
  }
}

/** The lowest position from which everything up to the head can still be had; undefined when nothing was published or kept. */
export async function availableFrom(
  client: LeaderConnection,
  range: { audience: string; epoch: string },
): Promise<number | undefined> {
  const { rows } = await client.query<{ first: string | null }>(
    `SELECT l.first_position AS first FROM relay_log l
      WHERE l.epoch = $1 AND l.audience = $2 AND EXISTS (
        SELECT 1 FROM outbox o WHERE o.destination = CASE WHEN $2 = 'local' THEN 'local' ELSE 'hub' END
          AND (o.generation, o.xid, o.seq) = (l.first_generation, l.first_xid, l.first_seq))
      ORDER BY l.last_position LIMIT 1`,
    [range.epoch, range.audience],
  );
  const first = rows[0]?.first;
  return first === null || first === undefined ? undefined : Number(first);
}

/** The last position of the line that is noted as published, kept or not: of its log the last row stays for ever. 0: none. */
export async function publishedThrough(
  client: LeaderConnection,
  range: { readonly audience: string; readonly epoch: string },
): Promise<number> {
  const { rows } = await client.query<{ position: string }>(
    'SELECT last_position AS position FROM relay_log WHERE epoch = $1 AND audience = $2 ORDER BY last_position DESC LIMIT 1',
    [range.epoch, range.audience],
  );
  return Number(rows[0]?.position ?? 0);
}
