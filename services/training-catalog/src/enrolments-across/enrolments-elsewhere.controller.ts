import {
  Audit,
  CurrentPrincipal,
  Idempotency,
  OnceRequest,
  RegionConfig,
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
import { visibleUnits, type VisibleUnits } from '../employees/visible-units.js';
import { getOwnEmployee } from '../employees/own-employee.js';
import {
  EnrolmentElsewherePage,
  EnrolmentElsewhereQuery,
  EnrolmentElsewhereView,
  RequestSeatDto,
  SeatRequestedView,
  WithdrawSeatDto,
} from './enrolment-across.dto.js';
import { pageElsewhere } from './enrolment-elsewhere.queries.js';
import { OutgoingEnrolments } from './outgoing-enrolments.js';
import { withReasonText } from './reason-text.js';

const DONE = 200;

/** Seats for people of this region in sessions of others. */
@ServiceController('training-catalog', '')
export class EnrolmentsElsewhereController {
  constructor(
    private readonly enrolments: OutgoingEnrolments,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
    private readonly config: RegionConfig,
  ) {}

  @Get('enrolments-elsewhere')
  @Requires('enrolments:write')
  @ApiOkResponse({ type: EnrolmentElsewherePage })
  async list(
    @Query() query: EnrolmentElsewhereQuery,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') language?: string,
  ): Promise<Page<EnrolmentElsewhereView>> {
    const page = await pageElsewhere(this.database, query, this.visible(principal), { employeeId: query.employeeId });
    const subjects = [...new Set(page.items.map(({ employeeId }) => employeeId))];
    await this.audit.recordRead(this.database, { actor: principal.subject, subjects, purpose: 'enrolment' });
    return withReasonText(page, preferredLanguage(language));
  }

  /** One's own. */
  @Get('me/enrolments-elsewhere')
  @Requires('self:read')
  @ApiOkResponse({ type: EnrolmentElsewherePage })
  async own(
    @Query() query: EnrolmentElsewhereQuery,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') language?: string,
  ): Promise<Page<EnrolmentElsewhereView>> {
    return withReasonText(
      await pageElsewhere(this.database, query, null, { employeeId: getOwnEmployee(principal) }),
      preferredLanguage(language),
    );
  }

  @Post('enrolments-elsewhere')
  @Requires('enrolments:write')
  @ApiCreatedResponse({ type: SeatRequestedView })
  request(
    @Body() input: RequestSeatDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<SeatRequestedView>> {
    const command = { ...input, actor: principal.subject, visible: this.visible(principal) };
    return this.idempotency.run(request, async (tx) => ({ enrolmentId: await this.enrolments.request(tx, command) }));
  }

  @Post('enrolments-elsewhere/:enrolmentId/withdraw')
  @Requires('enrolments:write')
  @ApiOkResponse({ type: SeatRequestedView })
  withdraw(
    @Param('enrolmentId', ParseUUIDPipe) enrolmentId: string,
    @Body() { reason }: WithdrawSeatDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<SeatRequestedView>> {
    return this.idempotency.run(
      request,
      async (tx) => {
        await this.enrolments.withdraw(tx, enrolmentId, reason, this.visible(principal), principal.subject);
        return { enrolmentId };
      },
      DONE,
    );
  }

  private visible(principal: Principal): VisibleUnits {
    return visibleUnits(principal, 'enrolments:write', this.config.region);
  }
}
