import {
  Audit,
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
import {
  EnrolmentPage,
  EnrolmentQuery,
  EnrolmentStateView,
  NominateDto,
  NominationView,
  ReasonDto,
  type EnrolmentView,
} from './enrolment.dto.js';
import { EnrolmentQueries } from './enrolment.queries.js';
import { EnrolmentReaches } from './enrolment-reach.js';
import { Enrolments } from './enrolments.js';
import { stateView } from './enrolment-state.view.js';

const OK = 200;

/** Who takes part: nominations by agencies, approvals, the waiting list. */
@ServiceController('training-catalog', '')
export class EnrolmentsController {
  constructor(
    private readonly enrolments: Enrolments,
    private readonly queries: EnrolmentQueries,
    private readonly reaches: EnrolmentReaches,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
  ) {}

  /** An agency names its people; an officer's nomination needs nobody else's consent. */
  @Post('sessions/:sessionId/nominations')
  @Requires('enrolments:write')
  @ApiCreatedResponse({ type: NominationView })
  nominate(
    @Param('sessionId', ParseUUIDPipe) sessionId: string,
    @Body() { employeeIds, note }: NominateDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<NominationView>> {
    const asked = {
      sessionId,
      employeeIds,
      origin: 'NOMINATION' as const,
      note: note ?? null,
      actor: principal.subject,
      visible: this.reaches.nominating(principal),
      byOfficer: this.reaches.officer(principal),
      own: principal.employeeId,
    };
    return this.idempotency.run(request, async (tx) => {
      const { enrolled, unknown, already } = await this.enrolments.request(tx, asked);
      return { items: await stateView(tx, enrolled), unknown, already };
    });
  }

  @Get('enrolments')
  @Requires('training:read')
  @ApiOkResponse({ type: EnrolmentPage })
  async list(@Query() query: EnrolmentQuery, @CurrentPrincipal() principal: Principal): Promise<Page<EnrolmentView>> {
    const { reaches } = this;
    const page = await this.queries.page(query, reaches.reading(principal), reaches.supervising(principal));
    const subjects = [...new Set(page.items.map(({ employeeId }) => employeeId))];
    await this.audit.recordRead(this.database, { actor: principal.subject, subjects, purpose: 'enrolment' });
    return page;
  }

  @Post('enrolments/:enrolmentId/approve')
  @Requires('enrolments:approve')
  @ApiOkResponse({ type: EnrolmentStateView })
  approve(
    @Param('enrolmentId', ParseUUIDPipe) enrolmentId: string,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<EnrolmentStateView>> {
    const reach = this.reaches.approving(principal);
    return this.idempotency.run(
      request,
      async (tx) => {
        const change = await this.enrolments.approve(tx, enrolmentId, reach, principal.subject);
        return (await stateView(tx, [change]))[0]!;
      },
      OK,
    );
  }

  @Post('enrolments/:enrolmentId/refuse')
  @Requires('enrolments:approve')
  @ApiOkResponse({ type: EnrolmentStateView })
  refuse(
    @Param('enrolmentId', ParseUUIDPipe) enrolmentId: string,
    @Body() { reason }: ReasonDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<EnrolmentStateView>> {
    const reach = this.reaches.approving(principal);
    return this.idempotency.run(
      request,
      async (tx) => {
        const change = await this.enrolments.refuse(tx, enrolmentId, reason, reach, principal.subject);
        return (await stateView(tx, [change]))[0]!;
      },
      OK,
    );
  }

  /** The agency takes one of its people back; the next on the waiting list moves up. */
  @Post('enrolments/:enrolmentId/withdraw')
  @Requires('enrolments:write')
  @ApiOkResponse({ type: EnrolmentStateView })
  withdraw(
    @Param('enrolmentId', ParseUUIDPipe) enrolmentId: string,
    @Body() { reason }: ReasonDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<EnrolmentStateView>> {
    const reach = this.reaches.withdrawing(principal);
    return this.idempotency.run(
      request,
      async (tx) => {
        const change = await this.enrolments.withdraw(tx, enrolmentId, reason, reach, principal.subject);
        return (await stateView(tx, [change]))[0]!;
      },
      OK,
    );
  }
}
