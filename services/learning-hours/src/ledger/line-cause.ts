import type { SqlClient, Transaction } from '@betang/platform';

/** Who took a line back or had it counted anew, and why. */
export interface LineCause {
  /** Account; null where the fact came without one. */
  readonly actor: string | null;
  readonly actorName: string | null;
  /** A code of the service's own, or the words of whoever told of it. */
  readonly reason: string | null;
  readonly note: string | null;
}

export interface NewLineCause {
  readonly eventId: string;
  readonly actor: string | null;
  readonly actorEmployee: string | null;
  readonly reason: string | null;
  readonly note: string | null;
}

const INSERT = `INSERT INTO line_cause (event_id, actor, actor_employee, reason, note)
  SELECT * FROM unnest($1::text[], $2::text[], $3::uuid[], $4::text[], $5::text[]) ON CONFLICT DO NOTHING`;

const LOAD = `SELECT c.event_id AS "eventId", c.actor, p.name AS "actorName", c.reason, c.note
  FROM line_cause AS c LEFT JOIN person AS p ON p.employee_id = c.actor_employee WHERE c.event_id = ANY($1::text[])`;

/** Writes causes beside the lines of the same transaction; one that stands already stays. */
export async function writeLineCauses(tx: Transaction, causes: readonly NewLineCause[]): Promise<void> {
  if (causes.length === 0) return;
  await tx.execute(INSERT, [
    causes.map(({ eventId }) => eventId),
    causes.map(({ actor }) => actor),
    causes.map(({ actorEmployee }) => actorEmployee),
    causes.map(({ reason }) => reason),
    causes.map(({ note }) => note),
  ]);
}

/** Causes by the event that lines name. */
export async function loadLineCauses(db: SqlClient, eventIds: readonly string[]): Promise<Map<string, LineCause>> {
  if (eventIds.length === 0) return new Map();
  const rows = await db.query<LineCause & { eventId: string }>(LOAD, [[...new Set(eventIds)]]);
  return new Map(rows.map(({ eventId, ...cause }) => [eventId, cause]));
}
