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
  assertMayActOn,
  preferredLanguage,
  type IdempotentRequest,
  type ListDefinition,
  type ListRow,
  type OnceAnswer,
  type Page,
  type Principal,
  ApiOkResponse,
} from '@betang/platform';
import { Body, Get, Headers, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { DecideGuestDto, GuestPage, GuestQuery, GuestView } from './enrolment-across.dto.js';
import { withReasonText } from './reason-text.js';
import { GuestSeats } from './guest-seats.js';
import { GUEST_SELECT, type GuestEnrolment } from './guest-store.js';

const LIST: ListDefinition = {
  select: GUEST_SELECT,
  sorts: { receivedAt: { sql: 'received_at', type: 'timestamptz' }, homeRegion: { sql: 'home_region', type: 'text' } },
  defaultSort: 'receivedAt',
  key: { sql: 'enrolment_id', type: 'uuid' },
};
const DONE = 200;

/** People of other regions in sessions of this one. */
@ServiceController('training-catalog', 'guests')
export class GuestsController {
  constructor(
    private readonly seats: GuestSeats,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
    private readonly config: RegionConfig,
  ) {}

  @Get()
  @Requires('enrolments:approve')
  @ApiOkResponse({ type: GuestPage })
  async list(
    @Query() query: GuestQuery,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') language?: string,
  ): Promise<Page<GuestView>> {
    this.assertOfficer(principal);
    const list = new ListQuery(LIST, query)
      .where('session_id = ?', query.sessionId)
      .where('state = ?', query.state)
      .where('home_region = ?', query.homeRegion)
      .build();
    const page = list.page(await this.database.query<GuestEnrolment & ListRow>(list.text, list.values));
    await this.audit.recordRead(this.database, {
      actor: principal.subject,
      subjects: page.items.map(({ enrolmentId }) => enrolmentId),
      subjectType: 'guest-enrolment',
      purpose: 'enrolment-elsewhere',
    });
    return withReasonText({ ...page, items: page.items.map(viewOf) }, preferredLanguage(language));
  }

  @Post(':enrolmentId/decide')
  @Requires('enrolments:approve')
  @ApiOkResponse({ type: GuestView })
  decide(
    @Param('enrolmentId', ParseUUIDPipe) enrolmentId: string,
    @Body() { accept, reason }: DecideGuestDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<GuestView>> {
    this.assertOfficer(principal);
    return this.idempotency.run(
      request,
      async (tx) => viewOf(await this.seats.decide(tx, enrolmentId, accept, reason ?? null, principal.subject)),
      DONE,
    );
  }

  private assertOfficer(principal: Principal): void {
    assertMayActOn(principal, 'enrolments:approve', { region: this.config.region });
  }
}

function viewOf({ enrolmentId, sessionId, homeRegion, learnerName, state, reason }: GuestEnrolment): GuestView {
  return { enrolmentId, sessionId, homeRegion, learnerName, state, reason };
}
