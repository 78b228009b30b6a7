import { RegionCode, ianaTimeZones, timeZoneOf } from '@betang/asn';
import {
  Clock,
  CurrentPrincipal,
  ListQuery,
  RegionConfig,
  Requires,
  ServiceController,
  ServiceDatabase,
  type ListDefinition,
  type ListRow,
  type Page,
  type Principal,
  ApiOkResponse,
  AnswersFile,
} from '@betang/platform';
import { Get, Header, Query } from '@nestjs/common';
import { SEATED } from '../enrolments/enrolment.js';
import { icalendar, type Appointment } from './icalendar.js';
import { CalendarPage, CalendarQuery, type CalendarEntryView } from './meeting.dto.js';
import { MEETING_COLUMNS } from './meetings.js';
import { getOwnEmployee } from '../employees/own-employee.js';

const CALENDAR: ListDefinition = {
  select: `SELECT ${MEETING_COLUMNS}, s.title FROM session_meeting AS m JOIN training_session AS s USING (session_id)`,
  sorts: { startsAt: { sql: 'm.starts_at', type: 'timestamptz' }, title: { sql: 's.title', type: 'text' } },
  defaultSort: 'startsAt',
  key: { sql: 'm.meeting_id', type: 'uuid' },
};
const ELSEWHERE = `SELECT (m.told->>'meetingId')::uuid AS id, (s.told->>'title') || ': ' || (m.told->>'topic') AS title,
    (m.told->>'startsAt')::timestamptz AS "startsAt", (m.told->>'endsAt')::timestamptz AS "endsAt",
    coalesce(m.told->>'link', CASE WHEN m.told->>'mode' = 'ONLINE' THEN s.told->>'link' END, m.told->>'place', s.told->>'place') AS location,
    (m.told->>'cancelled')::boolean OR o.state = 'CANCELLED' AS cancelled
  FROM outgoing_enrolment AS o JOIN schedule_elsewhere AS s USING (session_id, host_region), jsonb_array_elements(s.told->'meetings') AS m(told)
 WHERE o.employee_id = $1 AND o.state IN ('ACCEPTED', 'CANCELLED', 'PASSED', 'NOT_PASSED') AND (m.told->>'endsAt')::timestamptz > now() - interval '90 days'`;
/** What was cancelled shows as such to who had a seat: a file that was taken in before would show it for ever. */
const OWN = `SELECT m.meeting_id AS id, s.title || ': ' || m.topic AS title, m.starts_at AS "startsAt", m.ends_at AS "endsAt",
    coalesce(m.link, CASE WHEN m.mode = 'ONLINE' THEN s.link END, m.place, s.place) AS location,
    m.cancelled_at IS NOT NULL OR s.state = 'CANCELLED' AS cancelled
  FROM session_meeting AS m JOIN training_session AS s USING (session_id)
 WHERE m.ends_at > now() - interval '90 days' AND ($1 = ANY(s.trainer_ids) OR m.trainer_id = $1 OR EXISTS (
   SELECT 1 FROM enrolment AS n WHERE n.session_id = s.session_id AND n.employee_id = $1
     AND (n.state IN ${SEATED} OR s.state = 'CANCELLED' AND n.state = 'CANCELLED' AND n.seated_at IS NOT NULL)))
 UNION ALL ${ELSEWHERE} ORDER BY 3 LIMIT 1000`;

/** What takes place when: for the region, and as a file for one's own calendar. */
@ServiceController('training-catalog', '')
export class CalendarController {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly clock: Clock,
    private readonly config: RegionConfig,
  ) {}

  @Get('calendar')
  @Requires('training:read')
  @ApiOkResponse({ type: CalendarPage })
  async calendar(@Query() query: CalendarQuery): Promise<Page<CalendarEntryView>> {
    const zone = ianaTimeZones[timeZoneOf(RegionCode.parse(this.config.region))];
    // A day of the region begins at its own midnight: in UTC meetings before seven would be of the day before.
    const list = new ListQuery(CALENDAR, query)
      .where(`m.starts_at >= ?::date::timestamp AT TIME ZONE '${zone}' AND s.state <> 'CANCELLED'`, query.from)
      .where(`m.starts_at < (?::date + 1)::timestamp AT TIME ZONE '${zone}'`, query.to)
      .build();
    const page = list.page(await this.database.query<CalendarEntryView & ListRow>(list.text, list.values));
    return { ...page, items: page.items.map((row) => ({ ...row, link: null })) };
  }

  @Get('me/calendar.ics')
  @Requires('self:read')
  @AnswersFile('ics')
  @Header('content-type', 'text/calendar; charset=utf-8')
  @Header('cache-control', 'no-store')
  async own(@CurrentPrincipal() principal: Principal): Promise<string> {
    const rows = await this.database.query<Appointment>(OWN, [getOwnEmployee(principal)]);
    return icalendar(rows, this.clock.now());
  }
}
