import {
  CurrentPrincipal,
  Idempotency,
  IfMatch,
  OnceRequest,
  Requires,
  ServiceController,
  Versioned,
  type IdempotentRequest,
  type OnceAnswer,
  type Page,
  type Principal,
  ApiCreatedResponse,
  ApiOkResponse,
} from '@betang/platform';
import { Body, Get, Param, ParseUUIDPipe, Patch, Post, Query } from '@nestjs/common';
import type { TrainingSessionEntity } from '../database/training-session.entity.js';
import type { SessionPlan } from './schedule-session.decision.js';
import { SessionAccess } from './session-access.js';
import { CancelSessionDto, ChangeSessionDto, ScheduleSessionDto, SwitchDeliveryDto } from './session.dto.js';
import { SessionQueries, sessionView } from './session.queries.js';
import {
  DeliverySwitchPage,
  DeliverySwitchQuery,
  type DeliverySwitchView,
  SessionChangedView,
  SessionDetailView,
  SessionPage,
  SessionQuery,
  SessionView,
} from './session-view.dto.js';
import { Sessions } from './sessions.js';

const OK = 200;

/** Sessions (angkatan) of programmes that this region holds, its forums of needs evaluation and its public lectures. */
@ServiceController('training-catalog', 'sessions')
export class SessionsController {
  constructor(
    private readonly sessions: Sessions,
    private readonly queries: SessionQueries,
    private readonly access: SessionAccess,
    private readonly idempotency: Idempotency,
  ) {}

  @Get()
  @Requires('training:read')
  @ApiOkResponse({ type: SessionPage })
  async list(@Query() query: SessionQuery, @CurrentPrincipal() principal: Principal): Promise<Page<SessionView>> {
    const page = await this.queries.page(query, principal.employeeId);
    return { ...page, items: page.items.map((row) => sessionView(row, this.access.linkFor(principal, row))) };
  }

  @Get(':sessionId')
  @Requires('training:read')
  @ApiOkResponse({ type: SessionDetailView })
  async get(
    @Param('sessionId', ParseUUIDPipe) sessionId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Versioned<SessionDetailView>> {
    const session = await this.queries.get(sessionId);
    const seated = await this.queries.hasSeat(sessionId, principal.employeeId);
    const link = seated ? session.link : this.access.linkFor(principal, session);
    return new Versioned(await this.queries.detail(session, link), session.revision);
  }

  @Get(':sessionId/delivery-switches')
  @Requires('training:read')
  @ApiOkResponse({ type: DeliverySwitchPage })
  async switches(
    @Param('sessionId', ParseUUIDPipe) sessionId: string,
    @Query() query: DeliverySwitchQuery,
  ): Promise<Page<DeliverySwitchView>> {
    await this.queries.get(sessionId);
    return this.queries.switches(sessionId, query);
  }

  @Post()
  @Requires('training:write')
  @ApiCreatedResponse({ type: SessionView })
  schedule(
    @Body() input: ScheduleSessionDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<SessionView>> {
    this.access.assertOrganises(principal);
    return this.idempotency.run(request, async (tx) =>
      viewOf(await this.sessions.schedule(tx, planOf(input), principal.subject)),
    );
  }

  @Patch(':sessionId')
  @Requires('training:write')
  @ApiOkResponse({ type: SessionChangedView })
  async change(
    @Param('sessionId', ParseUUIDPipe) sessionId: string,
    @Body() input: ChangeSessionDto,
    @IfMatch() ifMatch: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Versioned<SessionChangedView>> {
    this.access.assertOrganises(principal);
    const { session, moved } = await this.sessions.change(sessionId, ifMatch, input, principal.subject);
    return new Versioned({ ...viewOf(session), moved }, session.revision);
  }

  @Post(':sessionId/delivery')
  @Requires('training:write')
  @ApiOkResponse({ type: SessionView })
  switchDelivery(
    @Param('sessionId', ParseUUIDPipe) sessionId: string,
    @Body() { delivery, place, link, reason }: SwitchDeliveryDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<SessionView>> {
    this.access.assertOrganises(principal);
    const to = { delivery, place: place ?? null, link: link ?? null };
    return this.idempotency.run(
      request,
      async (tx) => viewOf(await this.sessions.switchDelivery(tx, sessionId, to, reason, principal.subject)),
      OK,
    );
  }

  @Post(':sessionId/cancel')
  @Requires('training:write')
  @ApiOkResponse({ type: SessionView })
  cancel(
    @Param('sessionId', ParseUUIDPipe) sessionId: string,
    @Body() { reason }: CancelSessionDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<SessionView>> {
    this.access.assertOrganises(principal);
    return this.idempotency.run(
      request,
      async (tx) => viewOf(await this.sessions.cancel(tx, sessionId, reason, principal.subject)),
      OK,
    );
  }
}

function viewOf(session: TrainingSessionEntity): SessionView {
  return sessionView(session, session.link);
}

function planOf(input: ScheduleSessionDto): SessionPlan {
  return {
    kind: input.kind ?? 'TRAINING',
    programmeId: input.programmeId ?? null,
    title: input.title ?? null,
    organiser: input.organiser ?? null,
    startsOn: input.startsOn,
    endsOn: input.endsOn,
    delivery: input.delivery ?? null,
    place: input.place,
    link: input.link ?? null,
    capacity: input.capacity,
    scope: input.scope ?? 'NATIONAL',
    pathCode: input.pathCode ?? null,
    quantityHundredths: input.quantityHundredths ?? null,
    targetGroup: input.targetGroup ?? null,
    enrolFrom: input.enrolFrom ?? null,
    enrolUntil: input.enrolUntil ?? null,
    selfEnrolment: input.selfEnrolment ?? false,
    approvals: input.approvals ?? null,
    trainerIds: input.trainerIds ?? [],
    proposalId: input.proposalId ?? null,
  };
}
