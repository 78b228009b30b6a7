import {
  Audit,
  CurrentPrincipal,
  Idempotency,
  OnceRequest,
  Requires,
  ServiceController,
  ServiceDatabase,
  preferredLanguage,
  type IdempotentRequest,
  type OnceAnswer,
  type Page,
  type Principal,
  ApiCreatedResponse,
  ApiOkResponse,
} from '@betang/platform';
import { Body, Get, Headers, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ReasonDto } from '../enrolments/enrolment.dto.js';
import { EnrolmentReaches } from '../enrolments/enrolment-reach.js';
import { getOwnEmployee } from '../employees/own-employee.js';
import {
  AskSeatElsewhereDto,
  EnrolmentElsewherePage,
  EnrolmentElsewhereQuery,
  EnrolmentElsewhereView,
  OwnRequestView,
  SeatRequestedView,
} from './enrolment-across.dto.js';
import { pageElsewhere } from './enrolment-elsewhere.queries.js';
import { OutgoingEnrolments } from './outgoing-enrolments.js';
import { OwnRequests } from './own-requests.js';
import { withReasonText } from './reason-text.js';

const OK = 200;

/** Seats in sessions of other regions that people ask for themselves, and the approvals of their own region. */
@ServiceController('training-catalog', '')
export class OwnEnrolmentsElsewhereController {
  constructor(
    private readonly requests: OwnRequests,
    private readonly outgoing: OutgoingEnrolments,
    private readonly reaches: EnrolmentReaches,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
  ) {}

  /** Asks for a seat; the host hears of it once everybody at home agreed. */
  @Post('me/enrolments-elsewhere')
  @Requires('self:write')
  @ApiCreatedResponse({ type: OwnRequestView })
  ask(
    @Body() { sessionId, note }: AskSeatElsewhereDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<OwnRequestView>> {
    const employeeId = getOwnEmployee(principal);
    return this.idempotency.run(request, (tx) =>
      this.requests.ask(tx, sessionId, employeeId, note ?? null, principal.subject),
    );
  }

  @Post('me/enrolments-elsewhere/:enrolmentId/withdraw')
  @Requires('self:write')
  @ApiOkResponse({ type: SeatRequestedView })
  withdraw(
    @Param('enrolmentId', ParseUUIDPipe) enrolmentId: string,
    @Body() { reason }: ReasonDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<SeatRequestedView>> {
    const own = getOwnEmployee(principal);
    return this.idempotency.run(
      request,
      async (tx) => {
        await this.outgoing.withdraw(tx, enrolmentId, reason, null, principal.subject, own);
        return { enrolmentId };
      },
      OK,
    );
  }

  /** What awaits an approval, of the people whom the caller may approve. */
  @Get('enrolments-elsewhere/awaiting')
  @Requires('enrolments:approve')
  @ApiOkResponse({ type: EnrolmentElsewherePage })
  async awaiting(
    @Query() query: EnrolmentElsewhereQuery,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') language?: string,
  ): Promise<Page<EnrolmentElsewhereView>> {
    const { visible, officer, supervises = null } = this.reaches.approving(principal);
    const which = { employeeId: query.employeeId, awaiting: true, supervisorId: supervises };
    const page = await pageElsewhere(this.database, query, officer ? null : visible, which);
    const subjects = [...new Set(page.items.map((item) => item.employeeId))];
    await this.audit.recordRead(this.database, { actor: principal.subject, subjects, purpose: 'enrolment' });
    return withReasonText(page, preferredLanguage(language));
  }

  @Post('enrolments-elsewhere/:enrolmentId/approve')
  @Requires('enrolments:approve')
  @ApiOkResponse({ type: OwnRequestView })
  approve(
    @Param('enrolmentId', ParseUUIDPipe) enrolmentId: string,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<OwnRequestView>> {
    const reach = this.reaches.approving(principal);
    return this.idempotency.run(request, (tx) => this.requests.approve(tx, enrolmentId, reach, principal.subject), OK);
  }

  @Post('enrolments-elsewhere/:enrolmentId/refuse')
  @Requires('enrolments:approve')
  @ApiOkResponse({ type: OwnRequestView })
  refuse(
    @Param('enrolmentId', ParseUUIDPipe) enrolmentId: string,
    @Body() { reason }: ReasonDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<OwnRequestView>> {
    const reach = this.reaches.approving(principal);
    return this.idempotency.run(
      request,
      (tx) => this.requests.refuse(tx, enrolmentId, reason, reach, principal.subject),
      OK,
    );
  }
}
