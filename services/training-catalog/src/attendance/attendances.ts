import { AppError, Audit, Clock, ServiceDatabase, type SqlClient, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { SEATED } from '../enrolments/enrolment.js';
import type { AttendanceEntryDto, AttendanceState, CheckInCodeView } from './attendance.dto.js';
import { MOST_WRONG_CODES, checkInAt, checkInCode, codeShownUntil, isCheckInCode } from './check-in-code.decision.js';

const MEETING = `SELECT m.meeting_id AS "meetingId", m.session_id AS "sessionId", m.starts_at AS "startsAt", m.ends_at AS "endsAt", m.mode,
    m.check_in_secret AS secret, m.cancelled_at IS NOT NULL AS cancelled, s.state
  FROM session_meeting AS m JOIN training_session AS s USING (session_id) WHERE m.meeting_id = $1`;
const SEAT = `SELECT enrolment_id AS id FROM enrolment WHERE session_id = $1 AND employee_id = $2 AND state = 'ENROLLED'`;
/** What the trainer entered stands, and so does the first time of who checks in twice. */
const CHECK_IN = `WITH entered AS (INSERT INTO attendance (meeting_id, enrolment_id, state, method, recorded_by) VALUES ($1, $2, $3, 'CODE', $4)
    ON CONFLICT (meeting_id, enrolment_id) DO NOTHING RETURNING state)
  SELECT state FROM entered UNION ALL SELECT state FROM attendance WHERE meeting_id = $1 AND enrolment_id = $2 LIMIT 1`;
const WRONG = `INSERT INTO check_in_attempt AS a (meeting_id, enrolment_id, wrong)
  SELECT m.meeting_id, n.enrolment_id, 1 FROM session_meeting AS m JOIN enrolment AS n USING (session_id)
   WHERE m.meeting_id = $1 AND n.employee_id = $2 AND n.state = 'ENROLLED'
  ON CONFLICT (meeting_id, enrolment_id) DO UPDATE SET wrong = a.wrong + 1`;
/** Code of the error after which {@link Attendances.countWrong} is due. */
export const WRONG_CODE = 'check-in-code-wrong';
const WRONGS = 'SELECT wrong FROM check_in_attempt WHERE meeting_id = $1 AND enrolment_id = $2';
const RECORD = `INSERT INTO attendance AS a (meeting_id, enrolment_id, state, method, reason, recorded_by)
  SELECT $1, n.enrolment_id, u.s, $5, u.r, $6 FROM unnest($2::uuid[], $3::text[], $4::text[]) AS u(i, s, r)
    JOIN enrolment AS n ON n.enrolment_id = u.i AND n.session_id = $7 AND n.state IN ${SEATED}
  ON CONFLICT (meeting_id, enrolment_id) DO UPDATE SET state = excluded.state, method = excluded.method, reason = excluded.reason,
    recorded_by = excluded.recorded_by, recorded_at = now()`;

export interface AttendedMeeting {
  readonly meetingId: string;
  readonly sessionId: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly mode: string;
  readonly secret: Buffer;
  readonly cancelled: boolean;
  readonly state: string;
}

/** Who was there. */
@Injectable()
export class Attendances {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** Throws `meeting-not-found` (404). */
  async getMeeting(db: SqlClient, meetingId: string): Promise<AttendedMeeting> {
    const [meeting] = await db.query<AttendedMeeting>(MEETING, [meetingId]);
    if (!meeting) throw new AppError('meeting-not-found', { status: 404 });
    return meeting;
  }

  /** The code to be shown in the room just now. Throws `check-in-over` (409) for a meeting whose code is kept no longer. */
  code(meeting: AttendedMeeting): CheckInCodeView {
    // Long over: the secret was erased, and nobody checks in any more.
    if (meeting.secret.length === 0) throw new AppError('check-in-over', { status: 409 });
    const now = this.clock.now();
    return { code: checkInCode(meeting.secret, now), shownUntil: codeShownUntil(now) };
  }

  /**
   * Answers what is on record by then. Throws `meeting-not-found` (404), `not-enrolled` (403), `meeting-cancelled`, `check-in-not-open`, `check-in-over` (409), `check-in-locked`
   * (429) after too many wrong codes, `check-in-code-wrong` (422).
   */
  async checkIn(
    tx: Transaction,
    meetingId: string,
    code: string,
    employeeId: string,
    actor: string,
  ): Promise<AttendanceState> {
    const meeting = await this.getMeeting(tx, meetingId);
    if (meeting.cancelled || meeting.state !== 'OPEN') throw new AppError('meeting-cancelled', { status: 409 });
    const [seat] = await tx.query<{ id: string }>(SEAT, [meeting.sessionId, employeeId]);
    if (!seat) throw new AppError('not-enrolled', { status: 403 });
    const now = this.clock.now();
    const state = checkInAt(meeting, now);
    if (state === 'not-open') throw new AppError('check-in-not-open', { status: 409 });
    if (state === 'over') throw new AppError('check-in-over', { status: 409 });
    const [attempts] = await tx.query<{ wrong: number }>(WRONGS, [meetingId, seat.id]);
    if ((attempts?.wrong ?? 0) >= MOST_WRONG_CODES) throw new AppError('check-in-locked', { status: 429 });
    if (!isCheckInCode(meeting.secret, code, now)) throw new AppError(WRONG_CODE, { status: 422, field: 'code' });
    const [entered] = await tx.query<{ state: AttendanceState }>(CHECK_IN, [meetingId, seat.id, state, actor]);
    await this.note(tx, actor, 'check-in', meetingId);
    return entered?.state ?? state;
  }

  /** Counts a wrong code once the transaction that refused it is over: its own row would go with the rollback. */
  async countWrong(meetingId: string, employeeId: string): Promise<void> {
    await this.database.execute(WRONG, [meetingId, employeeId]);
  }

  /**
   * By whoever holds the session. Trainers tell what they saw; an officer who was not there gives a reason for each. Throws
   * `attendance-reason-needed` (422), `meeting-cancelled`, `check-in-not-open` (409) before it begins for anything but leave. Answers how many were recorded: others have no seat.
   */
  async record(
    tx: Transaction,
    meeting: AttendedMeeting,
    entries: readonly AttendanceEntryDto[],
    method: 'TRAINER' | 'MANUAL',
    actor: string,
  ): Promise<number> {
    if (meeting.cancelled || meeting.state === 'CANCELLED') throw new AppError('meeting-cancelled', { status: 409 });
    // Leave is known beforehand; that somebody was there is not.
    const early = checkInAt(meeting, this.clock.now()) === 'not-open';
    if (early && entries.some(({ state }) => state !== 'EXCUSED'))
      throw new AppError('check-in-not-open', { status: 409 });
    const without = entries.findIndex(({ reason }) => reason === undefined);
    if (method === 'MANUAL' && without >= 0)
      throw new AppError('attendance-reason-needed', { status: 422, field: `entries.${without}.reason` });
    const recorded = await tx.execute(RECORD, [
      meeting.meetingId,
      entries.map(({ enrolmentId }) => enrolmentId),
      entries.map(({ state }) => state),
      entries.map(({ reason }) => reason ?? null),
      method,
      actor,
      meeting.sessionId,
    ]);
    await this.note(tx, actor, 'record-attendance', meeting.meetingId);
    return recorded;
  }

  private note(tx: Transaction, actor: string, action: string, meetingId: string): Promise<void> {
    return this.audit.record(tx, { actor, action, object: { type: 'meeting', id: meetingId } });
  }
}
