import { AppError, Audit, Clock, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { Enrolments } from '../enrolments/enrolments.js';
import type { GuestQueue } from '../federation/guest-queue.js';
import { findOffer } from '../federation/seat-offers.js';
import { CatalogueRulesStore } from '../rules/catalogue-rules-store.js';
import { decideGuest, type GuestContext, type GuestOutcome } from './guest.decision.js';
import { GuestAnswers } from './guest-answers.js';
import {
  GUEST_SELECT,
  leftOut,
  lockGuest,
  lockSessions,
  moveGuest,
  sessionsOf,
  takenByRegion,
  type GuestEnrolment,
} from './guest-store.js';

const SESSION_OPEN = `SELECT state = 'OPEN' AS open FROM training_session WHERE session_id = $1 FOR UPDATE`;
const LEFT_OUT_ANYWHERE = `SELECT DISTINCT g.session_id AS id FROM guest_enrolment AS g JOIN training_session AS s USING (session_id)
  WHERE g.state = 'WAITING' AND s.state = 'OPEN' AND NOT EXISTS (SELECT 1 FROM enrolment AS n WHERE n.enrolment_id = g.enrolment_id)`;
/** Who asked or waited when the session ended, or never came to be. */
const UNSERVED = `state IN ('REQUESTED', 'WAITING') AND NOT EXISTS (
    SELECT 1 FROM training_session AS s WHERE s.session_id = g.session_id AND s.state = 'OPEN')`;
const OVER_ANYWHERE = `SELECT DISTINCT g.session_id AS id FROM guest_enrolment AS g WHERE ${UNSERVED}`;
const OVER = `${GUEST_SELECT} AS g WHERE session_id = ANY($1::uuid[]) AND ${UNSERVED} ORDER BY enrolment_id LIMIT 500 FOR UPDATE SKIP LOCKED`;
const AS_OFFICER = { visible: null, officer: true, own: null } as const;

/** Host of other regions' learners: gives them the seats that were offered, and tells their region. */
@Injectable()
export class GuestSeats implements GuestQueue {
  constructor(
    private readonly enrolments: Enrolments,
    private readonly answers: GuestAnswers,
    private readonly rules: CatalogueRulesStore,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** Decides new requests one after the other: each sees the seats that the one before it took. */
  async settle(tx: Transaction, guests: readonly GuestEnrolment[]): Promise<void> {
    const rules = await this.rules.current(tx);
    await lockSessions(
      tx,
      guests.map(({ sessionId }) => sessionId),
    );
    for (const guest of guests) {
      const context = await this.contextOf(tx, guest, rules.guestRequests === 'BY_OFFICER');
      await this.carryOut(tx, guest, decideGuest(context));
    }
  }

  /** Gives seats that came free to who waits for one. */
  async promote(tx: Transaction, sessionId: string): Promise<void> {
    await lockSessions(tx, [sessionId]);
    for (const guest of await leftOut(tx, sessionId)) {
      const context = await this.contextOf(tx, guest, false);
      // Whoever waits asked in time, whatever day it is now.
      const decision = decideGuest({ ...context, today: context.offer?.requestUntil ?? context.today });
      // A region that has used up its seats keeps nobody else's people waiting.
      if (decision.outcome === 'SEAT') await this.seat(tx, guest);
    }
  }

  /** Moves everyone up after an offer changed: own people and guests in the queue, then guests whom the offer had left out. */
  async advance(tx: Transaction, sessionId: string): Promise<void> {
    await this.enrolments.advance(tx, sessionId);
    await this.promote(tx, sessionId);
  }

  /** What no single change tells of: seats that came free elsewhere than by a guest, and requests that outlived their session. */
  async settleAll(tx: Transaction): Promise<number> {
    const idsOf = async (statement: string) => (await tx.query<{ id: string }>(statement)).map(({ id }) => id);
    const [leftOutIn, overIn] = [await idsOf(LEFT_OUT_ANYWHERE), await idsOf(OVER_ANYWHERE)];
    await lockSessions(tx, [...leftOutIn, ...overIn]);
    for (const sessionId of leftOutIn) await this.promote(tx, sessionId);
    const over = await tx.query<GuestEnrolment>(OVER, [overIn]);
    for (const { enrolmentId } of over) {
      const moved = await moveGuest(tx, enrolmentId, 'CANCELLED', 'seat.session-closed', null);
      if (moved) await this.answers.decided(tx, moved);
    }
    return over.length;
  }

  /** An officer's word. Throws `guest-not-found` (404), `guest-not-awaiting` (409), `session-closed` (409). */
  async decide(
    tx: Transaction,
    enrolmentId: string,
    accept: boolean,
    reason: string | null,
    actor: string,
  ): Promise<GuestEnrolment> {
    const guest = await this.hold(tx, enrolmentId);
    if (!guest) throw new AppError('guest-not-found', { status: 404 });
    if (guest.state !== 'REQUESTED' && guest.state !== 'WAITING')
      throw new AppError('guest-not-awaiting', { status: 409 });
    const object = { type: 'guest-enrolment', id: enrolmentId };
    const why = reason === null ? {} : { reason };
    await this.audit.record(tx, { actor, action: accept ? 'accept-guest' : 'refuse-guest', object, ...why });
    if (accept) await this.seat(tx, guest, actor);
    else await this.refuse(tx, guest, reason, actor);
    return (await lockGuest(tx, enrolmentId)) ?? guest;
  }

  /** The home region gives the seat back. */
  async withdraw(tx: Transaction, enrolmentId: string, reason: string): Promise<void> {
    const guest = await this.hold(tx, enrolmentId);
    if (!guest || !['REQUESTED', 'WAITING', 'ACCEPTED'].includes(guest.state)) return;
    // Before the seat: what the seat's change tells finds a guest who has gone already.
    await moveGuest(tx, enrolmentId, 'WITHDRAWN', reason, null);
    const [seat] = await tx.query(
      `SELECT 1 FROM enrolment WHERE enrolment_id = $1 AND state IN ('WAITING', 'ENROLLED')`,
      [enrolmentId],
    );
    if (seat) await this.enrolments.withdraw(tx, enrolmentId, reason, AS_OFFICER, guest.homeRegion);
    await this.promote(tx, guest.sessionId);
  }

  private async hold(tx: Transaction, enrolmentId: string): Promise<GuestEnrolment | undefined> {
    await lockSessions(tx, await sessionsOf(tx, [enrolmentId]));
    return lockGuest(tx, enrolmentId);
  }

  private async contextOf(tx: Transaction, guest: GuestEnrolment, byOfficer: boolean): Promise<GuestContext> {
    const { sessionId, homeRegion: region } = guest;
    const [session] = await tx.query<{ open: boolean }>(SESSION_OPEN, [sessionId]);
    const taken = await takenByRegion(tx, sessionId);
    const offer = await findOffer(tx, sessionId);
    return { offer, sessionOpen: session?.open === true, taken, region, today: this.clock.today(), byOfficer };
  }

  private async carryOut(tx: Transaction, guest: GuestEnrolment, decision: GuestOutcome): Promise<void> {
    if (decision.outcome === 'ASK') return;
    if (decision.outcome === 'SEAT') return this.seat(tx, guest);
    if (decision.outcome === 'REFUSE') return this.refuse(tx, guest, decision.reason, null);
    const moved = await moveGuest(tx, guest.enrolmentId, 'WAITING', 'seat.none-left', null);
    if (moved) await this.answers.decided(tx, moved);
  }

  /** What becomes of the seat is told by the seat's own change. */
  private async seat(tx: Transaction, guest: GuestEnrolment, actor?: string): Promise<void> {
    const { enrolmentId, sessionId, homeRegion, learnerName } = guest;
    const name = learnerName ?? '';
    await this.enrolments.seatGuest(tx, { enrolmentId, sessionId, homeRegion, name, actor: actor ?? homeRegion });
  }

  private async refuse(
    tx: Transaction,
    guest: GuestEnrolment,
    reason: string | null,
    actor: string | null,
  ): Promise<void> {
    const moved = await moveGuest(tx, guest.enrolmentId, 'REFUSED', reason, actor);
    if (moved) await this.answers.decided(tx, moved);
  }
}
