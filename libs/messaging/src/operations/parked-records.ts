import { AppError, decodeCursor, pageOf, type Page, type SqlClient, type Transaction } from '@betang/platform';

export const PARKED_STATES = ['PARKED', 'RETRY_ASKED', 'APPLIED', 'DISCARDED'] as const;
export type ParkedState = (typeof PARKED_STATES)[number];

/** An event that was set aside, without its content. */
export interface ParkedSummary {
  readonly parkedId: string;
  readonly region: string;
  readonly service: string;
  readonly type: string;
  /** Opaque id of what the event is about; empty for what could not be read as an event. */
  readonly subject: string;
  readonly eventId: string;
  readonly reason: string;
  readonly detail: string;
  readonly attempts: number;
  readonly state: ParkedState;
  readonly parkedAt: Date;
  readonly decidedAt: Date | null;
  readonly decidedBy: string | null;
  readonly decision: string | null;
}

export interface ParkedDetail extends ParkedSummary {
  readonly stream: string;
  readonly sequence: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly bodyBase64: string;
}

export interface ParkedFilter {
  readonly state?: ParkedState;
  readonly region?: string;
  readonly reason?: string;
  readonly cursor?: string;
  readonly limit: number;
}

const SUMMARY = `parked_id AS "parkedId", ordinal, region, service, type, subject, event_id AS "eventId", reason, detail, attempts, state,
  parked_at AS "parkedAt", decided_at AS "decidedAt", decided_by AS "decidedBy", decision`;

type Row = ParkedSummary & { readonly ordinal: string };

/** Newest first; without a state those that wait for a decision. */
export async function listParked(db: SqlClient, filter: ParkedFilter): Promise<Page<ParkedSummary>> {
  const [before] = decodeCursor(filter.cursor, 1) ?? [null];
  const states = filter.state === undefined ? ['PARKED', 'RETRY_ASKED'] : [filter.state];
  const rows = await db.query<Row>(
    `SELECT ${SUMMARY} FROM parked
      WHERE state = ANY($1::text[]) AND ($2::text IS NULL OR region = $2) AND ($3::text IS NULL OR reason = $3)
        AND ($4::bigint IS NULL OR ordinal < $4) ORDER BY ordinal DESC LIMIT $5`,
    [states, filter.region ?? null, filter.reason ?? null, before ?? null, filter.limit + 1],
  );
  const page = pageOf(rows, filter.limit, ({ ordinal }) => [ordinal]);
  return { ...page, items: page.items.map(withoutOrdinal) };
}

export async function findParked(db: SqlClient, parkedId: string): Promise<ParkedDetail | undefined> {
  const [row] = await db.query<Row & { stream: string; sequence: string; headers: string; body: Buffer }>(
    `SELECT ${SUMMARY}, stream, sequence, headers, body FROM parked WHERE parked_id = $1`,
    [parkedId],
  );
  if (!row) return undefined;
  const { headers, body, stream, sequence, ...summary } = row;
  return {
    ...withoutOrdinal(summary),
    stream,
    sequence: Number(sequence),
    headers: JSON.parse(headers) as [string, string][],
    bodyBase64: body.toString('base64'),
  };
}

/**
 * Has the whole line (handler and subject) tried again in its order, from its first event on.
 * @throws AppError `parked-not-found` 404, `parked-decided` 409, `parked-not-retryable` 409 for what is no event at all
 */
export async function retryParked(tx: Transaction, parkedId: string): Promise<ParkedSummary> {
  const row = await openRow(tx, parkedId);
  if (row.subject === '') throw new AppError('parked-not-retryable', { status: 409 });
  return withState(tx, `UPDATE parked SET state = 'RETRY_ASKED' WHERE parked_id = $1 RETURNING ${SUMMARY}`, [parkedId]);
}

/**
 * Gives an event up for this service, on record. Those that wait behind it are tried by the reader's next round of retries.
 * @throws AppError `parked-not-found` 404, `parked-decided` 409
 */
export async function discardParked(
  tx: Transaction,
  parkedId: string,
  decision: { readonly actor: string; readonly reason: string },
): Promise<ParkedSummary> {
  await openRow(tx, parkedId);
  return withState(
    tx,
    `UPDATE parked SET state = 'DISCARDED', decided_at = now(), decided_by = $2, decision = $3 WHERE parked_id = $1 RETURNING ${SUMMARY}`,
    [parkedId, decision.actor, decision.reason],
  );
}

async function openRow(tx: Transaction, parkedId: string): Promise<ParkedSummary> {
  const [row] = await tx.query<Row>(`SELECT ${SUMMARY} FROM parked WHERE parked_id = $1 FOR UPDATE`, [parkedId]);
  if (!row) throw new AppError('parked-not-found', { status: 404 });
  if (row.state !== 'PARKED' && row.state !== 'RETRY_ASKED') throw new AppError('parked-decided', { status: 409 });
  return row;
}

async function withState(tx: Transaction, statement: string, values: readonly unknown[]): Promise<ParkedSummary> {
  const [row] = await tx.query<Row>(statement, values);
  return withoutOrdinal(row!);
}

function withoutOrdinal<T extends { readonly ordinal: string }>({ ordinal: _ordinal, ...rest }: T): Omit<T, 'ordinal'> {
  return rest;
}
