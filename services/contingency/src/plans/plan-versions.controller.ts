import {
  AppError,
  CurrentPrincipal,
  Idempotency,
  IfMatch,
  OnceRequest,
  Requires,
  ServiceController,
  ServiceDatabase,
  UnitOfWork,
  Versioned,
  assertVersion,
  type IdempotentRequest,
  type OnceAnswer,
  type Principal,
  type Transaction,
  ApiCreatedResponse,
  ApiOkResponse,
} from '@betang/platform';
import { Body, Get, Param, ParseIntPipe, ParseUUIDPipe, Patch, Post, Query } from '@nestjs/common';
import { ContingencyAccess } from '../access/contingency-access.js';
import { Consequences } from '../consequences.js';
import { Findings } from '../drills/findings.js';
import { Reviews } from '../reviews/reviews.js';
import { PlanLegalisation } from './plan-legalisation.js';
import { assertComplete } from './plan-content.decision.js';
import { PLANS, VERSIONS, type Plan, type PlanVersion } from './plan-rows.js';
import { versionView } from './plan-views.js';
import {
  DifferenceQuery,
  DifferenceView,
  LegaliseDto,
  PlanVersionList,
  PlanVersionView,
  ReasonDto,
  WriteVersionDto,
} from './plan.dto.js';
import { Plans } from './plans.js';
import { differenceOf } from './version-difference.decision.js';

const DONE = 200;
const UNSIGNED = {
  ...{ decreeNumber: null, decreeOn: null, signedBy: null, validFrom: null, validUntil: null },
  ...{ reviewDueOn: null, annexes: null },
} as const;

/** Versions of a plan: written, submitted, legalised by decree, followed by the next one. */
@ServiceController('contingency', 'plans/:planId/versions')
export class PlanVersionsController {
  constructor(
    private readonly plans: Plans,
    private readonly legalisation: PlanLegalisation,
    private readonly findings: Findings,
    private readonly reviews: Reviews,
    private readonly access: ContingencyAccess,
    private readonly database: ServiceDatabase,
    private readonly unitOfWork: UnitOfWork,
    private readonly idempotency: Idempotency,
    private readonly consequences: Consequences,
  ) {}

  @Get()
  @Requires('contingency:read')
  @ApiOkResponse({ type: PlanVersionList })
  async list(
    @Param('planId', ParseUUIDPipe) planId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<PlanVersionList> {
    this.access.assertReads(principal);
    await PLANS.get(this.database, planId);
    const rows = await VERSIONS.where(this.database, 'plan_id = $1 ORDER BY version DESC', [planId]);
    return {
      items: rows.map(({ version, state, decreeNumber, decreeOn, validUntil }) => ({
        version,
        state,
        decreeNumber,
        decreeOn,
        validUntil,
      })),
    };
  }

  /** The next draft, from the version in force. */
  @Post()
  @Requires('contingency:write')
  @ApiCreatedResponse({ type: PlanVersionView })
  draft(
    @Param('planId', ParseUUIDPipe) planId: string,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<PlanVersionView>> {
    return this.idempotency.run(request, async (tx) => {
      const plan = await this.plans.lockActive(tx, planId);
      await this.access.assertUnit(tx, principal, plan.leadUnitId);
      const version = await this.plans.draft(tx, plan, principal.subject);
      await this.note(tx, principal, 'draft-plan-version', version);
      return versionView(version);
    });
  }

  @Get(':version')
  @Requires('contingency:read')
  @ApiOkResponse({ type: PlanVersionView })
  async get(
    @Param('planId', ParseUUIDPipe) planId: string,
    @Param('version', ParseIntPipe) version: number,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Versioned<PlanVersionView>> {
    this.access.assertReads(principal);
    const found = await this.plans.getVersion(this.database, planId, version);
    return new Versioned(versionView(found), found.revision);
  }

  @Patch(':version')
  @Requires('contingency:write')
  @ApiOkResponse({ type: PlanVersionView })
  async write(
    @Param('planId', ParseUUIDPipe) planId: string,
    @Param('version', ParseIntPipe) number: number,
    @IfMatch() ifMatch: string,
    @Body() { sections }: WriteVersionDto,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Versioned<PlanVersionView>> {
    const written = await this.unitOfWork.run(async (tx) => {
      const { plan, version } = await this.plans.lockVersion(tx, planId, number);
      await this.access.assertUnit(tx, principal, plan.leadUnitId);
      assertVersion(ifMatch, version.revision);
      const changed = await this.plans.write(tx, version, sections);
      await this.note(tx, principal, 'write-plan-version', changed);
      return changed;
    });
    return new Versioned(versionView(written), written.revision);
  }

  /**
   * Hands the draft to who legalises it. Throws `plan-incomplete` (422) while sections are missing or not adapted to the own risk, and
   * `plan-findings-open` (409) while findings of drills and emergencies about the plan are not settled.
   */
  @Post(':version/submit')
  @Requires('contingency:write')
  @ApiOkResponse({ type: PlanVersionView })
  submit(
    @Param('planId', ParseUUIDPipe) planId: string,
    @Param('version', ParseIntPipe) number: number,
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
    @Param('version', ParseIntPipe) number: number,
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
    @Param('version', ParseIntPipe) number: number,
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
    @Param('version', ParseIntPipe) number: number,
    @Body() input: LegaliseDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<PlanVersionView>> {
    this.access.assertRegion(principal, 'contingency:activate');
    return this.step(request, principal, planId, number, 'legalise-plan-version', (tx, plan, version) =>
      this.legalisation.legalise(tx, plan, version, input, principal.subject),
    );
  }

  /** What this version says otherwise than an older one. */
  @Get(':version/difference')
  @Requires('contingency:read')
  @ApiOkResponse({ type: DifferenceView })
  async difference(
    @Param('planId', ParseUUIDPipe) planId: string,
    @Param('version', ParseIntPipe) to: number,
    @Query() { from }: DifferenceQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<DifferenceView> {
    this.access.assertReads(principal);
    const older = await this.plans.getVersion(this.database, planId, from);
    const newer = await this.plans.getVersion(this.database, planId, to);
    return { from, to, sections: differenceOf(older.sections, newer.sections) };
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
        await this.note(tx, principal, action, changed);
        return versionView(changed);
      },
      DONE,
    );
  }

  private note(tx: Transaction, principal: Principal, action: string, version: PlanVersion): Promise<void> {
    const { planId, version: number, state, revision, decreeNumber } = version;
    return this.consequences.settle(tx, {
      actor: principal.subject,
      action,
      object: { type: 'plan', id: planId },
      after: { version: number, state, revision, decreeNumber },
      plans: [planId],
      hazards: state === 'IN_FORCE',
    });
  }
}
