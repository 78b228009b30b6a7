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
  type Principal,
  ApiCreatedResponse,
  ApiOperation,
} from '@betang/platform';
import { Body, Delete, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { GivenRoleView, NewGrantDto } from './role.dto.js';
import { RoleGrants } from './role-grants.js';

/** The roles of an account. */
@ServiceController('identity', 'accounts')
export class RoleGrantsController {
  constructor(
    private readonly config: RegionConfig,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly grants: RoleGrants,
  ) {}

  @Post(':accountId/roles')
  @Requires('accounts:manage')
  @ApiOperation({
    summary: 'Gives a role, or asks a second officer for one over rights, or over records of the region',
  })
  @ApiCreatedResponse({ type: GivenRoleView })
  give(
    @Param('accountId', ParseUUIDPipe) accountId: string,
    @Body() { role, unitId, reason }: NewGrantDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<GivenRoleView>> {
    this.assertManager(principal);
    return this.idempotency.run(request, (tx) =>
      this.grants.give(tx, { accountId, role, unitId: unitId ?? null, reason: reason ?? null }, principal),
    );
  }

  @Delete(':accountId/roles/:grantId')
  @HttpCode(204)
  @Requires('accounts:manage')
  @ApiOperation({ summary: 'Takes a role away, at once and without a second officer' })
  async take(
    @Param('accountId', ParseUUIDPipe) accountId: string,
    @Param('grantId', ParseUUIDPipe) grantId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<void> {
    this.assertManager(principal);
    await this.database.unitOfWork.run((tx) => this.grants.take(tx, accountId, grantId, principal.subject));
  }

  private assertManager(principal: Principal): void {
    assertMayActOn(principal, 'accounts:manage', { region: this.config.region });
  }
}
