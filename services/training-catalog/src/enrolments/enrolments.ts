import { newId } from '@betang/contracts';
import { AppError, Audit, Clock, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import type { ApprovalStep } from '../database/training-session.entity.js';
import { inVisibleUnits, type VisibleUnits } from '../employees/visible-units.js';
import type { EnrolmentOrigin, EnrolmentState } from './enrolment.js';
import { firstState, refusalOf, stateAfterApproval } from './request-enrolment.decision.js';
import { Seats, type SessionSeats } from './seats.js';
import { SeatListeners, type SeatChange } from './seat-listeners.js';

const KNOWN = `SELECT e.employee_id AS id FROM employee AS e WHERE e.employee_id = ANY($1::uuid[]) AND e.state_order > 0
   AND (e.left_on IS NULL OR e.left_on > $2::date) AND ${inVisibleUnits('e.unit_id', 3)}`;
const INSERT = `INSERT INTO enrolment (enrolment_id, session_id, employee_id, home_region, guest_name, origin, state, note, requested_by)
  SELECT i, $2, e, $4, $5, $6, $7, $8, $9 FROM unnest($1::uuid[], $3::uuid[]) WITH ORDINALITY AS u(i, e, n) ORDER BY n
  ON CONFLICT (session_id, employee_id) WHERE state NOT IN ('REFUSED', 'WITHDRAWN') DO NOTHING
  RETURNING enrolment_id AS "enrolmentId", session_id AS "sessionId", employee_id AS "employeeId", home_region AS "homeRegion", state, NULL AS reason`;
const FIND = `SELECT n.enrolment_id AS "enrolmentId", n.session_id AS "sessionId", n.employee_id AS "employeeId", n.home_region AS "homeRegion", n.state
  FROM enrolment AS n LEFT JOIN employee AS e USING (employee_id)
 WHERE n.enrolment_id = $1 AND ($3 OR n.employee_id = $4 OR (n.home_region IS NULL AND (e.supervisor_id = $5 OR ${inVisibleUnits('e.unit_id', 2)}))) FOR UPDATE OF n`;
const APPROVED = `UPDATE enrolment SET state = $2, changed_at = now(),
    supervisor_by = CASE WHEN $3 = 'SUPERVISOR' THEN $4 ELSE supervisor_by END, supervisor_at = CASE WHEN $3 = 'SUPERVISOR' THEN now() ELSE supervisor_at END,
    officer_by = CASE WHEN $3 = 'OFFICER' THEN $4 ELSE officer_by END, officer_at = CASE WHEN $3 = 'OFFICER' THEN now() ELSE officer_at END
  WHERE enrolment_id = $1`;

export interface EnrolmentRequest {
  readonly sessionId: string;
  readonly employeeIds: readonly string[];
  readonly origin: EnrolmentOrigin;
  readonly note: string | null;
  readonly actor: string;
  /** Units whose people the caller may name; null for the whole region and for oneself. */
  readonly visible: VisibleUnits;
  /** An officer of the region gives all approvals by naming somebody. */
  readonly byOfficer: boolean;
  /** The caller, who gives no approval by naming oneself. */
  readonly own?: string | undefined;
}

export interface RequestResult {
  readonly enrolled: readonly SeatChange[];
  readonly unknown: readonly string[];
  readonly already: readonly string[];
}

/** Whose enrolment a caller may touch. */
export interface EnrolmentReach {
  readonly visible: VisibleUnits;
  readonly officer: boolean;
  readonly own: string | null;
  /** Who is named as the supervisor of somebody approves for them, whatever the units of the role. */
  readonly supervises?: string | null;
}

type Found = Pick<SeatChange, 'enrolmentId' | 'sessionId' | 'employeeId' | 'homeRegion'> & { state: EnrolmentState };

/** Enrolments from asking to a seat. Every change holds the lock on the session. */
@Injectable()
export class Enrolments {
  constructor(
    private readonly seats: Seats,
    private readonly listeners: SeatListeners,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** Throws `session-not-found` (404), `session-closed`, `enrolment-not-open`, `self-enrolment-closed` (409). */
  async request(tx: Transaction, request: EnrolmentRequest): Promise<RequestResult> {
    const { sessionId, employeeIds, origin, byOfficer, actor } = request;
    const session = await this.seats.lock(tx, sessionId);
    const refusal = refusalOf(session, origin, byOfficer, this.clock.today());
    if (refusal !== undefined) throw new AppError(refusal, { status: 409 });
    const rows = await tx.query<{ id: string }>(KNOWN, [employeeIds, session.startsOn, request.visible]);
    const known = new Set(rows.map(({ id }) => id));
    const people = employeeIds.filter((id) => known.has(id));
    const details = { ...request, homeRegion: null, guestName: null };
    const others = people.filter((id) => id !== request.own);
    const state = firstState(session.approvals, origin, byOfficer);
    const inserted = await this.insert(tx, session, others, state, details);
    if (others.length < people.length)
      inserted.push(
        ...(await this.insert(tx, session, [request.own!], firstState(session.approvals, 'SELF', false), details)),
      );
    const asked = new Set(inserted.map(({ employeeId }) => employeeId));
    await this.note(tx, actor, origin === 'SELF' ? 'enrol-oneself' : 'nominate', sessionId);
    return {
      enrolled: inserted,
      unknown: employeeIds.filter((id) => !known.has(id)),
      already: people.filter((id) => !asked.has(id)),
    };
  }

  /** The next step of the session's rule is given. Throws `enrolment-not-found` (404), `enrolment-not-awaiting` (409). */
  async approve(tx: Transaction, enrolmentId: string, reach: EnrolmentReach, actor: string): Promise<SeatChange> {
    const { found, session } = await this.take(tx, enrolmentId, reach);
    const step: ApprovalStep = reach.officer ? 'OFFICER' : 'SUPERVISOR';
    // Nobody approves for oneself what somebody else has to agree to.
    if (found.employeeId === reach.own) throw new AppError('own-enrolment', { status: 403 });
    const state = stateAfterApproval(found.state, step, session.approvals);
    if (state === undefined) throw new AppError('enrolment-not-awaiting', { status: 409 });
    await tx.execute(APPROVED, [enrolmentId, state, step, actor]);
    await this.note(tx, actor, 'approve-enrolment', enrolmentId);
    return this.settle(tx, session, { ...found, state, reason: null });
  }

  /** Throws `enrolment-not-found` (404), `enrolment-not-awaiting` (409) for who has a seat or no request any more. */
  async refuse(
    tx: Transaction,
    enrolmentId: string,
    reason: string,
    reach: EnrolmentReach,
    actor: string,
  ): Promise<SeatChange> {
    const { found } = await this.take(tx, enrolmentId, reach);
    const open = found.state === 'AWAITING_SUPERVISOR' || found.state === 'AWAITING_OFFICER';
    if (!open && !(reach.officer && found.state === 'WAITING'))
      throw new AppError('enrolment-not-awaiting', { status: 409 });
    const [change] = await this.seats.move(tx, [enrolmentId], 'REFUSED', reason);
    await this.note(tx, actor, 'refuse-enrolment', enrolmentId, reason);
    return change!;
  }

  /** Gives a seat or a place back; the next on the waiting list moves up. Throws `enrolment-not-found` (404), `enrolment-ended` (409). */
  async withdraw(
    tx: Transaction,
    enrolmentId: string,
    reason: string,
    reach: EnrolmentReach,
    actor: string,
  ): Promise<SeatChange> {
    const { found, session } = await this.take(tx, enrolmentId, reach);
    if (!['AWAITING_SUPERVISOR', 'AWAITING_OFFICER', 'WAITING', 'ENROLLED'].includes(found.state))
      throw new AppError('enrolment-ended', { status: 409 });
    const [change] = await this.seats.move(tx, [enrolmentId], 'WITHDRAWN', reason);
    await this.note(tx, actor, 'withdraw-enrolment', enrolmentId, reason);
    // Nobody moves up into a session that is over.
    if (found.state === 'ENROLLED' && this.clock.today() <= session.endsOn) await this.seats.fill(tx, session);
    return change!;
  }

  /** Gives seats that are free to whoever waits: after seats were let go that had been held. */
  async advance(tx: Transaction, sessionId: string): Promise<void> {
    await this.seats.fill(tx, await this.seats.lock(tx, sessionId));
  }

  /** Seats somebody of another region, or puts them on the waiting list; asking twice is once. */
  async seatGuest(
    tx: Transaction,
    guest: { enrolmentId: string; sessionId: string; homeRegion: string; name: string; actor: string },
  ): Promise<SeatChange | undefined> {
    const session = await this.seats.lock(tx, guest.sessionId);
    if (session.state !== 'OPEN') throw new AppError('session-closed', { status: 409 });
    const [change] = await this.insert(tx, session, [guest.enrolmentId], 'WAITING', {
      origin: 'ACROSS',
      note: null,
      actor: guest.actor,
      homeRegion: guest.homeRegion,
      guestName: guest.name,
      enrolmentId: guest.enrolmentId,
    });
    return change;
  }

  private async insert(
    tx: Transaction,
    session: SessionSeats,
    people: readonly string[],
    state: EnrolmentState,
    details: Pick<EnrolmentRequest, 'origin' | 'note' | 'actor'> & {
      homeRegion: string | null;
      guestName: string | null;
      enrolmentId?: string;
    },
  ): Promise<SeatChange[]> {
    if (people.length === 0) return [];
    const ids = details.enrolmentId === undefined ? people.map(() => newId()) : [details.enrolmentId];
    const inserted = await tx.query<SeatChange>(INSERT, [
      ids,
      session.sessionId,
      people,
      details.homeRegion,
      details.guestName,
      details.origin,
      state,
      details.note,
      details.actor,
    ]);
    const seated = state === 'WAITING' ? await this.seats.fill(tx, session) : [];
    const byId = new Map(seated.map((change) => [change.enrolmentId, change]));
    const others = inserted.filter(({ enrolmentId }) => !byId.has(enrolmentId));
    await this.listeners.tell(tx, others);
    return inserted.map((change) => byId.get(change.enrolmentId) ?? change);
  }

  private async settle(tx: Transaction, session: SessionSeats, change: SeatChange): Promise<SeatChange> {
    const seated = change.state === 'WAITING' ? await this.seats.fill(tx, session) : [];
    const own = seated.find(({ enrolmentId }) => enrolmentId === change.enrolmentId);
    if (own) return own;
    await this.listeners.tell(tx, [change]);
    return change;
  }

  private async take(
    tx: Transaction,
    enrolmentId: string,
    reach: EnrolmentReach,
  ): Promise<{ found: Found; session: SessionSeats }> {
    const [place] = await tx.query<{ sessionId: string }>(
      'SELECT session_id AS "sessionId" FROM enrolment WHERE enrolment_id = $1',
      [enrolmentId],
    );
    if (!place) throw new AppError('enrolment-not-found', { status: 404 });
    // The session first, as everyone does: two who lock the other way round would wait for each other.
    const session = await this.seats.lock(tx, place.sessionId);
    const values = [enrolmentId, reach.visible, reach.officer, reach.own, reach.supervises ?? null];
    const [found] = await tx.query<Found>(FIND, values);
    if (!found) throw new AppError('enrolment-not-found', { status: 404 });
    return { found, session };
  }

  private note(tx: Transaction, actor: string, action: string, id: string, reason?: string): Promise<void> {
    const object = { type: 'enrolment', id };
    return this.audit.record(tx, { actor, action, object, ...(reason === undefined ? {} : { reason }) });
  }
}
