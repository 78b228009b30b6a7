import { AppError } from '@betang/platform';
import type { TrainingSessionEntity } from '../database/training-session.entity.js';
import { assertOpen } from './change-session.decision.js';

export const MEETING_MODES = ['ONSITE', 'ONLINE', 'INDEPENDENT'] as const;
/** In a room, on a screen, or independent work (belajar mandiri) in a span of time of one's own choice. */
export type MeetingMode = (typeof MEETING_MODES)[number];

/** What an officer or trainer says about a meeting (pertemuan) of a session. */
export interface MeetingPlan {
  readonly topic: string;
  readonly mode: MeetingMode;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly place: string | null;
  readonly link: string | null;
  readonly trainerId: string | null;
}

/** Zones of the country reach from UTC+7 to UTC+9: a day of the session is whole in each of them. */
const ZONE_SLACK_MS = 9 * 3_600_000;

/**
 * Throws `session-closed` (409) and `meeting-refused` (422): within the days of the session, with an end after its start, and with an address
 * when it is on a screen.
 */
export function checkMeeting(
  session: Pick<TrainingSessionEntity, 'state' | 'startsOn' | 'endsOn' | 'link'>,
  plan: MeetingPlan,
): void {
  assertOpen(session);
  const refuse = (field: string, code: string): never => {
    throw new AppError('meeting-refused', { status: 422, errors: [{ field, code }] });
  };
  if (plan.endsAt <= plan.startsAt) refuse('endsAt', 'meeting.ends-before-start');
  if (!liesWithin(session, plan)) refuse('startsAt', 'meeting.outside-session');
  if (plan.mode === 'ONLINE' && plan.link === null && session.link === null) refuse('link', 'session.link-needed');
}

/** Whether a meeting takes place on the days of a session. */
export function liesWithin(
  { startsOn, endsOn }: Pick<TrainingSessionEntity, 'startsOn' | 'endsOn'>,
  { startsAt, endsAt }: Pick<MeetingPlan, 'startsAt' | 'endsAt'>,
): boolean {
  const earliest = Date.parse(`${startsOn}T00:00:00Z`) - ZONE_SLACK_MS;
  const latest = Date.parse(`${endsOn}T00:00:00Z`) + 86_400_000;
  return startsAt.getTime() >= earliest && endsAt.getTime() <= latest;
}
