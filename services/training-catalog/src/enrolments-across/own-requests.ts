import { AppError, Audit, Clock, Notices, type NewNotice, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import type { ApprovalStep, SessionKind } from '../database/training-session.entity.js';
import { inVisibleUnits } from '../employees/visible-units.js';
import { EnrolmentRules } from '../enrolments/enrolment-rules.js';
import type { EnrolmentReach } from '../enrolments/enrolments.js';
import { OutgoingEnrolments } from './outgoing-enrolments.js';
import { firstOutgoingState, outgoingStateAfter, type OutgoingState } from './own-request.decision.js';

const KIND = `SELECT coalesce(told->>'kind', 'TRAINING') AS kind, starts_on AS "startsOn" FROM shared_session WHERE session_id = $1`;
const STARTS = `SELECT starts_on AS "startsOn" FROM shared_seat_offer WHERE session_id = $1`;
const FIND = `SELECT o.enrolment_id AS "enrolmentId", o.employee_id AS "employeeId", o.title, o.starts_on AS "startsOn", o.state, o.approvals
  FROM outgoing_enrolment AS o JOIN employee AS e USING (employee_id)
 WHERE o.enrolment_id = $1 AND ($3 OR e.supervisor_id = $4 OR ${inVisibleUnits('e.unit_id', 2)}) FOR UPDATE OF o`;
const APPROVED = `UPDATE outgoing_enrolment SET state = $2, changed_at = $5,
    supervisor_by = CASE WHEN $3 = 'SUPERVISOR' THEN $4 ELSE supervisor_by END, supervisor_at = CASE WHEN $3 = 'SUPERVISOR' THEN $5 ELSE supervisor_at END,
    officer_by = CASE WHEN $3 = 'OFFICER' THEN $4 ELSE officer_by END, officer_at = CASE WHEN $3 = 'OFFICER' THEN $5 ELSE officer_at END
  WHERE enrolment_id = $1`;
const REFUSE = `UPDATE outgoing_enrolment SET state = 'REFUSED', reason = $2, changed_at = $3 WHERE enrolment_id = $1`;
const SUPERVISOR = `SELECT supervisor_id AS id FROM employee WHERE employee_id = $1 AND supervisor_id IS NOT NULL`;
/** Nobody approved while seats were offered. */
const LAPSED = `UPDATE outgoing_enrolment AS o SET state = 'CANCELLED', reason = 'seat.too-late', changed_at = $2
  FROM shared_seat_offer AS s WHERE s.session_id = o.session_id AND o.state IN ('AWAITING_SUPERVISOR', 'AWAITING_OFFICER')
   AND (s.request_until < $1::date OR s.state <> 'OPEN')
 RETURNING o.enrolment_id AS "enrolmentId", o.employee_id AS "employeeId", o.title, o.starts_on AS "startsOn", o.state, o.approvals`;

export interface OwnRequest {
  readonly enrolmentId: string;
  readonly state: OutgoingState;
}

interface Found extends OwnRequest {
  readonly employeeId: string;
  readonly title: string;
  readonly startsOn: string;
  readonly approvals: readonly ApprovalStep[];
}

/** News of a request that is still at home. */
const NEWS: Partial<Record<OutgoingState, string>> = {
  AWAITING_SUPERVISOR: 'training.awaiting-supervisor',
  AWAITING_OFFICER: 'training.awaiting-home-officer',
  REFUSED: 'training.refused',
  CANCELLED: 'training.cancelled',
};
const LINK = '/training/enrolments-elsewhere';

/** A person asks for a seat in another region's session: approved at home first, by the same rules as a seat at home. */
@Injectable()
export class OwnRequests {
  constructor(
    private readonly outgoing: OutgoingEnrolments,
    private readonly rules: EnrolmentRules,
    private readonly notices: Notices,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** Throws as {@link OutgoingEnrolments.request}. Where no rule asks for an approval the host is asked at once. */
  async ask(
    tx: Transaction,
    sessionId: string,
    employeeId: string,
    note: string | null,
    actor: string,
  ): Promise<OwnRequest> {
    const approvals = await this.approvalsOf(tx, sessionId);
    const state = firstOutgoingState(approvals);
    const own = { origin: 'SELF' as const, note, approvals, state };
    const enrolmentId = await this.outgoing.request(tx, { sessionId, employeeId, actor, visible: null, own });
    if (state !== 'REQUESTED') await this.tell(tx, await this.get(tx, enrolmentId), null);
    return { enrolmentId, state };
  }

  /**
   * The next step of the rule is given; after the last one the host is asked. Throws `enrolment-elsewhere-not-found` (404), `own-enrolment`
   * (403), `enrolment-not-awaiting` (409), `seat-offer-closed` (409) when the host takes no requests any more.
   */
  async approve(tx: Transaction, enrolmentId: string, reach: EnrolmentReach, actor: string): Promise<OwnRequest> {
    const found = await this.take(tx, enrolmentId, reach);
    const step: ApprovalStep = reach.officer ? 'OFFICER' : 'SUPERVISOR';
    const state = outgoingStateAfter(found.state, step, found.approvals);
    if (state === undefined) throw new AppError('enrolment-not-awaiting', { status: 409 });
    await tx.execute(APPROVED, [enrolmentId, state, step, actor, this.clock.now()]);
    await this.note(tx, actor, 'approve-seat-elsewhere', enrolmentId);
    if (state === 'REQUESTED') await this.outgoing.send(tx, enrolmentId);
    else await this.tell(tx, { ...found, state }, null);
    return { enrolmentId, state };
  }

  /** Throws as {@link approve}. */
  async refuse(
    tx: Transaction,
    enrolmentId: string,
    reason: string,
    reach: EnrolmentReach,
    actor: string,
  ): Promise<OwnRequest> {
    const found = await this.take(tx, enrolmentId, reach);
    if (found.state !== 'AWAITING_SUPERVISOR' && found.state !== 'AWAITING_OFFICER')
      throw new AppError('enrolment-not-awaiting', { status: 409 });
    await tx.execute(REFUSE, [enrolmentId, reason, this.clock.now()]);
    await this.note(tx, actor, 'refuse-seat-elsewhere', enrolmentId, reason);
    await this.tell(tx, { ...found, state: 'REFUSED' }, reason);
    return { enrolmentId, state: 'REFUSED' };
  }

  /** Ends what nobody approved in time; answers how many. */
  async lapse(tx: Transaction): Promise<number> {
    const lapsed = await tx.query<Found>(LAPSED, [this.clock.today(), this.clock.now()]);
    for (const found of lapsed) {
      await this.note(tx, 'training-catalog', 'lapse-seat-elsewhere', found.enrolmentId);
      await this.tell(tx, found, '-');
    }
    return lapsed.length;
  }

  private async approvalsOf(tx: Transaction, sessionId: string): Promise<ApprovalStep[]> {
    const [session] = await tx.query<{ kind: SessionKind; startsOn: string }>(KIND, [sessionId]);
    const [offer] = session ? [session] : await tx.query<{ startsOn: string }>(STARTS, [sessionId]);
    return this.rules.approvalsOf(tx, session?.kind ?? 'TRAINING', offer?.startsOn ?? this.clock.today());
  }

  private async get(tx: Transaction, enrolmentId: string): Promise<Found> {
    const [found] = await tx.query<Found>(FIND, [enrolmentId, null, true, null]);
    if (!found) throw new AppError('enrolment-elsewhere-not-found', { status: 404 });
    return found;
  }

  private async take(tx: Transaction, enrolmentId: string, reach: EnrolmentReach): Promise<Found> {
    const values = [enrolmentId, reach.visible, reach.officer, reach.supervises ?? null];
    const [found] = await tx.query<Found>(FIND, values);
    if (!found) throw new AppError('enrolment-elsewhere-not-found', { status: 404 });
    // Nobody approves for oneself what somebody else has to agree to.
    if (found.employeeId === reach.own) throw new AppError('own-enrolment', { status: 403 });
    return found;
  }

  private async tell(tx: Transaction, found: Found, reason: string | null): Promise<void> {
    const { enrolmentId, employeeId, title, startsOn, state } = found;
    const code = NEWS[state];
    if (code === undefined) return;
    const params = { title, startsOn, ...(reason === null ? {} : { reason }) };
    const news: NewNotice[] = [{ recipientId: employeeId, key: `${code}:${enrolmentId}`, code, params, link: LINK }];
    const [supervisor] =
      state === 'AWAITING_SUPERVISOR' ? await tx.query<{ id: string }>(SUPERVISOR, [employeeId]) : [];
    if (supervisor) {
      const asked = 'training.approval-awaited';
      const key = `${asked}:${enrolmentId}`;
      news.push({ recipientId: supervisor.id, key, code: asked, params: { title, startsOn }, link: LINK });
    }
    await this.notices.tell(tx, news);
  }

  private note(tx: Transaction, actor: string, action: string, id: string, reason?: string): Promise<void> {
    const object = { type: 'enrolment-elsewhere', id };
    return this.audit.record(tx, { actor, action, object, ...(reason === undefined ? {} : { reason }) });
  }
}
