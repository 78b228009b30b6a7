import {
  Clock,
  CurrentPrincipal,
  Idempotency,
  ListQuery,
  OnceRequest,
  RegionConfig,
  Requires,
  ServiceController,
  ServiceDatabase,
  assertMayActOn,
  type IdempotentRequest,
  type ListDefinition,
  type ListRow,
  type OnceAnswer,
  type Page,
  type Principal,
  ApiOkResponse,
} from '@betang/platform';
import { Body, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { GuestQueue } from './guest-queue.js';
import { OfferSeatsDto, SeatOfferPage, SeatOfferQuery, SeatOfferView } from './seat-offer.dto.js';
import { SeatOffers, type SeatOffer } from './seat-offers.js';

/** The region's own offers come back from the federation; one that stands alone finds them here all the same. */
const LIST: ListDefinition = {
  select: `SELECT region, state, told FROM (
    SELECT o.session_id, o.region, CASE WHEN s.state <> 'OPEN' THEN 'CLOSED' ELSE o.state END AS state, o.programme_id, o.starts_on, o.request_until, o.told
      FROM shared_seat_offer AS o LEFT JOIN shared_session AS s USING (session_id)
     WHERE o.session_id NOT IN (SELECT session_id FROM seat_offer)
    UNION ALL
    SELECT session_id, NULL, CASE WHEN s.state <> 'OPEN' THEN 'CLOSED' ELSE told->>'state' END, (told->>'programmeId')::uuid, (told->>'startsOn')::date, (told->>'requestUntil')::date, told
      FROM seat_offer JOIN training_session AS s USING (session_id)) AS offer`,
  sorts: { startsOn: { sql: 'starts_on', type: 'date' }, requestUntil: { sql: 'request_until', type: 'date' } },
  defaultSort: 'startsOn',
  key: { sql: 'session_id', type: 'uuid' },
};

const DONE = 200;

interface OfferRow extends ListRow {
  readonly region: string | null;
  /** As it is now: the end of a session closes what was offered in it. */
  readonly state: SeatOffer['state'];
  readonly told: SeatOffer;
}

/** Seats that regions open to each other. */
@ServiceController('training-catalog', '')
export class SeatOffersController {
  constructor(
    private readonly offers: SeatOffers,
    private readonly queue: GuestQueue,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly clock: Clock,
    private readonly config: RegionConfig,
  ) {}

  @Get('seat-offers')
  @Requires('training:read')
  @ApiOkResponse({ type: SeatOfferPage })
  async list(@Query() query: SeatOfferQuery): Promise<Page<SeatOfferView>> {
    const list = new ListQuery(LIST, query)
      .where('state = ?', query.state)
      .where('request_until >= ?::date', query.state === 'OPEN' ? this.clock.today() : undefined)
      .where('programme_id = ?', query.programmeId)
      .search(["told->>'title'"], query.search)
      .where('coalesce(region, ?) = ?', query.region && this.config.region, query.region)
      .build();
    const page = list.page(await this.database.query<OfferRow>(list.text, list.values));
    return { ...page, items: page.items.map(({ region, state, told }) => this.viewOf({ ...told, state }, region)) };
  }

  /** Opens seats, or changes what was opened: the newest word holds. */
  @Post('sessions/:sessionId/seat-offer')
  @Requires('training:write')
  @ApiOkResponse({ type: SeatOfferView })
  offer(
    @Param('sessionId', ParseUUIDPipe) sessionId: string,
    @Body() input: OfferSeatsDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<SeatOfferView>> {
    this.assertOfficer(principal);
    const { reservedUntil, ...rest } = input;
    const held = reservedUntil === undefined ? {} : { reservedUntil: reservedUntil.toISOString() };
    const terms = { ...rest, ...held, contribution: input.contribution ?? 0 };
    return this.idempotency.run(
      request,
      async (tx) => {
        const told = await this.offers.offer(tx, sessionId, terms, principal.subject);
        await this.queue.advance(tx, sessionId);
        return this.viewOf(told, null);
      },
      DONE,
    );
  }

  @Post('sessions/:sessionId/seat-offer/close')
  @Requires('training:write')
  @ApiOkResponse({ type: SeatOfferView })
  close(
    @Param('sessionId', ParseUUIDPipe) sessionId: string,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<SeatOfferView>> {
    this.assertOfficer(principal);
    return this.idempotency.run(
      request,
      async (tx) => {
        const told = await this.offers.close(tx, sessionId, principal.subject);
        await this.queue.advance(tx, sessionId);
        return this.viewOf(told, null);
      },
      DONE,
    );
  }

  private viewOf(told: SeatOffer, region: string | null): SeatOfferView {
    return { ...told, reservedUntil: told.reservedUntil ?? null, region: region ?? this.config.region };
  }

  private assertOfficer(principal: Principal): void {
    assertMayActOn(principal, 'training:write', { region: this.config.region });
  }
}
