import {
  CurrentPrincipal,
  Requires,
  ServiceController,
  ServiceDatabase,
  decodeCursor,
  pageOf,
  type Page,
  type Principal,
} from '@betang/platform';
import { Get, Header, Query } from '@nestjs/common';
import { ApiOkResponse, ApiProduces } from '@nestjs/swagger';
import { Clock } from '../clock.js';
import { icalendar, type Appointment } from './icalendar.js';
import { CalendarPage, CalendarQuery, type CalendarEntryView } from './meeting.dto.js';
import { MEETING_COLUMNS } from './meetings.js';
import { getOwnEmployee } from './session-access.js';

const CALENDAR = `SELECT ${MEETING_COLUMNS}, s.title FROM session_meeting AS m JOIN training_session AS s USING (session_id)
  WHERE m.starts_at >= $1::date AND m.starts_at < $2::date + 1 AND s.state <> 'CANCELLED'
    AND ($3::timestamptz IS NULL OR (m.starts_at, m.meeting_id) > ($3, $4::uuid))
  ORDER BY m.starts_at, m.meeting_id LIMIT $5`;
const OWN = `SELECT m.meeting_id AS id, s.title || ': ' || m.topic AS title, m.starts_at AS "startsAt", m.ends_at AS "endsAt",
    coalesce(m.link, CASE WHEN m.mode = 'ONLINE' THEN s.link END, m.place, s.place) AS location,
    m.cancelled_at IS NOT NULL OR s.state = 'CANCELLED' AS cancelled
  FROM session_meeting AS m JOIN training_session AS s USING (session_id)
 WHERE m.ends_at > now() - interval '90 days' AND ($1 = ANY(s.trainer_ids) OR m.trainer_id = $1 OR EXISTS (
   SELECT 1 FROM enrolment AS n WHERE n.session_id = s.session_id AND n.employee_id = $1 AND n.state IN ('ENROLLED', 'PASSED', 'NOT_PASSED')))
 ORDER BY m.starts_at LIMIT 1000`;

/** What takes place when: for the region, and as a file for one's own calendar. */
@ServiceController('training-catalog', '')
export class CalendarController {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly clock: Clock,
  ) {}

  @Get('calendar')
  @Requires('training:read')
  @ApiOkResponse({ type: CalendarPage })
  async calendar(@Query() query: CalendarQuery): Promise<Page<CalendarEntryView>> {
    const [startsAt, meetingId] = decodeCursor(query.cursor, 2) ?? [null, null];
    const values = [query.from, query.to, startsAt, meetingId, query.limit + 1];
    const rows = await this.database.query<CalendarEntryView>(CALENDAR, values);
    const page = pageOf(rows, query.limit, (row) => [row.startsAt.toISOString(), row.meetingId]);
    return { ...page, items: page.items.map((row) => ({ ...row, link: null })) };
  }

  @Get('me/calendar.ics')
  @Requires('self:read')
  @ApiProduces('text/calendar')
  @Header('content-type', 'text/calendar; charset=utf-8')
  @Header('cache-control', 'no-store')
  async own(@CurrentPrincipal() principal: Principal): Promise<string> {
    const rows = await this.database.query<Appointment>(OWN, [getOwnEmployee(principal)]);
    return icalendar(rows, this.clock.now());
  }
}
