import {
  AppError,
  Audit,
  CurrentPrincipal,
  Idempotency,
  ListQuery,
  OnceRequest,
  PageQuery,
  Requires,
  ServiceController,
  ServiceDatabase,
  type IdempotentRequest,
  type ListDefinition,
  type ListRow,
  type OnceAnswer,
  type Page,
  type Principal,
  ApiCreatedResponse,
  ApiOkResponse,
} from '@betang/platform';
import { Body, Get, Header, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { SEATED } from '../enrolments/enrolment.js';
import { SessionAccess } from '../sessions/session-access.js';
import { getOwnEmployee } from '../employees/own-employee.js';
import {
  AttendancePage,
  AttendanceRecordedView,
  CheckInCodeView,
  CheckInDto,
  CheckedInView,
  RecordAttendanceDto,
  type AttendanceRowView,
} from './attendance.dto.js';
import { Attendances, WRONG_CODE } from './attendances.js';

const OK = 200;
const LIST: ListDefinition = {
  select: `SELECT n.enrolment_id AS "enrolmentId", n.employee_id AS "employeeId", coalesce(n.guest_name, e.name) AS name, a.state, a.method, a.reason
    FROM session_meeting AS m JOIN enrolment AS n ON n.session_id = m.session_id AND n.state IN ${SEATED}
    LEFT JOIN employee AS e USING (employee_id) LEFT JOIN attendance AS a ON a.meeting_id = m.meeting_id AND a.enrolment_id = n.enrolment_id`,
  sorts: {
    enrolmentId: { sql: 'n.enrolment_id', type: 'uuid' },
    name: { sql: `coalesce(n.guest_name, e.name, '')`, type: 'text' },
  },
  defaultSort: 'enrolmentId',
  key: { sql: 'n.enrolment_id', type: 'uuid' },
};

/** Attendance (presensi): codes that change each half minute, the trainer's list, entries by hand with their reason. */
@ServiceController('training-catalog', '')
export class AttendanceController {
  constructor(
    private readonly attendances: Attendances,
    private readonly access: SessionAccess,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
  ) {}

  @Get('meetings/:meetingId/check-in-code')
  @Requires('teaching:write')
  @Header('cache-control', 'no-store')
  @ApiOkResponse({ type: CheckInCodeView })
  async code(
    @Param('meetingId', ParseUUIDPipe) meetingId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<CheckInCodeView> {
    const meeting = await this.attendances.getMeeting(this.database, meetingId);
    await this.access.assertTeaches(this.database, principal, meeting.sessionId);
    return this.attendances.code(meeting);
  }

  @Post('me/check-ins')
  @Requires('self:write')
  @ApiCreatedResponse({ type: CheckedInView })
  async checkIn(
    @Body() { meetingId, code }: CheckInDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<CheckedInView>> {
    const employeeId = getOwnEmployee(principal);
    try {
      return await this.idempotency.run(request, async (tx) => ({
        meetingId,
        state: await this.attendances.checkIn(tx, meetingId, code, employeeId, principal.subject),
      }));
    } catch (error) {
      if (error instanceof AppError && error.code === WRONG_CODE)
        await this.attendances.countWrong(meetingId, employeeId);
      throw error;
    }
  }

  @Post('meetings/:meetingId/attendance')
  @Requires('teaching:write')
  @ApiOkResponse({ type: AttendanceRecordedView })
  record(
    @Param('meetingId', ParseUUIDPipe) meetingId: string,
    @Body() { entries }: RecordAttendanceDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<AttendanceRecordedView>> {
    return this.idempotency.run(
      request,
      async (tx) => {
        const meeting = await this.attendances.getMeeting(tx, meetingId);
        await this.access.assertTeaches(tx, principal, meeting.sessionId);
        const method = (await this.access.isTrainer(tx, principal, meeting.sessionId)) ? 'TRAINER' : 'MANUAL';
        return { recorded: await this.attendances.record(tx, meeting, entries, method, principal.subject) };
      },
      OK,
    );
  }

  @Get('meetings/:meetingId/attendance')
  @Requires('teaching:write')
  @ApiOkResponse({ type: AttendancePage })
  async list(
    @Param('meetingId', ParseUUIDPipe) meetingId: string,
    @Query() query: PageQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<AttendanceRowView>> {
    const meeting = await this.attendances.getMeeting(this.database, meetingId);
    await this.access.assertTeaches(this.database, principal, meeting.sessionId);
    const list = new ListQuery(LIST, query).where('m.meeting_id = ?', meetingId).build();
    const page = list.page(await this.database.query<AttendanceRowView & ListRow>(list.text, list.values));
    const subjects = page.items.map(({ employeeId }) => employeeId);
    await this.audit.recordRead(this.database, { actor: principal.subject, subjects, purpose: 'attendance' });
    return page;
  }
}
