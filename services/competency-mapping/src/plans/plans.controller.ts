import {
  CurrentPrincipal,
  Idempotency,
  OnceRequest,
  Requires,
  ServiceController,
  ServiceDatabase,
  Versioned,
  pageOfComputed,
  type ComputedList,
  type IdempotentRequest,
  type OnceAnswer,
  type Page,
  type Principal,
  ApiCreatedResponse,
  ApiOkResponse,
} from '@betang/platform';
import { Body, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { PlanYearPipe } from '../plan-year.pipe.js';
import { PeopleAccess } from '../people/people-access.js';
import { PlanAccess } from './plan-access.js';
import { PlanDeadlines } from './plan-deadlines.js';
import { PlanProgress } from './plan-progress.js';
import { AgencyProgressPage, ProgressQuery, type AgencyProgressView } from './plan-progress.dto.js';
import { PlanQueries } from './plan.queries.js';
import {
  DeadlineDto,
  DeadlineList,
  DeadlineView,
  MovePlanDto,
  NewPlanDto,
  PlanPage,
  PlanQuery,
  PlanSteps,
  PlanView,
} from './plan.dto.js';
import { lastYearOf } from './plan-years.decision.js';
import { Plans, type Official } from './plans.js';

const DONE = 200;
const AGENCIES: ComputedList<AgencyProgressView> = {
  sorts: {
    late: ({ daysLate }) => daysLate,
    covered: ({ coveredPercent }) => coveredPercent,
    name: ({ name }) => name,
    changed: ({ changedAt }) => changedAt?.toISOString() ?? '',
  },
  defaultSort: '-late',
  key: ({ agencyId }) => agencyId,
};

/** Plans of competency development through the steps of the AKPK. */
@ServiceController('competency-mapping', 'plans')
export class PlansController {
  constructor(
    private readonly plans: Plans,
    private readonly queries: PlanQueries,
    private readonly access: PlanAccess,
    private readonly people: PeopleAccess,
    private readonly progress: PlanProgress,
    private readonly deadlines: PlanDeadlines,
    private readonly idempotency: Idempotency,
    private readonly database: ServiceDatabase,
  ) {}

  @Get()
  @Requires('plans:read')
  @ApiOkResponse({ type: PlanPage })
  list(@Query() query: PlanQuery, @CurrentPrincipal() principal: Principal): Promise<Page<PlanView>> {
    return this.queries.page(query, this.people.visibleUnits(principal, 'plans:read'));
  }

  /** By which day plans of a year are to have reached each state. */
  @Get('deadlines/:year')
  @Requires('plans:read')
  @ApiOkResponse({ type: DeadlineList })
  async listDeadlines(@Param('year', PlanYearPipe) year: number): Promise<DeadlineList> {
    return { items: await this.queries.deadlines(year) };
  }

  /** What each agency has filled in for the annual plan of a year; those without a plan too. */
  @Get('progress/:year')
  @Requires('plans:read')
  @ApiOkResponse({ type: AgencyProgressPage })
  async agencies(
    @Param('year', PlanYearPipe) year: number,
    @Query() query: ProgressQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<AgencyProgressPage> {
    const rows = await this.progress.agencies(year, this.people.visibleUnits(principal, 'plans:read'));
    const chosen = rows
      .filter(({ state }) => query.state === undefined || state === query.state)
      .filter(({ planId }) => query.withoutPlan === undefined || (planId === null) === query.withoutPlan)
      .filter(({ daysLate }) => query.overdue === undefined || daysLate > 0 === query.overdue);
    return {
      year,
      withoutPlan: rows.filter(({ planId }) => planId === null).length,
      late: rows.filter(({ daysLate }) => daysLate > 0).length,
      ...pageOfComputed(chosen, AGENCIES, query),
    };
  }

  @Post('deadlines')
  @Requires('plans:approve')
  @ApiOkResponse({ type: DeadlineView })
  setDeadline(
    @Body() input: DeadlineDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<DeadlineView>> {
    this.access.assertRegion(principal, 'plans:approve');
    return this.idempotency.run(
      request,
      async (tx) => {
        await this.deadlines.set(tx, input, principal.subject);
        return input;
      },
      DONE,
    );
  }

  @Get(':planId')
  @Requires('plans:read')
  @ApiOkResponse({ type: PlanView })
  async get(
    @Param('planId', ParseUUIDPipe) planId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Versioned<PlanView>> {
    await this.access.getPlan(this.database, principal, 'plans:read', planId);
    const plan = await this.queries.get(planId);
    return new Versioned(plan, plan.revision);
  }

  /** Every step that was taken, with who took it and for whom. */
  @Get(':planId/steps')
  @Requires('plans:read')
  @ApiOkResponse({ type: PlanSteps })
  async steps(
    @Param('planId', ParseUUIDPipe) planId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<PlanSteps> {
    await this.access.getPlan(this.database, principal, 'plans:read', planId);
    return { items: await this.queries.steps(planId) };
  }

  @Post()
  @Requires('plans:write')
  @ApiCreatedResponse({ type: PlanView })
  async create(
    @Body() { agencyId, lastYear, ...input }: NewPlanDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<PlanView>> {
    await this.people.assertUnit(principal, 'plans:write', agencyId ?? null);
    const plan = { ...input, agencyId: agencyId ?? null, lastYear: lastYearOf({ ...input, lastYear }) };
    return this.idempotency.run(request, (tx) => this.plans.create(tx, plan, officialOf(principal)));
  }

  /** One step on, or back to the draft; by whoever has the right, or has it delegated. */
  @Post(':planId/move')
  @Requires('plans:read')
  @ApiOkResponse({ type: PlanView })
  move(
    @Param('planId', ParseUUIDPipe) planId: string,
    @Body() { action, reason, decree }: MovePlanDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<PlanView>> {
    return this.idempotency.run(
      request,
      async (tx) => {
        const onBehalfOf = await this.access.assertStep(tx, principal, planId, action);
        const command = {
          action,
          actor: principal.subject,
          onBehalfOf,
          reason: reason ?? null,
          decree: decree ?? null,
        };
        return this.plans.move(tx, planId, command, principal.employeeId ?? null);
      },
      DONE,
    );
  }
}

function officialOf({ subject, employeeId }: Principal): Official {
  return { subject, employeeId: employeeId ?? null };
}
