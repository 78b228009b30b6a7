import {
  CurrentPrincipal,
  Idempotency,
  OnceRequest,
  RegionConfig,
  Requires,
  ServiceController,
  ServiceDatabase,
  assertMayActOn,
  type IdempotentRequest,
  type OnceAnswer,
  type Page,
  type Principal,
  type Scope,
  ApiOkResponse,
  ApiOperation,
} from '@betang/platform';
import { Body, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { RefuseScopesDto, ScopeRequestPage, ScopeRequestQuery, ScopeRequestView } from './client.dto.js';
import type { ScopeVerdict } from './scope-request.js';
import { listScopeRequests } from './scope-request-store.js';
import { ScopeRequests, getScopeRequest } from './scope-requests.js';

const OK = 200;

/** Requests for scopes of programs, which take two: operators ask with `service-clients`, personnel officers of the whole region decide here. */
@ServiceController('identity', 'client-scope-requests')
export class ScopeRequestsController {
  constructor(
    private readonly config: RegionConfig,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly requests: ScopeRequests,
  ) {}

  @Get()
  @Requires('clients:read')
  @ApiOkResponse({ type: ScopeRequestPage })
  async list(
    @Query() query: ScopeRequestQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<ScopeRequestView>> {
    this.assertMay(principal, 'clients:read');
    return listScopeRequests(this.database, query);
  }

  @Get(':requestId')
  @Requires('clients:read')
  @ApiOkResponse({ type: ScopeRequestView })
  async get(
    @Param('requestId', ParseUUIDPipe) requestId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<ScopeRequestView> {
    this.assertMay(principal, 'clients:read');
    return getScopeRequest(this.database, requestId);
  }

  @Post(':requestId/approve')
  @HttpCode(OK)
  @Requires('clients:approve')
  @ApiOperation({ summary: 'Gives the program its scopes, with its next token; not for who asked, nor for programs' })
  @ApiOkResponse({ type: ScopeRequestView })
  approve(
    @Param('requestId', ParseUUIDPipe) requestId: string,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<ScopeRequestView>> {
    this.assertMay(principal, 'clients:approve');
    return this.decide(request, requestId, 'APPROVED', principal, null);
  }

  @Post(':requestId/refuse')
  @HttpCode(OK)
  @Requires('clients:approve')
  @ApiOkResponse({ type: ScopeRequestView })
  refuse(
    @Param('requestId', ParseUUIDPipe) requestId: string,
    @Body() { note }: RefuseScopesDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<ScopeRequestView>> {
    this.assertMay(principal, 'clients:approve');
    return this.decide(request, requestId, 'REFUSED', principal, note);
  }

  @Post(':requestId/withdraw')
  @HttpCode(OK)
  @Requires('accounts:manage')
  @ApiOkResponse({ type: ScopeRequestView })
  withdraw(
    @Param('requestId', ParseUUIDPipe) requestId: string,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<ScopeRequestView>> {
    this.assertMay(principal, 'accounts:manage');
    return this.decide(request, requestId, 'WITHDRAWN', principal, null);
  }

  private decide(
    request: IdempotentRequest,
    requestId: string,
    verdict: ScopeVerdict,
    principal: Principal,
    note: string | null,
  ): Promise<OnceAnswer<ScopeRequestView>> {
    return this.idempotency.run(request, (tx) => this.requests.decide(tx, requestId, verdict, principal, note), OK);
  }

  /** A program reaches the whole region, so the right must too. */
  private assertMay(principal: Principal, scope: Scope): void {
    assertMayActOn(principal, scope, { region: this.config.region });
  }
}
