import {
  Audit,
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
import { RefuseRoleDto, RoleRequestPage, RoleRequestQuery, RoleRequestView } from './role.dto.js';
import type { RoleRequest, RoleVerdict } from './role-request.js';
import { listRoleRequests } from './role-request-store.js';
import { RoleRequests, getRoleRequest } from './role-requests.js';

const OK = 200;

/** Requests for roles that take two: operators ask with `accounts/:id/roles`, another operator or a personnel officer of the whole region decides here. */
@ServiceController('identity', 'role-requests')
export class RoleRequestsController {
  constructor(
    private readonly config: RegionConfig,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
    private readonly requests: RoleRequests,
  ) {}

  @Get()
  @Requires('roles:read')
  @ApiOkResponse({ type: RoleRequestPage })
  async list(
    @Query() query: RoleRequestQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<RoleRequestView>> {
    this.assertMay(principal, 'roles:read');
    const page = await listRoleRequests(this.database, query);
    await this.noteRead(principal, page.items);
    return page;
  }

  @Get(':requestId')
  @Requires('roles:read')
  @ApiOkResponse({ type: RoleRequestView })
  async get(
    @Param('requestId', ParseUUIDPipe) requestId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<RoleRequestView> {
    this.assertMay(principal, 'roles:read');
    const request = await getRoleRequest(this.database, requestId);
    await this.noteRead(principal, [request]);
    return request;
  }

  @Post(':requestId/approve')
  @HttpCode(OK)
  @Requires('roles:approve')
  @ApiOperation({ summary: 'Gives the role, with the next token; not for who asked, nor who gets it, nor programs' })
  @ApiOkResponse({ type: RoleRequestView })
  approve(
    @Param('requestId', ParseUUIDPipe) requestId: string,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<RoleRequestView>> {
    this.assertMay(principal, 'roles:approve');
    return this.decide(request, requestId, 'APPROVED', principal, null);
  }

  @Post(':requestId/refuse')
  @HttpCode(OK)
  @Requires('roles:approve')
  @ApiOkResponse({ type: RoleRequestView })
  refuse(
    @Param('requestId', ParseUUIDPipe) requestId: string,
    @Body() { note }: RefuseRoleDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<RoleRequestView>> {
    this.assertMay(principal, 'roles:approve');
    return this.decide(request, requestId, 'REFUSED', principal, note);
  }

  @Post(':requestId/withdraw')
  @HttpCode(OK)
  @Requires('accounts:manage')
  @ApiOkResponse({ type: RoleRequestView })
  withdraw(
    @Param('requestId', ParseUUIDPipe) requestId: string,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<RoleRequestView>> {
    this.assertMay(principal, 'accounts:manage');
    return this.decide(request, requestId, 'WITHDRAWN', principal, null);
  }

  private decide(
    request: IdempotentRequest,
    requestId: string,
    verdict: RoleVerdict,
    principal: Principal,
    note: string | null,
  ): Promise<OnceAnswer<RoleRequestView>> {
    return this.idempotency.run(request, (tx) => this.requests.decide(tx, requestId, verdict, principal, note), OK);
  }

  /** Whose request was looked at: it tells who somebody is. */
  private noteRead(principal: Principal, requests: readonly Pick<RoleRequest, 'employeeId'>[]): Promise<void> {
    const subjects = new Set(requests.flatMap(({ employeeId }) => (employeeId === null ? [] : [employeeId])));
    return this.audit.recordRead(this.database, {
      ...{ actor: principal.subject, subjects: [...subjects], purpose: 'accounts' },
    });
  }

  /** A role reaches the whole region through those who hold it, so the right must too. */
  private assertMay(principal: Principal, scope: Scope): void {
    assertMayActOn(principal, scope, { region: this.config.region });
  }
}
