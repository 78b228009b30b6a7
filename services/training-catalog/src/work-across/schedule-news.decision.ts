import type { GuestScheduleStated } from '@betang/contracts';

export type ScheduleElsewhere = Omit<GuestScheduleStated, 'sessionId' | 'statement'>;
export type ScheduleNews = 'training.delivery-switched' | 'training.rescheduled';

/**
 * What of a new schedule somebody should not have to look for: it is held another way, on other days, or a meeting that was known moved or does not take
 * place. The first word is none, and neither is a further meeting.
 */
export function scheduleNews(
  before: ScheduleElsewhere | undefined,
  after: ScheduleElsewhere,
): ScheduleNews | undefined {
  if (before === undefined) return undefined;
  if (before.delivery !== after.delivery) return 'training.delivery-switched';
  if (before.startsOn !== after.startsOn || before.endsOn !== after.endsOn) return 'training.rescheduled';
  const times = new Map(after.meetings.map((meeting) => [meeting.meetingId, timeOf(meeting)]));
  const moved = before.meetings.some(
    (meeting) => (times.get(meeting.meetingId) ?? timeOf(meeting)) !== timeOf(meeting),
  );
  return moved ? 'training.rescheduled' : undefined;
}

const timeOf = ({ startsAt, endsAt, cancelled }: ScheduleElsewhere['meetings'][number]) =>
  cancelled ? 'cancelled' : `${startsAt} ${endsAt}`;
