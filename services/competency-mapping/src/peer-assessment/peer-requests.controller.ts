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
import { PeerAccess } from './peer-access.js';
import {
  AskPeersDto,
  FurtherPeersDto,
  PeerRequestAnswer,
  PeerRequestPage,
  PeerRequestQuery,
  PeerRequestView,
  WithdrawPeersDto,
  type PeerRequestRow,
} from './peer-request.dto.js';
import { assertNotAsked, getRequest } from './peer-request-store.js';
import { PeerQueries } from './peer.queries.js';
import { PeerRequests } from './peer-requests.js';

const DONE = 200;
const PURPOSE = 'competency-assessment';

/** Requests to colleagues (rekan kerja), for planners, officers and supervisors who ask them. */
@ServiceController('competency-mapping', 'peer-requests')
export class PeerRequestsController {
  constructor(
    private readonly requests: PeerRequests,
    private readonly queries: PeerQueries,
    private readonly access: PeerAccess,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
    private readonly database: ServiceDatabase,
  ) {}

  @Get()
  @Requires('assessments:ask')
  @ApiOkResponse({ type: PeerRequestPage })
  async list(
    @Query() query: PeerRequestQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<PeerRequestRow>> {
    const page = await this.queries.list(query, this.access.reachOf(principal));
    const subjects = page.items.map(({ employeeId }) => employeeId);
    await this.audit.recordRead(this.database, { actor: principal.subject, subjects, purpose: PURPOSE });
    return page;
  }

  /** Asks colleagues to assess a person in some competencies by a day. */
  @Post()
  @Requires('assessments:ask')
  @ApiCreatedResponse({ type: PeerRequestAnswer })
  ask(
    @Body() { employeeId, ...question }: AskPeersDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<PeerRequestAnswer>> {
    return this.idempotency.run(request, (tx) => this.requests.ask(tx, employeeId, question, principal));
  }

  @Get(':requestId')
  @Requires('assessments:ask')
  @ApiOkResponse({ type: PeerRequestView })
  async show(
    @Param('requestId', ParseUUIDPipe) requestId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<PeerRequestView> {
    const { employeeId } = await getRequest(this.database, requestId);
    await assertNotAsked(this.database, requestId, principal.employeeId);
    const { name } = await this.access.getPerson(this.database, principal, employeeId);
    const view = await this.queries.show(requestId, name);
    const subjects = [employeeId, ...view.peers.map(({ peerId }) => peerId)];
    await this.audit.recordRead(this.database, { actor: principal.subject, subjects, purpose: PURPOSE });
    return view;
  }

  /** Asks further colleagues, in the place of those who declined or left. */
  @Post(':requestId/peers')
  @Requires('assessments:ask')
  @ApiOkResponse({ type: PeerRequestAnswer })
  askFurther(
    @Param('requestId', ParseUUIDPipe) requestId: string,
    @Body() { peerIds }: FurtherPeersDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<PeerRequestAnswer>> {
    return this.idempotency.run(request, (tx) => this.requests.askFurther(tx, requestId, peerIds, principal), DONE);
  }

  /** Before its day, once enough have answered: what they showed together becomes evidence. */
  @Post(':requestId/close')
  @Requires('assessments:ask')
  @ApiOkResponse({ type: PeerRequestAnswer })
  close(
    @Param('requestId', ParseUUIDPipe) requestId: string,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<PeerRequestAnswer>> {
    return this.idempotency.run(request, (tx) => this.requests.close(tx, requestId, principal), DONE);
  }

  /** Nothing of it counts; answers are forgotten. */
  @Post(':requestId/withdraw')
  @Requires('assessments:ask')
  @ApiOkResponse({ type: PeerRequestAnswer })
  withdraw(
    @Param('requestId', ParseUUIDPipe) requestId: string,
    @Body() { reason }: WithdrawPeersDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<PeerRequestAnswer>> {
    return this.idempotency.run(request, (tx) => this.requests.withdraw(tx, requestId, reason, principal), DONE);
  }
}
