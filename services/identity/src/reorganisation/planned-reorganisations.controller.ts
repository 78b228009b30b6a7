import {
  AppError,
  Audit,
  CurrentPrincipal,
  Idempotency,
  OnceRequest,
  PageQuery,
  RegionConfig,
  Requires,
  ServiceController,
  ServiceDatabase,
  assertMayActOn,
  decodeCursor,
  pageOf,
  type IdempotentRequest,
  type OnceAnswer,
  type Page,
  type Principal,
  type Scope,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
} from '@betang/platform';
import { Body, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { unitsNamed } from './planned-reorganisation.js';
import { endPlan, findPlan, listPlans, lockPlan, type RecordedPlan } from './plan-store.js';
import { countAffected, listAffected } from './planned-people.queries.js';
import { PlannedReorganisations } from './planned-reorganisations.js';
import {
  NewPlanDto,
  PlanPage,
  PlanQuery,
  PlanView,
  PlannedPersonPage,
  type PlanListItem,
  type PlannedPersonView,
  PlanWithdrawnView,
} from './planned-reorganisation.dto.js';
import type { UnitProjection } from './project-units.js';
import { pathText } from '../organisation/unit-access.js';
import { lockRegistry } from '../organisation/unit-store.js';

const OK = 200;

/** Reorganisations of days to come (rencana penataan perangkat daerah), which take effect by themselves. */
@ServiceController('identity', 'planned-reorganisations')
export class PlannedReorganisationsController {
  constructor(
    private readonly config: RegionConfig,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
    private readonly plans: PlannedReorganisations,
  ) {}

  /** Plans are no secret of the units that they are about: whoever may read units of the whole region sees all of them. */
  @Get()
  @Requires('units:read')
  @ApiOkResponse({ type: PlanPage })
  async list(@Query() query: PlanQuery, @CurrentPrincipal() principal: Principal): Promise<Page<PlanListItem>> {
    this.assertRegion(principal, 'units:read');
    const rows = await listPlans(this.database, {
      state: query.state ?? null,
      kind: query.kind ?? null,
      after: decodeCursor(query.cursor, 2) as readonly [string, string] | undefined,
      descending: query.sort === '-effectiveOn',
      limit: query.limit + 1,
    });
    return pageOf(rows, query.limit, ({ effectiveOn, planId }) => [effectiveOn, planId]);
  }

  @Post()
  @Requires('units:write')
  @ApiCreatedResponse({ type: PlanView })
  plan(
    @Body() { kind, effectiveOn, basis, ...input }: NewPlanDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<PlanView>> {
    return this.idempotency.run(request, async (tx) => {
      await lockRegistry(tx);
      const asked = { kind, effectiveOn, input, basis: basis ?? null, plannedBy: principal.subject };
      const { planId } = await this.plans.plan(tx, asked, (unitIds, projection) =>
        this.assertMay(principal, unitIds, projection),
      );
      await this.audit.record(tx, {
        actor: principal.subject,
        action: 'plan-reorganisation',
        object: { type: 'planned-reorganisation', id: planId },
        after: { kind, effectiveOn },
      });
      return this.view((await findPlan(tx, planId))!, tx);
    });
  }

  @Get(':planId')
  @Requires('units:read')
  @ApiOkResponse({ type: PlanView })
  async get(
    @Param('planId', ParseUUIDPipe) planId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<PlanView> {
    this.assertRegion(principal, 'units:read');
    return this.view(await this.getPlan(planId), this.database);
  }

  @Get(':planId/people')
  @Requires('employees:read')
  @ApiOperation({ summary: 'Who comes to another unit or agency, or whose unit gets another name or place' })
  @ApiOkResponse({ type: PlannedPersonPage })
  async people(
    @Param('planId', ParseUUIDPipe) planId: string,
    @Query() query: PageQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<PlannedPersonView>> {
    this.assertRegion(principal, 'employees:read');
    const plan = await this.getPlan(planId);
    const { projection, change } = await this.plans.project(this.database, planId);
    if (plan.state !== 'PLANNED' || !change)
      throw new AppError('unit-plan-ended', { status: 409, params: { state: plan.state } });
    const page = await listAffected(this.database, projection, change, query);
    const subjects = page.items.map(({ employeeId }) => employeeId);
    await this.audit.recordRead(this.database, {
      actor: principal.subject,
      subjects,
      purpose: 'planned-reorganisation',
    });
    return page;
  }

  @Post(':planId/withdraw')
  @HttpCode(OK)
  @Requires('units:write')
  @ApiOperation({ summary: 'Withdraws a plan; those that build on it then show what is in their way' })
  @ApiOkResponse({ type: PlanWithdrawnView })
  withdraw(
    @Param('planId', ParseUUIDPipe) planId: string,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<PlanWithdrawnView>> {
    return this.idempotency.run(
      request,
      async (tx) => {
        await lockRegistry(tx);
        const plan = await lockPlan(tx, planId);
        if (!plan)
          throw new AppError('unit-plan-ended', { status: 409, params: { state: (await this.getPlan(planId)).state } });
        this.assertMay(principal, unitsNamed(plan), (await this.plans.project(tx, planId)).projection);
        await endPlan(tx, planId, { state: 'WITHDRAWN', by: principal.subject });
        await this.audit.record(tx, {
          actor: principal.subject,
          action: 'withdraw-planned-reorganisation',
          object: { type: 'planned-reorganisation', id: planId },
        });
        return { planId, state: 'WITHDRAWN' as const };
      },
      OK,
    );
  }

  private async getPlan(planId: string): Promise<RecordedPlan> {
    const plan = await findPlan(this.database, planId);
    if (!plan) throw new AppError('unit-plan-not-found', { status: 404 });
    return plan;
  }

  private async view(plan: RecordedPlan, db: Parameters<PlannedReorganisations['project']>[0]): Promise<PlanView> {
    if (plan.state !== 'PLANNED') return { ...plan, creates: [], changes: [], closes: [], affected: 0, problem: null };
    const { projection, change, problem = null } = await this.plans.project(db, plan.planId);
    const ids = (units: readonly { readonly unitId: string }[] = []) => units.map(({ unitId }) => unitId);
    return {
      ...plan,
      ...{ creates: ids(change?.created), changes: ids(change?.changed), closes: ids(change?.closed), problem },
      affected: change ? countAffected(projection, change) : 0,
    };
  }

  /** Whoever holds a unit may plan below it; agencies concern the whole region. A unit that is not there is told by the decision. */
  private assertMay(principal: Principal, unitIds: readonly (string | null)[], projection: UnitProjection): void {
    for (const unitId of unitIds) {
      const unit = unitId === null ? undefined : projection.find(unitId);
      if (unitId === null || unit)
        assertMayActOn(principal, 'units:write', {
          region: this.config.region,
          ...(unit ? { unitPath: pathText(unit.path) } : {}),
        });
    }
  }

  private assertRegion(principal: Principal, scope: Scope): void {
    assertMayActOn(principal, scope, { region: this.config.region });
  }
}
