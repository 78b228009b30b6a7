import { SERVICE_NAMES, type ServiceName } from '@betang/contracts';
import type { SqlClient } from '@betang/platform';
import { schemaOf } from '../schema.js';

/** Schemas of this region in which events can be looked up. */
export interface EventShelves {
  readonly outboxes: readonly ServiceName[];
  readonly archives: readonly ServiceName[];
  /** Services whose archive may not be read: they have not been started since the upgrade. */
  readonly closed: readonly ServiceName[];
}

/** One finding of an event: an event that several services know is found several times. */
export interface EventFinding {
  readonly place: 'outbox' | 'archive' | 'parked';
  /** Service whose outbox, archive or parking it was found in. */
  readonly holder: ServiceName;
  readonly eventId: string;
  readonly type: string;
  /** Null for the outbox: this region. */
  readonly region: string | null;
  readonly service: string;
  readonly audience: string | null;
  readonly epoch: string | null;
  readonly position: string | null;
  readonly time: Date | null;
  readonly causeId: string | null;
  readonly orphaned: boolean;
  /** Of a parked one: reason and state. */
  readonly reason: string | null;
  readonly state: string | null;
  /** Where an outbox row stands. */
  readonly generation: number | null;
  readonly xid: string | null;
  readonly seq: string | null;
}

/** What identity may look into, with the observer's rights; in a region of one mode as of the other. */
export async function readEventShelves(db: SqlClient): Promise<EventShelves> {
  const rows = await db.query<{ schema: string; open: boolean }>(
    `SELECT n.nspname AS schema, has_column_privilege(c.oid, 'id', 'SELECT') AS open
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relname = 'archive' AND c.relkind = 'r' AND n.nspname = ANY($1::text[])`,
    [SERVICE_NAMES.map(schemaOf)],
  );
  const found = new Map(rows.map(({ schema, open }) => [schema, open]));
  const outboxes = SERVICE_NAMES.filter((service) => found.has(schemaOf(service)));
  const archives = outboxes.filter((service) => found.get(schemaOf(service)) === true);
  return { outboxes, archives, closed: outboxes.filter((service) => !archives.includes(service)) };
}

/** Everywhere that this region knows an event from. */
export async function findEvent(db: SqlClient, shelves: EventShelves, eventId: string): Promise<EventFinding[]> {
  const parts = [
    ...shelves.outboxes.map((service) => `${outboxOf(service)} WHERE id = $1::text::uuid`),
    ...shelves.archives.map((service) => `${archiveOf(service)} WHERE id = $1::text::uuid`),
    ...shelves.outboxes.map((service) => `${parkedOf(service)} WHERE event_id = $1::text`),
  ];
  return parts.length === 0 ? [] : db.query<EventFinding>(parts.join(' UNION ALL '), [eventId]);
}

/** What names an event as its cause, oldest first: at most `limit` findings. */
export async function findEffects(
  db: SqlClient,
  shelves: EventShelves,
  eventId: string,
  limit: number,
): Promise<EventFinding[]> {
  const parts = [
    ...shelves.outboxes.map((service) => `${outboxOf(service)} WHERE causation_id = $1`),
    ...shelves.archives.map((service) => `${archiveOf(service)} WHERE causation_id = $1`),
  ];
  if (parts.length === 0) return [];
  return db.query<EventFinding>(`${parts.join(' UNION ALL ')} ORDER BY time, "eventId" LIMIT ${limit}`, [eventId]);
}

/**
 * What the same transaction wrote for the other destination: what left the region with a fact of home, or the facts of home that a shared one
 * was written with, the nearest in writing first: a twin for home stands right behind what it is the twin of. At most `limit`.
 */
export async function findCounterparts(db: SqlClient, own: EventFinding, limit: number): Promise<EventFinding[]> {
  const [other, direction] = own.audience === 'local' ? ['hub', 'ASC'] : ['local', 'DESC'];
  return db.query<EventFinding>(
    `${outboxOf(own.holder)} WHERE destination = $1 AND generation = $2 AND xid = $3::xid8
      ORDER BY abs(outbox.seq - $4::bigint), outbox.seq ${direction} LIMIT ${limit}`,
    [other, own.generation, own.xid, own.seq],
  );
}

/**
 * Epoch and position of an outbox row, from the log of the relay; undefined while it waits to be published, its line's log is gone, or rows beside it
 * are no longer kept: which place it had among them cannot be told then.
 */
export async function findPublication(
  db: SqlClient,
  { holder, audience, generation, xid, seq }: EventFinding,
): Promise<{ readonly epoch: string; readonly position: number } | undefined> {
  const schema = schemaOf(holder);
  const [row] = await db.query<{ epoch: string; position: string }>(
    `SELECT l.epoch, l.first_position + n.before AS position
       FROM ${schema}.relay_log l, LATERAL (
         SELECT count(*) AS kept, count(*) FILTER (WHERE (o.generation, o.xid, o.seq) < ($3::int, $4::xid8, $5::bigint)) AS before
           FROM ${schema}.outbox o
          WHERE o.destination = $1 AND o.audience = $2 AND (o.generation, o.xid, o.seq) >= (l.first_generation, l.first_xid, l.first_seq)
            AND (o.generation, o.xid, o.seq) <= (l.last_generation, l.last_xid, l.last_seq)) AS n
      WHERE l.audience = $2 AND (l.first_generation, l.first_xid, l.first_seq) <= ($3::int, $4::xid8, $5::bigint)
        AND (l.last_generation, l.last_xid, l.last_seq) >= ($3::int, $4::xid8, $5::bigint)
        AND n.kept = l.last_position - l.first_position + 1 LIMIT 1`,
    [audience === 'local' ? 'local' : 'hub', audience, generation, xid, seq],
  );
  return row && { epoch: row.epoch, position: Number(row.position) };
}

function outboxOf(service: ServiceName): string {
  return `SELECT 'outbox' AS place, '${service}' AS holder, id::text AS "eventId", type, NULL AS region, '${service}' AS service, audience,
      NULL AS epoch, NULL::bigint AS position, time, causation_id AS "causeId", false AS orphaned, NULL AS reason, NULL AS state,
      generation, xid::text AS xid, seq::text AS seq
    FROM ${schemaOf(service)}.outbox`;
}

function archiveOf(service: ServiceName): string {
  return `SELECT 'archive' AS place, '${service}' AS holder, id::text AS "eventId", type, region, service, audience,
      epoch, position, time, causation_id AS "causeId", orphaned, NULL AS reason, NULL AS state,
      NULL::int AS generation, NULL AS xid, NULL AS seq
    FROM ${schemaOf(service)}.archive`;
}

function parkedOf(service: ServiceName): string {
  return `SELECT 'parked' AS place, '${service}' AS holder, event_id AS "eventId", type, region, service, NULL AS audience,
      NULL AS epoch, NULL::bigint AS position, NULL::timestamptz AS time, NULL AS "causeId", false AS orphaned, reason, state,
      NULL::int AS generation, NULL AS xid, NULL AS seq
    FROM ${schemaOf(service)}.parked`;
}
