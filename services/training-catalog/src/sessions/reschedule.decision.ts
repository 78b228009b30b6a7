import { AppError } from '@betang/platform';
import type { TrainingSessionEntity } from '../database/training-session.entity.js';
import { liesWithin } from './meeting.decision.js';

export const MEETINGS_CHOICES = ['MOVE', 'KEEP'] as const;
/** Whether the meetings that are still to come move by as many days as the first day of the session, or stay where they are. */
export type MeetingsChoice = (typeof MEETINGS_CHOICES)[number];

type Days = Pick<TrainingSessionEntity, 'startsOn' | 'endsOn'>;

/** A meeting that takes place: cancelled ones are nobody's appointment. */
export interface PlannedMeeting {
  readonly meetingId: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

export interface Rescheduling {
  /** By how many days what is to come moves; 0 where nothing does. */
  readonly days: number;
  readonly meetingIds: readonly string[];
}

const DAY_MS = 86_400_000;

/**
 * What becomes of the meetings of a session that gets other days. A session that moves as a whole takes them along; where its length changes too,
 * nobody but the officer knows which of them go where: they stay unless the officer says `MOVE`. What has begun stays in any case. Throws
 * `session-refused` (422, field `meetings`) when a meeting would lie outside the new days: no meeting is ever left behind unseen.
 */
export function rescheduleMeetings(
  before: Days,
  after: Days,
  meetings: readonly PlannedMeeting[],
  choice: MeetingsChoice | undefined,
  now: Date,
): Rescheduling {
  const days = daysBetween(before.startsOn, after.startsOn);
  const asWhole = days === daysBetween(before.endsOn, after.endsOn);
  const moves = (choice ?? (asWhole ? 'MOVE' : 'KEEP')) === 'MOVE' && days !== 0;
  const moving = moves ? meetings.filter(({ startsAt }) => startsAt > now) : [];
  const ids = new Set(moving.map(({ meetingId }) => meetingId));
  const places = meetings.map((meeting) => (ids.has(meeting.meetingId) ? later(meeting, days) : meeting));
  if (places.some((meeting) => !liesWithin(after, meeting)))
    throw new AppError('session-refused', {
      status: 422,
      errors: [{ field: 'meetings', code: 'session.meetings-outside' }],
    });
  return { days: moves ? days : 0, meetingIds: [...ids] };
}

function later({ meetingId, startsAt, endsAt }: PlannedMeeting, days: number): PlannedMeeting {
  const move = (time: Date) => new Date(time.getTime() + days * DAY_MS);
  return { meetingId, startsAt: move(startsAt), endsAt: move(endsAt) };
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}
