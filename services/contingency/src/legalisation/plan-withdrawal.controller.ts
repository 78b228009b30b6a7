import {
  Clock,
  CurrentPrincipal,
  Idempotency,
  OnceRequest,
  Requires,
  ServiceController,
  type IdempotentRequest,
  type OnceAnswer,
  type Principal,
  ApiOkResponse,
} from '@betang/platform';
import { Body, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ContingencyAccess } from '../access/contingency-access.js';
import { Consequences } from '../consequences.js';
import { planView } from '../plans/plan-views.js';
import { PlanView, ReasonDto } from '../plans/plan.dto.js';
import { PlanWithdrawal } from './plan-withdrawal.js';

const DONE = 200;

/** Plans that are no longer kept (dicabut). */
@ServiceController('contingency', 'plans')
export class PlanWithdrawalController {
  constructor(
    private readonly withdrawal: PlanWithdrawal,
    private readonly access: ContingencyAccess,
    private readonly idempotency: Idempotency,
    private readonly consequences: Consequences,
    private readonly clock: Clock,
  ) {}

  /** The plan is no longer kept; its hazard lacks one again. Throws `emergency-open` (409) while it is activated. */
  @Post(':planId/withdraw')
  @Requires('contingency:write')
  @ApiOkResponse({ type: PlanView })
  async withdraw(
    @Param('planId', ParseUUIDPipe) planId: string,
    @Body() { reason }: ReasonDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<PlanView>> {
    this.access.assertRegion(principal);
    return this.idempotency.run(
      request,
      async (tx) => {
        const { plan, others } = await this.withdrawal.withdraw(tx, planId, { reason, by: principal.subject });
        const object = { type: 'plan', id: planId };
        const outcome = { actor: principal.subject, action: 'withdraw-plan', object, reason };
        await this.consequences.settle(tx, { ...outcome, plans: [planId, ...others], hazards: true });
        return planView(plan, this.clock.today());
      },
      DONE,
    );
  }
}
