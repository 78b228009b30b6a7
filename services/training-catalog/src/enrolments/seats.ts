import { AppError, Clock, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import type { TrainingSessionEntity } from '../database/training-session.entity.js';
import { SEATED, type EnrolmentState } from './enrolment.js';
import { fillSeats, type SeatCandidate } from './fill-seats.decision.js';
import { HeldSeats } from './held-seats.js';
import { SeatListeners, type SeatChange } from './seat-listeners.js';

const LOCK = `SELECT session_id AS "sessionId", state, capacity, enrol_from AS "enrolFrom", enrol_until AS "enrolUntil", self_enrolment AS "selfEnrolment",
    approvals, starts_on AS "startsOn", ends_on AS "endsOn", title, programme_id AS "programmeId"
  FROM training_session WHERE session_id = $1 FOR UPDATE`;
const TAKEN = `SELECT count(*)::integer AS taken FROM enrolment WHERE session_id = $1 AND state IN ${SEATED}`;
const WAITING = `SELECT enrolment_id AS "enrolmentId", queue_number::float8 AS "queueNumber", home_region AS "homeRegion" FROM enrolment
  WHERE session_id = $1 AND state = 'WAITING' ORDER BY queue_number LIMIT $2`;
const MOVE = `UPDATE enrolment SET state = $2, ended_reason = $3, changed_at = now(), seated_at = CASE WHEN $2 = 'ENROLLED' THEN now() ELSE seated_at END
  WHERE enrolment_id = ANY($1::uuid[])
  RETURNING enrolment_id AS "enrolmentId", session_id AS "sessionId", employee_id AS "employeeId", home_region AS "homeRegion", state,
    ended_reason AS reason`;
const CANCEL = `UPDATE enrolment SET state = 'CANCELLED', ended_reason = $2, changed_at = now()
  WHERE session_id = $1 AND state IN ('AWAITING_SUPERVISOR', 'AWAITING_OFFICER', 'WAITING', 'ENROLLED')
  RETURNING enrolment_id AS "enrolmentId", session_id AS "sessionId", employee_id AS "employeeId", home_region AS "homeRegion", state,
    ended_reason AS reason`;

export type SessionSeats = Pick<
  TrainingSessionEntity,
  | 'sessionId'
  | 'state'
  | 'capacity'
  | 'enrolFrom'
  | 'enrolUntil'
  | 'selfEnrolment'
  | 'approvals'
  | 'startsOn'
  | 'endsOn'
  | 'title'
  | 'programmeId'
>;

/** The seats of sessions: whoever changes one holds the lock on the session, so that no seat is ever given twice. */
@Injectable()
export class Seats {
  constructor(
    private readonly listeners: SeatListeners,
    private readonly held: HeldSeats,
    private readonly clock: Clock,
  ) {}

  /** Throws `session-not-found` (404). */
  async lock(tx: Transaction, sessionId: string): Promise<SessionSeats> {
    const [row] = await tx.query<SessionSeats>(LOCK, [sessionId]);
    if (!row) throw new AppError('session-not-found', { status: 404 });
    return row;
  }

  private async taken(tx: Transaction, sessionId: string): Promise<number> {
    const [row] = await tx.query<{ taken: number }>(TAKEN, [sessionId]);
    return row?.taken ?? 0;
  }

  /** Seats taken, and those that are held for other regions just now. */
  async promised(tx: Transaction, sessionId: string): Promise<number> {
    const held = await this.held.heldIn(tx, sessionId, this.clock.now());
    return [...held.values()].reduce((sum, seats) => sum + seats, await this.taken(tx, sessionId));
  }

  /** Gives free seats to whoever waits; answers who got one. */
  async fill(tx: Transaction, session: Pick<SessionSeats, 'sessionId' | 'capacity' | 'state'>): Promise<SeatChange[]> {
    if (session.state !== 'OPEN') return [];
    const taken = await this.taken(tx, session.sessionId);
    const free = Math.max(0, session.capacity - taken);
    if (free === 0) return [];
    const held = await this.held.heldIn(tx, session.sessionId, this.clock.now());
    // Beside held seats whoever may sit can stand anywhere in the queue.
    const waiting = await tx.query<SeatCandidate>(WAITING, [session.sessionId, held.size === 0 ? free : null]);
    return this.move(tx, fillSeats(session.capacity, taken, waiting, held).seated, 'ENROLLED', null);
  }

  /** Puts enrolments into a state, and tells who has to know. */
  async move(
    tx: Transaction,
    enrolmentIds: readonly string[],
    state: EnrolmentState,
    reason: string | null,
  ): Promise<SeatChange[]> {
    if (enrolmentIds.length === 0) return [];
    const changes = await tx.query<SeatChange>(MOVE, [enrolmentIds, state, reason]);
    await this.listeners.tell(tx, changes);
    return changes;
  }

  /** Everyone who asked or has a seat loses it with the session; answers how many had one or asked. */
  async cancelAll(tx: Transaction, sessionId: string, reason: string): Promise<SeatChange[]> {
    const changes = await tx.query<SeatChange>(CANCEL, [sessionId, reason]);
    await this.listeners.tell(tx, changes);
    return changes;
  }
}
