import {
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
  ApiOkResponse,
} from '@betang/platform';
import { Body, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { PeopleAccess } from '../people/people-access.js';
import { PeerAnswers } from './peer-answers.js';
import {
  AnswerTakenView,
  DeclinePeerDto,
  OwnPeerRequestPage,
  OwnPeerRequestQuery,
  OwnPeerRequestView,
  PeerAnswerDto,
  PeerResultPage,
  PeerResultQuery,
  type OwnPeerRequestRow,
  type PeerResultView,
} from './peer-request.dto.js';
import { PeerQueries } from './peer.queries.js';

const DONE = 200;

/**
 * What one is asked about colleagues, and what colleagues showed of oneself. A look at a request is not put on record as a look at the person's data: it shows a
 * name and a position, and the record, which the person reads, would tell who was asked.
 */
@ServiceController('competency-mapping', 'me')
export class OwnPeerRequestsController {
  constructor(
    private readonly answers: PeerAnswers,
    private readonly queries: PeerQueries,
    private readonly people: PeopleAccess,
    private readonly idempotency: Idempotency,
    private readonly database: ServiceDatabase,
  ) {}

  @Get('peer-requests')
  @Requires('self:read')
  @ApiOkResponse({ type: OwnPeerRequestPage })
  async list(
    @Query() query: OwnPeerRequestQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<OwnPeerRequestRow>> {
    const { employeeId } = await this.people.getOwn(principal);
    return this.queries.toMe(query, employeeId);
  }

  @Get('peer-requests/:requestId')
  @Requires('self:read')
  @ApiOkResponse({ type: OwnPeerRequestView })
  async show(
    @Param('requestId', ParseUUIDPipe) requestId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<OwnPeerRequestView> {
    const { employeeId } = await this.people.getOwn(principal);
    return this.answers.getOwn(this.database, requestId, employeeId);
  }

  /** The answer as it is from now on, until the day or until the request is closed. */
  @Post('peer-requests/:requestId/answer')
  @Requires('self:write')
  @ApiOkResponse({ type: AnswerTakenView })
  async answer(
    @Param('requestId', ParseUUIDPipe) requestId: string,
    @Body() input: PeerAnswerDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<AnswerTakenView>> {
    const { employeeId: peerId } = await this.people.getOwn(principal);
    return this.idempotency.run(
      request,
      (tx) => this.answers.answer(tx, { requestId, peerId }, input, principal.subject),
      DONE,
    );
  }

  /** One does not answer, and says why; also in the place of an answer given before. */
  @Post('peer-requests/:requestId/decline')
  @Requires('self:write')
  @ApiOkResponse({ type: AnswerTakenView })
  async decline(
    @Param('requestId', ParseUUIDPipe) requestId: string,
    @Body() { reason }: DeclinePeerDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<AnswerTakenView>> {
    const { employeeId: peerId } = await this.people.getOwn(principal);
    return this.idempotency.run(
      request,
      (tx) => this.answers.decline(tx, { requestId, peerId }, reason, principal.subject),
      DONE,
    );
  }

  /** What colleagues showed of oneself together, of each request that had enough answers. */
  @Get('peer-results')
  @Requires('self:read')
  @ApiOkResponse({ type: PeerResultPage })
  async results(
    @Query() query: PeerResultQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<PeerResultView>> {
    const { employeeId } = await this.people.getOwn(principal);
    return this.queries.aboutMe(query, employeeId);
  }
}
