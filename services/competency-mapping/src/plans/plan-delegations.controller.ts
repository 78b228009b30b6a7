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
  ApiCreatedResponse,
  ApiOkResponse,
} from '@betang/platform';
import { Body, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { PlanDelegations } from './delegations.js';
import { PlanAccess } from './plan-access.js';
import {
  DelegateDto,
  DelegationPage,
  DelegationQuery,
  type DelegationView,
  DelegatedView,
  DelegationEndedView,
} from './plan.dto.js';

const DONE = 200;

/** Steps of a plan that were handed to someone else for a time (pendelegasian). */
@ServiceController('competency-mapping', 'plans/:planId/delegations')
export class PlanDelegationsController {
  constructor(
    private readonly delegations: PlanDelegations,
    private readonly access: PlanAccess,
    private readonly idempotency: Idempotency,
    private readonly database: ServiceDatabase,
  ) {}

  /** Who may take which step for whom, and until when; those that are over too. */
  @Get()
  @Requires('plans:read')
  @ApiOkResponse({ type: DelegationPage })
  async list(
    @Param('planId', ParseUUIDPipe) planId: string,
    @Query() query: DelegationQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<DelegationView>> {
    await this.access.getPlan(this.database, principal, 'plans:read', planId);
    return this.delegations.page(planId, query);
  }

  @Post()
  @Requires('plans:write')
  @ApiCreatedResponse({ type: DelegatedView })
  delegate(
    @Param('planId', ParseUUIDPipe) planId: string,
    @Body() input: DelegateDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<DelegatedView>> {
    return this.idempotency.run(request, async (tx) => {
      await this.access.assertOwnStep(tx, principal, planId, input.action);
      return { delegationId: await this.delegations.delegate(tx, planId, input, principal.subject) };
    });
  }

  /** Ended by whoever could take the step in own right; a planner does not end what the appointing authority gave. */
  @Post(':delegationId/end')
  @Requires('plans:write')
  @ApiOkResponse({ type: DelegationEndedView })
  end(
    @Param('planId', ParseUUIDPipe) planId: string,
    @Param('delegationId', ParseUUIDPipe) delegationId: string,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<DelegationEndedView>> {
    return this.idempotency.run(
      request,
      async (tx) => {
        await this.access.getPlan(tx, principal, 'plans:read', planId);
        const action = await this.delegations.getAction(tx, planId, delegationId);
        await this.access.assertOwnStep(tx, principal, planId, action);
        return { ended: await this.delegations.end(tx, planId, delegationId, principal.subject) };
      },
      DONE,
    );
  }
}
