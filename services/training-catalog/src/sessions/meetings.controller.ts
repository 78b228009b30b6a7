import {
  CurrentPrincipal,
  Idempotency,
  OnceRequest,
  Requires,
  ServiceController,
  ServiceDatabase,
  type IdempotentRequest,
  type OnceAnswer,
  type Page,
  type Principal,
  ApiCreatedResponse,
  ApiOkResponse,
} from '@betang/platform';
import { Body, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import type { MeetingPlan } from './meeting.decision.js';
import { MeetingPage, MeetingQuery, MeetingView, PlanMeetingDto } from './meeting.dto.js';
import { Meetings } from './meetings.js';
import { SessionAccess } from './session-access.js';
import { CancelSessionDto } from './session.dto.js';
import { SessionQueries } from './session.queries.js';

const OK = 200;

/** The meetings (pertemuan) of a session. */
@ServiceController('training-catalog', '')
export class MeetingsController {
  constructor(
    private readonly meetings: Meetings,
    private readonly sessions: SessionQueries,
    private readonly access: SessionAccess,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
  ) {}

  @Get('sessions/:sessionId/meetings')
  @Requires('training:read')
  @ApiOkResponse({ type: MeetingPage })
  async list(
    @Param('sessionId', ParseUUIDPipe) sessionId: string,
    @Query() query: MeetingQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<MeetingView>> {
    const session = await this.sessions.get(sessionId);
    const knows =
      this.access.organises(principal) ||
      session.trainerIds.includes(principal.employeeId ?? '') ||
      (await this.sessions.hasSeat(sessionId, principal.employeeId));
    const page = await this.meetings.list(this.database, sessionId, query);
    return { ...page, items: page.items.map((item) => (knows ? item : { ...item, link: null })) };
  }

  @Post('sessions/:sessionId/meetings')
  @Requires('training:write')
  @ApiCreatedResponse({ type: MeetingView })
  plan(
    @Param('sessionId', ParseUUIDPipe) sessionId: string,
    @Body() input: PlanMeetingDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<MeetingView>> {
    this.access.assertOrganises(principal);
    return this.idempotency.run(request, (tx) => this.meetings.plan(tx, sessionId, planOf(input), principal.subject));
  }

  @Post('meetings/:meetingId/move')
  @Requires('training:write')
  @ApiOkResponse({ type: MeetingView })
  move(
    @Param('meetingId', ParseUUIDPipe) meetingId: string,
    @Body() input: PlanMeetingDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<MeetingView>> {
    this.access.assertOrganises(principal);
    const work = this.meetings;
    return this.idempotency.run(request, (tx) => work.move(tx, meetingId, planOf(input), principal.subject), OK);
  }

  @Post('meetings/:meetingId/cancel')
  @Requires('training:write')
  @ApiOkResponse({ type: MeetingView })
  cancel(
    @Param('meetingId', ParseUUIDPipe) meetingId: string,
    @Body() { reason }: CancelSessionDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<MeetingView>> {
    this.access.assertOrganises(principal);
    return this.idempotency.run(request, (tx) => this.meetings.cancel(tx, meetingId, reason, principal.subject), OK);
  }
}

function planOf({ topic, mode, startsAt, endsAt, place, link, trainerId }: PlanMeetingDto): MeetingPlan {
  return {
    topic,
    mode,
    startsAt,
    endsAt,
    place: place ?? null,
    link: link ?? null,
    trainerId: trainerId ?? null,
  };
}
