import {
  AppError,
  CurrentPrincipal,
  Idempotency,
  OnceRequest,
  Requires,
  ServiceController,
  type IdempotentRequest,
  type OnceAnswer,
  type Principal,
  type Transaction,
  ApiOkResponse,
  NumberPipe,
} from '@betang/platform';
import { Body, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ContingencyAccess } from '../access/contingency-access.js';
import { Consequences } from '../consequences.js';
import { Findings } from '../drills/findings.js';
import { assertComplete } from '../plans/plan-content.decision.js';
import type { Plan, PlanVersion } from '../plans/plan-rows.js';
import { versionView } from '../plans/plan-views.js';
import { LegaliseDto, PlanVersionView, ReasonDto } from '../plans/plan.dto.js';
import { Plans } from '../plans/plans.js';
import { versionOutcome } from '../plans/version-outcome.js';
import { Reviews } from '../reviews/reviews.js';
import { PlanLegalisation } from './plan-legalisation.js';

const DONE = 200;
const UNSIGNED = {
  ...{ decreeNumber: null, decreeOn: null, signedBy: null, validFrom: null, validUntil: null },
  ...{ reviewDueOn: null, annexes: null },
} as const;

/** Steps of a version on its way into force: submitted, returned or discarded, legalised by decree. */
@ServiceController('contingency', 'plans/:planId/versions')
export class VersionStepsController {
  constructor(
    private readonly plans: Plans,
    private readonly legalisation: PlanLegalisation,
    private readonly findings: Findings,
    private readonly reviews: Reviews,
    private readonly access: ContingencyAccess,
    private readonly idempotency: Idempotency,
    private readonly consequences: Consequences,
  ) {}

  /**
   * Hands the draft to who legalises it. Throws `plan-incomplete` (422) while sections are missing or not adapted to the own risk, and
   * `plan-findings-open` (409) while findings of drills and emergencies about the plan are not settled.
   */
  @Post(':version/submit')
  @Requires('contingency:write')
  @ApiOkResponse({ type: PlanVersionView })
  submit(
    @Param('planId', ParseUUIDPipe) planId: string,
    @Param('version', NumberPipe) number: number,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<PlanVersionView>> {
    return this.step(request, principal, planId, number, 'submit-plan-version', async (tx, plan, version) => {
      await this.access.assertUnit(tx, principal, plan.leadUnitId);
      assertComplete(version.sections, version.templateSections);
      const open = await this.findings.openPlanFindings(tx, planId);
      if (open.length > 0) throw new AppError('plan-findings-open', { status: 409, params: { count: open.length } });
      return this.plans.step(tx, version, 'submit', { returnReason: null });
    });
  }

  /** Back to who writes it, with the reason; also after it was signed, until its first day. */
  @Post(':version/return')
  @Requires('contingency:write')
  @ApiOkResponse({ type: PlanVersionView })
  return(
    @Param('planId', ParseUUIDPipe) planId: string,
    @Param('version', NumberPipe) number: number,
    @Body() { reason }: ReasonDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<PlanVersionView>> {
    this.access.assertRegion(principal);
    return this.step(request, principal, planId, number, 'return-plan-version', (tx, _plan, version) =>
      this.plans.step(tx, version, 'return', { ...UNSIGNED, returnReason: reason }),
    );
  }

  @Post(':version/discard')
  @Requires('contingency:write')
  @ApiOkResponse({ type: PlanVersionView })
  discard(
    @Param('planId', ParseUUIDPipe) planId: string,
    @Param('version', NumberPipe) number: number,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<PlanVersionView>> {
    return this.step(request, principal, planId, number, 'discard-plan-version', async (tx, plan, version) => {
      await this.access.assertUnit(tx, principal, plan.leadUnitId);
      await this.reviews.reopen(tx, planId, number);
      return this.plans.step(tx, version, 'discard');
    });
  }

  /**
   * Records the decree of the head of the region: from its first day on the version is in force, the one before is superseded, open reviews are answered.
   */
  @Post(':version/legalise')
  @Requires('contingency:activate')
  @ApiOkResponse({ type: PlanVersionView })
  legalise(
    @Param('planId', ParseUUIDPipe) planId: string,
    @Param('version', NumberPipe) number: number,
    @Body() input: LegaliseDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<PlanVersionView>> {
    this.access.assertRegion(principal, 'contingency:activate');
    return this.step(request, principal, planId, number, 'legalise-plan-version', (tx, plan, version) =>
      this.legalisation.legalise(tx, plan, version, input, principal.subject),
    );
  }

  private step(
    request: IdempotentRequest,
    principal: Principal,
    planId: string,
    number: number,
    action: string,
    work: (tx: Transaction, plan: Plan, version: PlanVersion) => Promise<PlanVersion>,
  ): Promise<OnceAnswer<PlanVersionView>> {
    return this.idempotency.run(
      request,
      async (tx) => {
        const { plan, version } = await this.plans.lockVersion(tx, planId, number);
        const changed = await work(tx, plan, version);
        await this.consequences.settle(tx, versionOutcome(principal.subject, action, changed));
        return versionView(changed);
      },
      DONE,
    );
  }
}
