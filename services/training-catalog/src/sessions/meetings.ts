import { randomBytes } from 'node:crypto';
import { newId } from '@betang/contracts';
import {
  AppError,
  Audit,
  ListQuery,
  type ListDefinition,
  type ListRow,
  type Page,
  type SqlClient,
  type Transaction,
} from '@betang/platform';
import { Injectable } from '@nestjs/common';
import type { TrainingSessionEntity } from '../database/training-session.entity.js';
import { ScheduleTeller } from './guest-tellers.js';
import { checkMeeting, type MeetingPlan } from './meeting.decision.js';
import type { MeetingQuery, MeetingView } from './meeting.dto.js';
import { SessionNotices } from './session-notices.js';
import { Sessions } from './sessions.js';

const SECRET_BYTES = 32;
export const MEETING_COLUMNS = `m.meeting_id AS "meetingId", m.session_id AS "sessionId", m.topic, m.mode, m.starts_at AS "startsAt", m.ends_at AS "endsAt",
  m.place, coalesce(m.link, s.link) AS link, m.trainer_id AS "trainerId", m.cancelled_reason AS "cancelledReason"`;
const INSERT = `INSERT INTO session_meeting (meeting_id, session_id, topic, mode, starts_at, ends_at, place, link, trainer_id, check_in_secret, created_by)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`;
const LIST: ListDefinition = {
  select: `SELECT ${MEETING_COLUMNS} FROM session_meeting AS m JOIN training_session AS s USING (session_id)`,
  sorts: { startsAt: { sql: 'm.starts_at', type: 'timestamptz' }, topic: { sql: 'm.topic', type: 'text' } },
  defaultSort: 'startsAt',
  key: { sql: 'm.meeting_id', type: 'uuid' },
};
const FIND = `SELECT ${MEETING_COLUMNS} FROM session_meeting AS m JOIN training_session AS s USING (session_id) WHERE m.meeting_id = $1`;
const CANCEL = `UPDATE session_meeting SET cancelled_at = now(), cancelled_reason = $2 WHERE meeting_id = $1 AND cancelled_at IS NULL`;
const MOVE = `UPDATE session_meeting SET topic = $2, mode = $3, starts_at = $4, ends_at = $5, place = $6, link = $7, trainer_id = $8
  WHERE meeting_id = $1 AND cancelled_at IS NULL`;

const HELD = `SELECT 1 FROM session_meeting AS m WHERE m.meeting_id = $1 AND m.starts_at <= now() AND m.cancelled_at IS NULL
  AND EXISTS (SELECT 1 FROM attendance AS a WHERE a.meeting_id = m.meeting_id)`;

/** Meetings of sessions. One that was held stays as it was; one that does not take place is cancelled with its reason. */
@Injectable()
export class Meetings {
  constructor(
    private readonly sessions: Sessions,
    private readonly audit: Audit,
    private readonly notices: SessionNotices,
    private readonly guestSchedules: ScheduleTeller,
  ) {}

  async list(db: SqlClient, sessionId: string, query: MeetingQuery): Promise<Page<MeetingView>> {
    const list = new ListQuery(LIST, query)
      .where('m.session_id = ?', sessionId)
      .where('m.mode = ?', query.mode)
      .where('(m.cancelled_at IS NOT NULL)::text = ?', query.cancelled)
      .build();
    return list.page(await db.query<MeetingView & ListRow>(list.text, list.values));
  }

  /** Throws `meeting-not-found` (404). */
  async get(db: SqlClient, meetingId: string): Promise<MeetingView> {
    const [row] = await db.query<MeetingView>(FIND, [meetingId]);
    if (!row) throw new AppError('meeting-not-found', { status: 404 });
    return row;
  }

  /** Throws `session-not-found` (404), `session-closed` (409), `meeting-refused` (422). */
  async plan(tx: Transaction, sessionId: string, plan: MeetingPlan, actor: string): Promise<MeetingView> {
    checkMeeting(await this.sessions.lock(tx, sessionId), plan);
    const meetingId = newId();
    const { topic, mode, startsAt, endsAt, place, link, trainerId } = plan;
    const secret = randomBytes(SECRET_BYTES);
    await tx.execute(INSERT, [
      meetingId,
      sessionId,
      topic,
      mode,
      startsAt,
      endsAt,
      place,
      link,
      trainerId,
      secret,
      actor,
    ]);
    await this.guestSchedules.tell(tx, sessionId);
    await this.note(tx, actor, 'plan-meeting', meetingId);
    return this.get(tx, meetingId);
  }

  /** Another time, place or trainer; participants are told. Throws `meeting-not-found` (404), `meeting-cancelled`, `meeting-held` (409) and as {@link plan}. */
  async move(tx: Transaction, meetingId: string, plan: MeetingPlan, actor: string): Promise<MeetingView> {
    const { sessionId } = await this.get(tx, meetingId);
    const session = await this.sessions.lock(tx, sessionId);
    await assertNotHeld(tx, meetingId);
    checkMeeting(session, plan);
    const { topic, mode, startsAt, endsAt, place, link, trainerId } = plan;
    const moved = await tx.execute(MOVE, [meetingId, topic, mode, startsAt, endsAt, place, link, trainerId]);
    if (moved === 0) throw new AppError('meeting-cancelled', { status: 409 });
    await this.notices.sessionChanged(tx, session, 'RESCHEDULED');
    await this.guestSchedules.tell(tx, sessionId);
    await this.note(tx, actor, 'move-meeting', meetingId);
    return this.get(tx, meetingId);
  }

  /** Throws `meeting-not-found` (404), `meeting-cancelled`, `meeting-held`, `session-closed` (409). */
  async cancel(tx: Transaction, meetingId: string, reason: string, actor: string): Promise<MeetingView> {
    const { sessionId } = await this.get(tx, meetingId);
    const session: TrainingSessionEntity = await this.sessions.lock(tx, sessionId);
    if (session.state !== 'OPEN') throw new AppError('session-closed', { status: 409 });
    await assertNotHeld(tx, meetingId);
    if ((await tx.execute(CANCEL, [meetingId, reason])) === 0) throw new AppError('meeting-cancelled', { status: 409 });
    await this.notices.sessionChanged(tx, session, 'RESCHEDULED');
    await this.guestSchedules.tell(tx, sessionId);
    await this.note(tx, actor, 'cancel-meeting', meetingId, reason);
    return this.get(tx, meetingId);
  }

  private note(tx: Transaction, actor: string, action: string, meetingId: string, reason?: string): Promise<void> {
    const object = { type: 'meeting', id: meetingId };
    return this.audit.record(tx, { actor, action, object, ...(reason === undefined ? {} : { reason }) });
  }
}

/** Who was there counts for the decision on them. */
async function assertNotHeld(tx: Transaction, meetingId: string): Promise<void> {
  if ((await tx.query(HELD, [meetingId])).length > 0) throw new AppError('meeting-held', { status: 409 });
}
