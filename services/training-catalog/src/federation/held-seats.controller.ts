import {
  AppError,
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
  ApiCreatedResponse,
  ApiOkResponse,
} from '@betang/platform';
import { Body, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { findSeatFigures } from './held-seats.queries.js';
import { ReturnSeatsDto, SeatReturnPage, SeatReturnQuery, SeatReturnView, SessionSeatsView } from './seat-offer.dto.js';
import { SeatReturns } from './seat-returns.js';

const LIST: ListDefinition = {
  select: `SELECT return_id AS "returnId", session_id AS "sessionId", host_region AS "hostRegion", seats, reason, returned_at AS "returnedAt" FROM seat_return`,
  sorts: { returnedAt: { sql: 'returned_at', type: 'timestamptz' } },
  defaultSort: '-returnedAt',
  key: { sql: 'return_id', type: 'uuid' },
};

/** Seats that are held for regions: how they stand at the host, and giving them back at home. */
@ServiceController('training-catalog', '')
export class HeldSeatsController {
  constructor(
    private readonly returns: SeatReturns,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly clock: Clock,
    private readonly config: RegionConfig,
  ) {}

  @Get('sessions/:sessionId/seats')
  @Requires('training:read')
  @ApiOkResponse({ type: SessionSeatsView })
  async seats(@Param('sessionId', ParseUUIDPipe) sessionId: string): Promise<SessionSeatsView> {
    const figures = await findSeatFigures(this.database, sessionId, this.clock.now());
    if (!figures) throw new AppError('session-not-found', { status: 404 });
    return figures;
  }

  @Get('seat-returns')
  @Requires('training:read')
  @ApiOkResponse({ type: SeatReturnPage })
  async list(@Query() query: SeatReturnQuery): Promise<Page<SeatReturnView>> {
    const list = new ListQuery(LIST, query).where('session_id = ?', query.sessionId).build();
    return list.page(await this.database.query<SeatReturnView & ListRow>(list.text, list.values));
  }

  /** Gives back seats that another region holds for this one. */
  @Post('seat-offers/:sessionId/returns')
  @Requires('training:write')
  @ApiCreatedResponse({ type: SeatReturnView })
  giveBack(
    @Param('sessionId', ParseUUIDPipe) sessionId: string,
    @Body() input: ReturnSeatsDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<SeatReturnView>> {
    assertMayActOn(principal, 'training:write', { region: this.config.region });
    return this.idempotency.run(request, (tx) => this.returns.giveBack(tx, sessionId, input, principal.subject));
  }
}
