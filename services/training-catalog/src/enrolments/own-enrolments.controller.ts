import {
  AppError,
  CurrentPrincipal,
  Idempotency,
  OnceRequest,
  PageQuery,
  Requires,
  ServiceController,
  type IdempotentRequest,
  type OnceAnswer,
  type Page,
  type Principal,
  ApiCreatedResponse,
  ApiOkResponse,
} from '@betang/platform';
import { Body, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { getOwnEmployee } from '../employees/own-employee.js';
import {
  EnrolOneselfDto,
  EnrolmentStateView,
  OwnEnrolmentPage,
  ReasonDto,
  type OwnEnrolmentView,
} from './enrolment.dto.js';
import { EnrolmentQueries } from './enrolment.queries.js';
import { EnrolmentReaches } from './enrolment-reach.js';
import { stateView } from './enrolment-state.view.js';
import { Enrolments } from './enrolments.js';

const OK = 200;

/** A civil servant's own enrolments. */
@ServiceController('training-catalog', 'me')
export class OwnEnrolmentsController {
  constructor(
    private readonly enrolments: Enrolments,
    private readonly queries: EnrolmentQueries,
    private readonly reaches: EnrolmentReaches,
    private readonly idempotency: Idempotency,
  ) {}

  @Get('enrolments')
  @Requires('self:read')
  @ApiOkResponse({ type: OwnEnrolmentPage })
  list(@Query() query: PageQuery, @CurrentPrincipal() principal: Principal): Promise<Page<OwnEnrolmentView>> {
    return this.queries.own(getOwnEmployee(principal), query);
  }

  /** Asks for a seat; who has to agree is the session's rule. */
  @Post('sessions/:sessionId/enrolment')
  @Requires('self:write')
  @ApiCreatedResponse({ type: EnrolmentStateView })
  enrol(
    @Param('sessionId', ParseUUIDPipe) sessionId: string,
    @Body() { note }: EnrolOneselfDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<EnrolmentStateView>> {
    const employeeId = getOwnEmployee(principal);
    const asked = {
      sessionId,
      employeeIds: [employeeId],
      origin: 'SELF' as const,
      note: note ?? null,
      actor: principal.subject,
      visible: null,
      byOfficer: false,
    };
    return this.idempotency.run(request, async (tx) => {
      const { enrolled, unknown } = await this.enrolments.request(tx, asked);
      if (unknown.length > 0) throw new AppError('employee-unknown', { status: 422 });
      if (enrolled.length === 0) throw new AppError('enrolled-already', { status: 409 });
      return (await stateView(tx, enrolled))[0]!;
    });
  }

  @Post('enrolments/:enrolmentId/withdraw')
  @Requires('self:write')
  @ApiOkResponse({ type: EnrolmentStateView })
  withdraw(
    @Param('enrolmentId', ParseUUIDPipe) enrolmentId: string,
    @Body() { reason }: ReasonDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<EnrolmentStateView>> {
    const reach = this.reaches.own(getOwnEmployee(principal));
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
