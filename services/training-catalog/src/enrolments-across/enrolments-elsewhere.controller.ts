import {
  Audit,
  CurrentPrincipal,
  Idempotency,
  ListQuery,
  OnceRequest,
  RegionConfig,
  Requires,
  ServiceController,
  ServiceDatabase,
  preferredLanguage,
  type IdempotentRequest,
  type ListDefinition,
  type ListRow,
  type OnceAnswer,
  type Page,
  type Principal,
} from '@betang/platform';
import { Body, Get, Headers, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse } from '@nestjs/swagger';
import { visibleUnits, type VisibleUnits } from '../employees/visible-units.js';
import { inUnits, unitsParameter } from '../enrolments/reach.js';
import { getOwnEmployee } from '../sessions/session-access.js';
import {
  EnrolmentElsewherePage,
  EnrolmentElsewhereQuery,
  EnrolmentElsewhereView,
  RequestSeatDto,
  SeatRequestedView,
  WithdrawSeatDto,
} from './enrolment-across.dto.js';
import { OutgoingEnrolments } from './outgoing-enrolments.js';
import { withReasonText } from './reason-text.js';

const LIST: ListDefinition = {
  select: `SELECT o.enrolment_id AS "enrolmentId", o.session_id AS "sessionId", o.host_region AS "hostRegion", o.programme_id AS "programmeId", o.title,
      o.starts_on AS "startsOn", o.ends_on AS "endsOn", o.employee_id AS "employeeId", e.name, o.state, o.reason, o.completion_id AS "completionId",
      o.requested_at AS "requestedAt" FROM outgoing_enrolment AS o LEFT JOIN employee AS e USING (employee_id)`,
  sorts: {
    requestedAt: { sql: 'o.requested_at', type: 'timestamptz' },
    startsOn: { sql: 'o.starts_on', type: 'date' },
  },
  defaultSort: '-requestedAt',
  key: { sql: 'o.enrolment_id', type: 'uuid' },
};

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
    const page = await this.page(query, this.visible(principal), query.employeeId);
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
    return withReasonText(await this.page(query, null, getOwnEmployee(principal)), preferredLanguage(language));
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

  private async page(
    query: EnrolmentElsewhereQuery,
    visible: VisibleUnits,
    employeeId: string | undefined,
  ): Promise<Page<EnrolmentElsewhereView>> {
    const list = new ListQuery(LIST, query)
      .where('o.session_id = ?', query.sessionId)
      .where('o.employee_id = ?', employeeId)
      .where('o.state = ?', query.state)
      .where(inUnits('e.unit_id'), unitsParameter(visible))
      .build();
    return list.page(await this.database.query<EnrolmentElsewhereView & ListRow>(list.text, list.values));
  }

  private visible(principal: Principal): VisibleUnits {
    return visibleUnits(principal, 'enrolments:write', this.config.region);
  }
}
