import type { SqlClient, Transaction } from '@betang/platform';
import type { Reread } from '../reader/reread.js';
import { originKey, type Origin, type Watermark } from '../reader/watermark.js';
import { mayCarry, planRereading, type HandledTypes, type KnownLine } from './new-handlers.js';

interface RereadRow extends Origin {
  readonly through: string;
  readonly chain: string;
  readonly event_id: string;
  readonly types: Record<string, number>;
}

const LINES = `SELECT region, service, audience, epoch, position, chain, event_id AS "eventId", state FROM reader_watermark`;
const REREADS = 'SELECT region, service, audience, epoch, through, chain, event_id, types FROM reread_line';
const REMOVED = `SELECT region FROM betang.region_member WHERE state = 'REMOVED'`;
const OF_LINE = 'region = $1 AND service = $2 AND audience = $3 AND epoch = $4';
const MOVE = `UPDATE reader_watermark SET position = $5, chain = $6, event_id = $7, moved_at = now() WHERE ${OF_LINE}`;
const BEGIN = `INSERT INTO reread_line (region, service, audience, epoch, through, chain, event_id, types) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
  ON CONFLICT (region, service, audience, epoch) DO UPDATE SET types = EXCLUDED.types`;
const END = `DELETE FROM reread_line WHERE ${OF_LINE}`;

/** Ends by what Postgres has: a watermark that is further in memory alone would be read again after a crash, by everyone. */
const DONE = `DELETE FROM reread_line r USING reader_watermark w
  WHERE (w.region, w.service, w.audience, w.epoch) = (r.region, r.service, r.audience, r.epoch) AND w.position >= r.through
  RETURNING r.region, r.service, r.audience, r.epoch`;

/**
 * At the start of a leader: compares its handlers with those of the last leader, and sets back the lines that new ones have missed. One
 * transaction: killed before its end nothing has changed, after it everything has.
 */
export async function beginRereads(tx: Transaction, handled: readonly string[]): Promise<void> {
  const [row] = await tx.query<{ types: HandledTypes }>('SELECT types FROM handled_types');
  if (row && isSame(row.types, handled)) return;
  await tx.query('SELECT 1 FROM reader_place FOR UPDATE');
  await endDone(tx);
  const removed = new Set((await tx.query<{ region: string }>(REMOVED)).map(({ region }) => region));
  const { types, lines } = planRereading({
    handled,
    before: row?.types,
    lines: await knownLines(tx),
    // Who is no member any more answers nobody: its lines would wait for ever.
    mayCarry: (type, origin) => !removed.has(origin.region) && mayCarry(type, origin),
  });
  for (const line of lines) await save(tx, line);
  // A former leader whose last batch is still under way must not end it behind this: its place is taken from it.
  if (lines.length > 0) await tx.execute('UPDATE reader_place SET sequence = greatest(sequence - 1, 0)');
  await tx.execute(
    'INSERT INTO handled_types (types) VALUES ($1) ON CONFLICT (alone) DO UPDATE SET types = EXCLUDED.types',
    [JSON.stringify(types)],
  );
}

function isSame(types: HandledTypes, handled: readonly string[]): boolean {
  const taken = Object.keys(types).filter((type) => types[type] === null);
  return taken.length === handled.length && handled.every((type) => types[type] === null);
}

async function knownLines(db: SqlClient): Promise<KnownLine[]> {
  const rows = await db.query<Omit<Watermark, 'position'> & { position: string }>(LINES);
  const rereads = await loadRereads(db);
  return rows.map((row) => ({
    watermark: { ...row, position: Number(row.position) },
    reread: rereads.get(originKey(row)),
  }));
}

async function save(tx: Transaction, { watermark, reread }: KnownLine): Promise<void> {
  const line = columns(watermark);
  await tx.execute(MOVE, [...line, watermark.position, watermark.chain, watermark.eventId]);
  if (!reread) await tx.execute(END, line);
  else {
    const types = JSON.stringify(Object.fromEntries(reread.types));
    await tx.execute(BEGIN, [...line, reread.through, reread.chain, reread.eventId, types]);
  }
}

/** What is being read again, by line. */
export async function loadRereads(db: SqlClient): Promise<Map<string, Reread>> {
  const rows = await db.query<RereadRow>(REREADS);
  return new Map(
    rows.map(({ through, chain, event_id: eventId, types, ...origin }) => [
      originKey(origin),
      { origin, through: Number(through), chain, eventId, types: new Map(Object.entries(types)) },
    ]),
  );
}

/** Forgets what has been read again to its end; answers the keys of those lines. */
export async function endDone(db: SqlClient): Promise<string[]> {
  return (await db.query<Origin>(DONE)).map(originKey);
}

/** Ends the reading again of a line that its origin cannot tell once more: the line goes on where the other handlers stand. */
export async function skipReread(tx: Transaction, { origin, through, chain, eventId }: Reread): Promise<void> {
  const line = columns(origin);
  await tx.execute(MOVE, [...line, through, chain, eventId]);
  await tx.execute(END, line);
}

function columns({ region, service, audience, epoch }: Origin): string[] {
  return [region, service, audience, epoch];
}
