import { newId, type Cause } from '@betang/contracts';
import { Outbox } from '@betang/messaging';
import { AppError, Audit, Clock, UnitOfWork, assertVersion, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { causeOf } from '../request-cause.js';
import { TrainingSessionEntity } from '../database/training-session.entity.js';
import { EnrolmentRules } from '../enrolments/enrolment-rules.js';
import { Seats } from '../enrolments/seats.js';
import { ProgrammeQueries } from '../programmes/programme.queries.js';
import { ServedTargets } from '../targets/served-targets.js';
import { TrainingCatalogConfig } from '../training-catalog.config.js';
import { ScheduleTeller } from './guest-tellers.js';
import {
  cancelSession,
  changeKind,
  changeSession,
  switchDelivery,
  type DeliverySwitch,
  type SessionChanges,
} from './change-session.decision.js';
import { scheduleSession, type SessionPlan } from './schedule-session.decision.js';
import { sessionChanged, sessionClosed, sessionOpened, sessionPublished } from './session-events.js';
import type { MeetingsChoice } from './reschedule.decision.js';
import { Reschedulings, type MovedAlong } from './rescheduling.js';
import { SessionNotices } from './session-notices.js';

const NEXT_COHORT = `SELECT coalesce(max(cohort), 0) + 1 AS cohort FROM training_session
  WHERE programme_id IS NOT DISTINCT FROM $1::uuid AND cohort_year = $2`;
const SWITCHED = `INSERT INTO session_delivery_switch (switch_id, session_id, from_mode, to_mode, reason, switched_by)
  VALUES ($1, $2, $3, $4, $5, $6)`;
const CANCEL_MEETINGS = `UPDATE session_meeting SET cancelled_at = now(), cancelled_reason = $2
  WHERE session_id = $1 AND cancelled_at IS NULL AND starts_at > now()`;
/** Meetings to come are held the new way: in the room of the session, or under its address. Independent work is anywhere. */
const SWITCH_MEETINGS = `UPDATE session_meeting SET mode = $2, place = NULL, link = NULL
  WHERE session_id = $1 AND mode = $3 AND cancelled_at IS NULL AND starts_at > now()`;
/** One session of a programme at a time: two would take the same number of a cohort. */
const COHORT_LOCK = `SELECT pg_advisory_xact_lock(hashtextextended('cohort ' || coalesce($1::text, ''), 0))`;

/** Sessions of the region: each command loads, decides, and writes row, events, notices and audit entry together. */
@Injectable()
export class Sessions {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly config: TrainingCatalogConfig,
    private readonly programmes: ProgrammeQueries,
    private readonly seats: Seats,
    private readonly rules: EnrolmentRules,
    private readonly notices: SessionNotices,
    private readonly guestSchedules: ScheduleTeller,
    private readonly targets: ServedTargets,
    private readonly reschedulings: Reschedulings,
  ) {}

  /** Throws `programme-not-found` (404), `programme-target-ended` (409), `session-refused` (422). */
  async schedule(
    tx: Transaction,
    plan: SessionPlan,
    actor: string,
    cause: Cause = causeOf(actor),
  ): Promise<TrainingSessionEntity> {
    const offered = plan.programmeId === null ? undefined : await this.programmes.getOffered(plan.programmeId);
    await this.targets.assertHolds(tx, offered?.developmentTargetId ?? null, plan.startsOn);
    await tx.query(COHORT_LOCK, [plan.programmeId]);
    const [next] = await tx.query<{ cohort: number }>(NEXT_COHORT, [
      plan.programmeId,
      Number(plan.startsOn.slice(0, 4)),
    ]);
    const approvals = await this.rules.approvalsOf(tx, plan.kind, plan.startsOn);
    const context = {
      ...{ sessionId: newId(), cohort: next?.cohort ?? 1, approvals },
      ...{ by: actor, now: this.clock.now(), bounds: this.config },
    };
    const session = scheduleSession(plan, offered, context);
    await tx.manager.insert(TrainingSessionEntity, session);
    await this.outbox.append(tx, [sessionOpened(session, cause), sessionPublished(session, this.config.region, cause)]);
    await this.note(tx, actor, 'schedule-session', session);
    return session;
  }

  /** Other days take along what is to come. Throws `session-not-found` (404), `etag-mismatch` (412), `session-closed` (409), `session-refused` (422). */
  change(
    sessionId: string,
    ifMatch: string,
    { meetings, ...changes }: SessionChanges & { readonly meetings?: MeetingsChoice },
    actor: string,
  ): Promise<{ session: TrainingSessionEntity; moved: MovedAlong }> {
    return this.unitOfWork.run(async (tx) => {
      const before = await this.lock(tx, sessionId);
      assertVersion(ifMatch, before.revision);
      const seated = await this.seats.promised(tx, sessionId);
      const session = changeSession(before, changes, seated, this.clock.now(), this.config);
      await this.save(tx, session);
      const moved = await this.reschedulings.moveAlong(tx, before, session, meetings);
      await this.tellChange(tx, before, session, actor);
      await this.note(tx, actor, 'change-session', session);
      if (session.capacity > before.capacity) await this.seats.fill(tx, session);
      return { session, moved };
    });
  }

  /** Classroom to screen or back, with its reason; hours stay, and meetings to come go along. Throws as {@link switchDelivery} does. */
  async switchDelivery(
    tx: Transaction,
    sessionId: string,
    to: DeliverySwitch,
    reason: string,
    actor: string,
  ): Promise<TrainingSessionEntity> {
    const before = await this.lock(tx, sessionId);
    const session = switchDelivery(before, to, this.clock.now());
    await this.save(tx, session);
    const modes = session.delivery === 'CLASSICAL' ? ['ONSITE', 'ONLINE'] : ['ONLINE', 'ONSITE'];
    await tx.execute(SWITCH_MEETINGS, [sessionId, ...modes]);
    await tx.execute(SWITCHED, [newId(), sessionId, before.delivery, session.delivery, reason, actor]);
    await this.tellChange(tx, before, session, actor);
    await this.note(tx, actor, 'switch-delivery', session, reason);
    return session;
  }

  /** Everyone who has a seat, asked for one or teaches is told why; meetings to come are off. Throws `session-not-found` (404), `session-closed` (409). */
  async cancel(tx: Transaction, sessionId: string, reason: string, actor: string): Promise<TrainingSessionEntity> {
    const session = cancelSession(await this.lock(tx, sessionId), reason, this.clock.now());
    await this.save(tx, session);
    await tx.execute(CANCEL_MEETINGS, [sessionId, reason]);
    const participants = (await this.seats.cancelAll(tx, sessionId, reason)).length;
    await this.notices.sessionCancelled(tx, session, reason);
    await this.outbox.append(tx, [
      sessionClosed(session, { participants, passed: 0, notPassed: 0 }, causeOf(actor)),
      sessionPublished(session, this.config.region),
    ]);
    await this.note(tx, actor, 'cancel-session', session, reason);
    return session;
  }

  async lock(tx: Transaction, sessionId: string): Promise<TrainingSessionEntity> {
    const found = await tx.manager.findOne(TrainingSessionEntity, {
      where: { sessionId },
      lock: { mode: 'pessimistic_write' },
    });
    if (!found) throw new AppError('session-not-found', { status: 404 });
    return found;
  }

  async save(tx: Transaction, session: TrainingSessionEntity): Promise<void> {
    const { sessionId, createdAt: _createdAt, ...changes } = session;
    await tx.manager.update(TrainingSessionEntity, { sessionId }, changes);
  }

  private async tellChange(
    tx: Transaction,
    before: TrainingSessionEntity,
    session: TrainingSessionEntity,
    actor: string,
  ): Promise<void> {
    const change = changeKind(before, session);
    await this.outbox.append(tx, [
      sessionChanged(session, change, causeOf(actor)),
      sessionPublished(session, this.config.region),
    ]);
    await this.guestSchedules.tell(tx, session.sessionId);
    if (change !== 'DETAILS') await this.notices.sessionChanged(tx, session, change);
  }

  private note(
    tx: Transaction,
    actor: string,
    action: string,
    session: TrainingSessionEntity,
    reason?: string,
  ): Promise<void> {
    const { sessionId, state, startsOn, endsOn, delivery, capacity, revision } = session;
    const after = { state, startsOn, endsOn, delivery, capacity, revision };
    const object = { type: 'session', id: sessionId };
    return this.audit.record(tx, { actor, action, object, after, ...(reason === undefined ? {} : { reason }) });
  }
}
