import {
  AppError,
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
} from '@betang/platform';
import { Body, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse } from '@nestjs/swagger';
import { Clock } from '../clock.js';
import { findHeldSeats } from './held-seats.queries.js';
import { ReturnSeatsDto, SeatReturnPage, SeatReturnQuery, SeatReturnView, SessionSeatsView } from './seat-offer.dto.js';
import { SeatReturns } from './seat-returns.js';

const LIST: ListDefinition = {
  select: `SELECT return_id AS "returnId", session_id AS "sessionId", host_region AS "hostRegion", seats, reason, returned_at AS "returnedAt" FROM seat_return`,
  sorts: { returnedAt: { sql: 'returned_at', type: 'timestamptz' } },
  defaultSort: '-returnedAt',
  key: { sql: 'return_id', type: 'uuid' },
};
const SEATS = `SELECT s.capacity, (SELECT count(*)::integer FROM enrolment AS n WHERE n.session_id = s.session_id
      AND n.state IN ('ENROLLED', 'PASSED', 'NOT_PASSED')) AS taken,
    (SELECT count(*)::integer FROM enrolment AS n WHERE n.session_id = s.session_id AND n.state = 'WAITING') AS waiting
  FROM training_session AS s WHERE s.session_id = $1`;

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
    type Row = Pick<SessionSeatsView, 'capacity' | 'taken' | 'waiting'>;
    const [row] = await this.database.query<Row>(SEATS, [sessionId]);
    if (!row) throw new AppError('session-not-found', { status: 404 });
    const map = await findHeldSeats(this.database, sessionId, this.clock.now());
    const held = [...map].map(([region, seats]) => ({ region, seats }));
    const promised = held.reduce((sum, { seats }) => sum + seats, row.taken);
    return { ...row, held, free: Math.max(0, row.capacity - promised) };
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
