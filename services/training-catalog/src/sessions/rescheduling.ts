import { Clock, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import type { TrainingSessionEntity } from '../database/training-session.entity.js';
import { TaskTeller } from './guest-tellers.js';
import { rescheduleMeetings, type MeetingsChoice, type PlannedMeeting } from './reschedule.decision.js';

const MEETINGS = `SELECT meeting_id AS "meetingId", starts_at AS "startsAt", ends_at AS "endsAt" FROM session_meeting
  WHERE session_id = $1 AND cancelled_at IS NULL ORDER BY meeting_id FOR UPDATE`;
const BY = `$2 * interval '24 hours'`;
const MOVE_MEETINGS = `UPDATE session_meeting SET starts_at = starts_at + ${BY}, ends_at = ends_at + ${BY} WHERE meeting_id = ANY($1::uuid[])`;
/** Work that can still be handed in, and still can afterwards. */
const MOVE_ASSIGNMENTS = `UPDATE assignment SET due_at = due_at + ${BY}, late_until = late_until + ${BY}
  WHERE session_id = $1 AND due_at > $3 AND due_at + ${BY} > $3 RETURNING assignment_id AS id`;
/** Tests that nobody has a paper of yet. */
const MOVE_TESTS = `UPDATE session_test AS t SET opens_at = opens_at + ${BY}, closes_at = closes_at + ${BY}
  WHERE session_id = $1 AND opens_at > $3 AND closes_at + ${BY} > $3
    AND NOT EXISTS (SELECT 1 FROM test_attempt AS a WHERE a.test_id = t.test_id) RETURNING test_id AS id`;

/** What moved with a session. */
export interface MovedAlong {
  readonly meetings: number;
  readonly assignments: number;
  readonly tests: number;
}

const NOTHING: MovedAlong = { meetings: 0, assignments: 0, tests: 0 };

/** Other days for a session: its meetings, due times and tests that are still to come go with it. */
@Injectable()
export class Reschedulings {
  constructor(
    private readonly guestTasks: TaskTeller,
    private readonly clock: Clock,
  ) {}

  /** To be called with the lock on the session. Throws as {@link rescheduleMeetings} does. */
  async moveAlong(
    tx: Transaction,
    before: TrainingSessionEntity,
    after: TrainingSessionEntity,
    choice: MeetingsChoice | undefined,
  ): Promise<MovedAlong> {
    const { sessionId } = after;
    if (before.startsOn === after.startsOn && before.endsOn === after.endsOn) return NOTHING;
    const meetings = await tx.query<PlannedMeeting>(MEETINGS, [sessionId]);
    const now = this.clock.now();
    const { days, meetingIds } = rescheduleMeetings(before, after, meetings, choice, now);
    if (days === 0) return NOTHING;
    await tx.execute(MOVE_MEETINGS, [meetingIds, days]);
    const assignments = await tx.query<{ id: string }>(MOVE_ASSIGNMENTS, [sessionId, days, now]);
    const tests = await tx.query<{ id: string }>(MOVE_TESTS, [sessionId, days, now]);
    await this.guestTasks.tellAgain(
      tx,
      [...assignments, ...tests].map(({ id }) => id),
    );
    return { meetings: meetingIds.length, assignments: assignments.length, tests: tests.length };
  }
}
