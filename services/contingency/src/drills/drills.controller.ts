import {
  Clock,
  CurrentPrincipal,
  Idempotency,
  ListQuery,
  OnceRequest,
  Requires,
  ServiceController,
  ServiceDatabase,
  type IdempotentRequest,
  type OnceAnswer,
  type Page,
  type Principal,
  type Transaction,
  ApiCreatedResponse,
  ApiOkResponse,
} from '@betang/platform';
import { Body, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ContingencyAccess } from '../access/contingency-access.js';
import { listPage } from '../database/list-page.js';
import { PLANS } from '../plans/plan-rows.js';
import { Plans } from '../plans/plans.js';
import { ReasonDto } from '../plans/plan.dto.js';
import { DRILLS, type Drill } from './drill-rows.js';
import { stepDrill } from './drill-states.decision.js';
import { EvaluateDrillDto } from './drill-script.dto.js';
import { rateScript } from './drill-script.js';
import { DrillWork, drillList, drillView, type DrillEffect } from './drill-work.js';
import {
  ChangeDrillDto,
  DrillPage,
  DrillQuery,
  DrillView,
  FindingView,
  HoldDrillDto,
  NewDrillDto,
  NewFindingDto,
} from './drill.dto.js';
import { Drills } from './drills.js';
import { findingView } from './finding-views.js';
import { Findings } from './findings.js';

const DONE = 200;

/** Drills (TTX, gladi posko, gladi lapang): plans are tried before they are needed (R07). */
@ServiceController('contingency', 'drills')
export class DrillsController {
  constructor(
    private readonly drills: Drills,
    private readonly work: DrillWork,
    private readonly findings: Findings,
    private readonly plans: Plans,
    private readonly access: ContingencyAccess,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Requires('contingency:read')
  @ApiOkResponse({ type: DrillPage })
  async list(@Query() query: DrillQuery, @CurrentPrincipal() principal: Principal): Promise<Page<DrillView>> {
    this.access.assertReads(principal);
    const list = new ListQuery(drillList(this.clock.today()), query)
      .where('d.plan_id = ?', query.planId)
      .where('d.state = ?', query.state)
      .where('d.kind = ?', query.kind);
    const page = await listPage<DrillView>(this.database, list);
    return { ...page, items: page.items.map(drillView) };
  }

  @Get(':drillId')
  @Requires('contingency:read')
  @ApiOkResponse({ type: DrillView })
  async get(
    @Param('drillId', ParseUUIDPipe) drillId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<DrillView> {
    this.access.assertReads(principal);
    await DRILLS.get(this.database, drillId);
    return this.work.view(this.database, drillId);
  }

  @Post()
  @Requires('contingency:write')
  @ApiCreatedResponse({ type: DrillView })
  plan(
    @Body() input: NewDrillDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<DrillView>> {
    return this.idempotency.run(request, async (tx) => {
      const plan = await this.plans.lockActive(tx, input.planId);
      await this.access.assertUnit(tx, principal, plan.leadUnitId);
      const drill = await this.drills.plan(tx, input);
      return this.work.settle(tx, principal, drill, {
        action: 'plan-drill',
        after: { kind: drill.kind, startsOn: drill.startsOn },
      });
    });
  }

  /** Until it is held; who is invited is told anew. */
  @Post(':drillId/change')
  @Requires('contingency:write')
  @ApiOkResponse({ type: DrillView })
  change(
    @Param('drillId', ParseUUIDPipe) drillId: string,
    @Body() input: ChangeDrillDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<DrillView>> {
    return this.act(request, principal, drillId, async (tx, drill) => {
      const { kind, startsOn, endsOn } = await this.drills.change(tx, drill, input);
      return { action: 'change-drill', after: { kind, startsOn, endsOn } };
    });
  }

  /** The drill was held: participation becomes learning hours, and the plan counts as drilled. */
  @Post(':drillId/hold')
  @Requires('contingency:write')
  @ApiOkResponse({ type: DrillView })
  hold(
    @Param('drillId', ParseUUIDPipe) drillId: string,
    @Body() { attendance }: HoldDrillDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<DrillView>> {
    return this.act(request, principal, drillId, async (tx, drill) => {
      const { events } = await this.drills.hold(tx, drill, attendance);
      return { action: 'hold-drill', after: { participants: attendance.length }, events };
    });
  }

  /** Throws `drill-evaluation-incomplete` (422) where an objective or inject of the script is not rated. */
  @Post(':drillId/evaluate')
  @Requires('contingency:write')
  @ApiOkResponse({ type: DrillView })
  evaluate(
    @Param('drillId', ParseUUIDPipe) drillId: string,
    @Body() input: EvaluateDrillDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<DrillView>> {
    return this.act(request, principal, drillId, async (tx, drill) => {
      const state = stepDrill(drill.state, 'evaluate');
      const { evaluation, score } = input;
      await rateScript(tx, drillId, input);
      await DRILLS.update(tx, drillId, { state, evaluation, score, revision: drill.revision + 1 });
      return { action: 'evaluate-drill', after: { score } };
    });
  }

  @Post(':drillId/cancel')
  @Requires('contingency:write')
  @ApiOkResponse({ type: DrillView })
  cancel(
    @Param('drillId', ParseUUIDPipe) drillId: string,
    @Body() { reason }: ReasonDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<DrillView>> {
    return this.act(request, principal, drillId, async (tx, drill) => {
      const { state } = await this.drills.cancel(tx, drill, reason);
      return { action: 'cancel-drill', after: { state } };
    });
  }

  /** What the drill found. A lacking competency becomes a need in competency-mapping; a weakness of the plan asks for its review. */
  @Post(':drillId/findings')
  @Requires('contingency:write')
  @ApiCreatedResponse({ type: FindingView })
  find(
    @Param('drillId', ParseUUIDPipe) drillId: string,
    @Body() input: NewFindingDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<FindingView>> {
    return this.idempotency.run(request, async (tx) => {
      const drill = await this.work.lock(tx, principal, drillId);
      stepDrill(drill.state, 'find');
      const { hazardCode } = await PLANS.get(tx, drill.planId);
      const from = { source: 'DRILL', sourceId: drillId, planId: drill.planId, hazardCode } as const;
      const { finding, events } = await this.findings.raise(tx, from, input);
      const after = { findingId: finding.findingId, kind: finding.kind };
      await this.work.settle(tx, principal, drill, { action: 'raise-finding', after, events });
      return findingView(finding);
    });
  }

  private act(
    request: IdempotentRequest,
    principal: Principal,
    drillId: string,
    work: (tx: Transaction, drill: Drill) => Promise<DrillEffect>,
  ): Promise<OnceAnswer<DrillView>> {
    return this.idempotency.run(
      request,
      async (tx) => {
        const drill = await this.work.lock(tx, principal, drillId);
        return this.work.settle(tx, principal, drill, await work(tx, drill));
      },
      DONE,
    );
  }
}
