import type { EnrolmentRequested } from '@betang/contracts';
import type { ReceivedEvent } from '@betang/messaging';
import type { SqlClient, Transaction } from '@betang/platform';

export const GUEST_STATES = [
  'REQUESTED',
  'WAITING',
  'ACCEPTED',
  'REFUSED',
  'CANCELLED',
  'WITHDRAWN',
  'PASSED',
  'NOT_PASSED',
] as const;
export type GuestState = (typeof GUEST_STATES)[number];

/** Somebody of another region who asks for a seat here. Name and number are gone once they are needed no more. */
export interface GuestEnrolment {
  readonly enrolmentId: string;
  readonly sessionId: string;
  readonly homeRegion: string;
  readonly learnerName: string | null;
  readonly state: GuestState;
  readonly decisionNumber: number;
  readonly reason: string | null;
  /** The event that asked: what is decided follows from it. */
  readonly toldEvent: string | null;
}

export const GUEST_SELECT = `SELECT enrolment_id AS "enrolmentId", session_id AS "sessionId", home_region AS "homeRegion", learner_name AS "learnerName",
    state, decision_number AS "decisionNumber", reason, told_event AS "toldEvent" FROM guest_enrolment`;

const INSERT = `INSERT INTO guest_enrolment (enrolment_id, session_id, home_region, learner_name, employee_number, employment_status, state, received_at, changed_at, told_event)
  SELECT i, s, r, n, e, m, 'REQUESTED', t, t, v FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[],
    $8::uuid[]) AS u(i, s, r, n, e, m, t, v)
   WHERE NOT EXISTS (SELECT 1 FROM guest_withdrawal AS w WHERE w.enrolment_id = i AND w.home_region = r)
  ON CONFLICT DO NOTHING
  RETURNING enrolment_id AS "enrolmentId", session_id AS "sessionId", home_region AS "homeRegion", learner_name AS "learnerName", state,
    decision_number AS "decisionNumber", reason, told_event AS "toldEvent"`;

const MOVE = `UPDATE guest_enrolment SET state = $2, reason = $3, decision_number = decision_number + 1, decided_by = coalesce($4, decided_by), changed_at = now(),
    employee_number = CASE WHEN $5 THEN NULL ELSE employee_number END, learner_name = CASE WHEN $5 THEN NULL ELSE learner_name END
  WHERE enrolment_id = $1
  RETURNING enrolment_id AS "enrolmentId", session_id AS "sessionId", home_region AS "homeRegion", learner_name AS "learnerName", state,
    decision_number AS "decisionNumber", reason, told_event AS "toldEvent"`;

const FORGET_SEAT = `UPDATE enrolment SET guest_name = NULL WHERE enrolment_id = $1`;

const TAKEN = `SELECT home_region AS region, count(*)::integer AS seats FROM enrolment
  WHERE session_id = $1 AND origin = 'ACROSS' AND state IN ('WAITING', 'ENROLLED', 'PASSED', 'NOT_PASSED') GROUP BY home_region`;

const LEFT_OUT = `${GUEST_SELECT} AS g WHERE session_id = $1 AND state = 'WAITING'
   AND NOT EXISTS (SELECT 1 FROM enrolment AS n WHERE n.enrolment_id = g.enrolment_id) ORDER BY received_at, enrolment_id FOR UPDATE`;

/** The requests that are new; who withdrew before the request came never asked. */
export async function takeRequests(
  tx: Transaction,
  events: readonly ReceivedEvent<typeof EnrolmentRequested>[],
): Promise<GuestEnrolment[]> {
  return tx.query<GuestEnrolment>(INSERT, [
    events.map(({ data }) => data.enrolmentId),
    events.map(({ data }) => data.sessionId),
    events.map(({ region }) => region),
    events.map(({ data }) => data.learner.name),
    events.map(({ data }) => data.learner.employeeNumber),
    events.map(({ data }) => data.learner.employmentStatus),
    events.map(({ time }) => time),
    events.map(({ id }) => id),
  ]);
}

/** Identity was revealed for the enrolment: where there is none (any more), it is forgotten at once (UU 27/2022: limited purpose). */
const FORGOTTEN: readonly GuestState[] = ['REFUSED', 'CANCELLED', 'WITHDRAWN'];

export async function moveGuest(
  tx: Transaction,
  enrolmentId: string,
  state: GuestState,
  reason: string | null,
  by: string | null,
): Promise<GuestEnrolment | undefined> {
  const forgotten = FORGOTTEN.includes(state);
  const [row] = await tx.query<GuestEnrolment>(MOVE, [enrolmentId, state, reason, by, forgotten]);
  if (forgotten) await tx.execute(FORGET_SEAT, [enrolmentId]);
  return row;
}

export async function takenByRegion(db: SqlClient, sessionId: string): Promise<Map<string, number>> {
  const rows = await db.query<{ region: string; seats: number }>(TAKEN, [sessionId]);
  return new Map(rows.map(({ region, seats }) => [region, seats]));
}

/** Guests for whom no seat of the offer was left, in the order in which they came. */
export function leftOut(tx: Transaction, sessionId: string): Promise<GuestEnrolment[]> {
  return tx.query<GuestEnrolment>(LEFT_OUT, [sessionId]);
}

/**
 * Sessions of this region, held until the transaction ends. A session before its guests, and of several the one of the lower id first: whoever changes
 * seats does so, and two who took them the other way round would wait for each other.
 */
export async function lockSessions(tx: Transaction, sessionIds: readonly string[]): Promise<void> {
  await tx.query('SELECT 1 FROM training_session WHERE session_id = ANY($1::uuid[]) ORDER BY session_id FOR UPDATE', [
    sessionIds,
  ]);
}

/** The sessions in which guests ask for seats. */
export async function sessionsOf(db: SqlClient, enrolmentIds: readonly string[]): Promise<string[]> {
  const rows = await db.query<{ sessionId: string }>(
    'SELECT DISTINCT session_id AS "sessionId" FROM guest_enrolment WHERE enrolment_id = ANY($1::uuid[])',
    [enrolmentIds],
  );
  return rows.map(({ sessionId }) => sessionId);
}

/** A guest; whoever goes on to the guest's seat holds the session already. */
export async function lockGuest(tx: Transaction, enrolmentId: string): Promise<GuestEnrolment | undefined> {
  const [row] = await tx.query<GuestEnrolment>(`${GUEST_SELECT} WHERE enrolment_id = $1 FOR UPDATE`, [enrolmentId]);
  return row;
}
