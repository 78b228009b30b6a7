import {
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
  ApiCreatedResponse,
  ApiOkResponse,
  NumberPipe,
} from '@betang/platform';
import { Body, Get, Param, ParseUUIDPipe, Patch, Post, Query } from '@nestjs/common';
import { ContingencyAccess } from '../access/contingency-access.js';
import { Consequences } from '../consequences.js';
import { PLANS, VERSIONS } from './plan-rows.js';
import { versionView } from './plan-views.js';
import { DifferenceQuery, DifferenceView, PlanVersionList, PlanVersionView, WriteVersionDto } from './plan.dto.js';
import { Plans } from './plans.js';
import { versionOutcome } from './version-outcome.js';
import { differenceOf } from './version-difference.decision.js';

/** Versions of a plan: written, read, held against each other; how they come into force is the legalisation's. */
@ServiceController('contingency', 'plans/:planId/versions')
export class PlanVersionsController {
  constructor(
    private readonly plans: Plans,
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
      await this.consequences.settle(tx, versionOutcome(principal.subject, 'draft-plan-version', version));
      return versionView(version);
    });
  }

  @Get(':version')
  @Requires('contingency:read')
  @ApiOkResponse({ type: PlanVersionView })
  async get(
    @Param('planId', ParseUUIDPipe) planId: string,
    @Param('version', NumberPipe) version: number,
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
    @Param('version', NumberPipe) number: number,
    @IfMatch() ifMatch: string,
    @Body() { sections }: WriteVersionDto,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Versioned<PlanVersionView>> {
    const written = await this.unitOfWork.run(async (tx) => {
      const { plan, version } = await this.plans.lockVersion(tx, planId, number);
      await this.access.assertUnit(tx, principal, plan.leadUnitId);
      assertVersion(ifMatch, version.revision);
      const changed = await this.plans.write(tx, version, sections);
      await this.consequences.settle(tx, versionOutcome(principal.subject, 'write-plan-version', changed));
      return changed;
    });
    return new Versioned(versionView(written), written.revision);
  }

  /** What this version says otherwise than an older one. */
  @Get(':version/difference')
  @Requires('contingency:read')
  @ApiOkResponse({ type: DifferenceView })
  async difference(
    @Param('planId', ParseUUIDPipe) planId: string,
    @Param('version', NumberPipe) to: number,
    @Query() { from }: DifferenceQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<DifferenceView> {
    this.access.assertReads(principal);
    const older = await this.plans.getVersion(this.database, planId, from);
    const newer = await this.plans.getVersion(this.database, planId, to);
    return { from, to, sections: differenceOf(older.sections, newer.sections) };
  }
}
