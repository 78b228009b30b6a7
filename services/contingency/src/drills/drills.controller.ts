import {
  CurrentPrincipal,
  Audit,
  Idempotency,
  ListQuery,
  OnceRequest,
  PageQuery,
  Requires,
  ServiceController,
  ServiceDatabase,
  type IdempotentRequest,
  type ListDefinition,
  type OnceAnswer,
  type Page,
  type Principal,
  type SqlClient,
  type Transaction,
} from '@betang/platform';
import { Body, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse } from '@nestjs/swagger';
import { ContingencyAccess, inVisibleUnits } from '../access/contingency-access.js';
import { Clock } from '../clock.js';
import { Consequences } from '../consequences.js';
import { listPage } from '../database/list-page.js';
import { PLANS } from '../plans/plan-rows.js';
import { Plans } from '../plans/plans.js';
import { ReasonDto } from '../plans/plan.dto.js';
import { DRILLS, type Drill } from './drill-rows.js';
import { stepDrill } from './drill-states.decision.js';
import {
  DrillPage,
  DrillQuery,
  DrillView,
  EvaluateDrillDto,
  FindingView,
  HoldDrillDto,
  InviteDto,
  NewDrillDto,
  NewFindingDto,
  ParticipantPage,
  ParticipantView,
  WithdrawParticipationDto,
} from './drill.dto.js';
import { Drills, drillCounts } from './drills.js';
import { findingView } from './finding-views.js';
import { Findings } from './findings.js';

/** `today` is our own clock's, never what somebody sent. */
const listOn = (today: string): ListDefinition => ({
  select: `SELECT d.*, ${drillCounts(`DATE '${today}'`)} FROM drill AS d`,
  sorts: { startsOn: { sql: 'd.starts_on', type: 'date' }, title: { sql: 'd.title', type: 'text' } },
  defaultSort: '-startsOn',
  key: { sql: 'd.drill_id', type: 'uuid' },
});
const PARTICIPANTS: ListDefinition = {
  select: `SELECT p.participation_id, p.employee_id, n.name, p.role_id, p.minutes, p.quantity_hundredths FROM participation AS p
    LEFT JOIN person AS n USING (employee_id)`,
  sorts: { name: { sql: `coalesce(n.name, '')`, type: 'text' } },
  defaultSort: 'name',
  key: { sql: 'p.participation_id', type: 'uuid' },
};
const DONE = 200;

interface Effect {
  readonly action: string;
  readonly after?: Readonly<Record<string, unknown>>;
  readonly events?: readonly unknown[];
  readonly plans?: readonly string[];
}

/** Drills (TTX, gladi posko, gladi lapang): plans are tried before they are needed (R07). */
@ServiceController('contingency', 'drills')
export class DrillsController {
  constructor(
    private readonly drills: Drills,
    private readonly findings: Findings,
    private readonly plans: Plans,
    private readonly access: ContingencyAccess,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly consequences: Consequences,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Requires('contingency:read')
  @ApiOkResponse({ type: DrillPage })
  async list(@Query() query: DrillQuery, @CurrentPrincipal() principal: Principal): Promise<Page<DrillView>> {
    this.access.assertReads(principal);
    const list = new ListQuery(listOn(this.clock.today()), query)
      .where('d.plan_id = ?', query.planId)
      .where('d.state = ?', query.state)
      .where('d.kind = ?', query.kind);
    const page = await listPage<DrillView>(this.database, list);
    return { ...page, items: page.items.map(viewOf) };
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
    return this.view(this.database, drillId);
  }

  /** Who was invited and who was there. Each look is on record. */
  @Get(':drillId/participants')
  @Requires('contingency:people')
  @ApiOkResponse({ type: ParticipantPage })
  async participants(
    @Param('drillId', ParseUUIDPipe) drillId: string,
    @Query() query: PageQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<ParticipantView>> {
    this.access.assertReads(principal, 'contingency:people');
    const visible = this.access.visibleUnits(principal, 'contingency:people');
    const list = new ListQuery(PARTICIPANTS, query).where('p.drill_id = ? AND p.withdrawn_reason IS NULL', drillId);
    if (visible !== null) list.where(inVisibleUnits('n.unit_id', 1).replaceAll('$1', '?'), visible, visible);
    const page = await listPage<ParticipantView>(this.database, list);
    const subjects = page.items.map(({ employeeId }) => employeeId);
    await this.audit.recordRead(this.database, { actor: principal.subject, subjects, purpose: 'contingency-drill' });
    return page;
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
      return this.settle(tx, principal, drill, {
        action: 'plan-drill',
        after: { kind: drill.kind, startsOn: drill.startsOn },
      });
    });
  }

  @Post(':drillId/invitations')
  @Requires('contingency:write')
  @ApiOkResponse({ type: DrillView })
  invite(
    @Param('drillId', ParseUUIDPipe) drillId: string,
    @Body() { people }: InviteDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<DrillView>> {
    return this.act(request, principal, drillId, async (tx, drill) => {
      await this.drills.invite(tx, drill, people);
      return { action: 'invite-to-drill', after: { invited: people.length } };
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

  @Post(':drillId/participations/withdraw')
  @Requires('contingency:write')
  @ApiOkResponse({ type: DrillView })
  withdraw(
    @Param('drillId', ParseUUIDPipe) drillId: string,
    @Body() { employeeId, reason }: WithdrawParticipationDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<DrillView>> {
    return this.act(request, principal, drillId, async (tx, drill) => ({
      action: 'withdraw-participation',
      after: { employeeId },
      events: await this.drills.withdraw(tx, drill, employeeId, reason),
    }));
  }

  @Post(':drillId/evaluate')
  @Requires('contingency:write')
  @ApiOkResponse({ type: DrillView })
  evaluate(
    @Param('drillId', ParseUUIDPipe) drillId: string,
    @Body() { evaluation, score }: EvaluateDrillDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<DrillView>> {
    return this.act(request, principal, drillId, async (tx, drill) => {
      const state = stepDrill(drill.state, 'evaluate');
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
      const state = stepDrill(drill.state, 'cancel');
      await DRILLS.update(tx, drillId, { state, reason, revision: drill.revision + 1 });
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
      const drill = await this.lock(tx, principal, drillId);
      stepDrill(drill.state, 'find');
      const { hazardCode } = await PLANS.get(tx, drill.planId);
      const from = { source: 'DRILL', sourceId: drillId, planId: drill.planId, hazardCode } as const;
      const { finding, events, plans } = await this.findings.raise(tx, from, input);
      await this.settle(tx, principal, drill, {
        action: 'raise-finding',
        after: { findingId: finding.findingId, kind: finding.kind },
        events,
        plans,
      });
      return findingView(finding);
    });
  }

  private act(
    request: IdempotentRequest,
    principal: Principal,
    drillId: string,
    work: (tx: Transaction, drill: Drill) => Promise<Effect>,
  ): Promise<OnceAnswer<DrillView>> {
    return this.idempotency.run(
      request,
      async (tx) => {
        const drill = await this.lock(tx, principal, drillId);
        return this.settle(tx, principal, drill, await work(tx, drill));
      },
      DONE,
    );
  }

  private async lock(tx: Transaction, principal: Principal, drillId: string): Promise<Drill> {
    const { planId } = await DRILLS.get(tx, drillId);
    const plan = await this.plans.lockActive(tx, planId);
    await this.access.assertUnit(tx, principal, plan.leadUnitId);
    return DRILLS.lock(tx, drillId);
  }

  private async settle(
    tx: Transaction,
    principal: Principal,
    { drillId, planId }: Drill,
    effect: Effect,
  ): Promise<DrillView> {
    const { action, after = {}, events = [] } = effect;
    const object = { type: 'drill', id: drillId };
    const outcome = { actor: principal.subject, action, object, after, events };
    await this.consequences.settle(tx, { ...outcome, plans: [planId], trigger: 'DRILL_CHANGED' });
    await this.drills.state(tx, drillId);
    return this.view(tx, drillId);
  }

  private async view(db: SqlClient, drillId: string): Promise<DrillView> {
    const list = new ListQuery(listOn(this.clock.today()), { limit: 1 }).where('d.drill_id = ?', drillId);
    return viewOf((await listPage<DrillView>(db, list)).items[0]!);
  }
}

function viewOf(row: DrillView): DrillView {
  const { drillId, planId, kind, title, objective, scenario, place, organiser, startsOn, endsOn, state } = row;
  const { invited, participants, findings, openActions, overdueActions, evaluation, score, reason } = row;
  const counts = { invited, participants, findings, openActions, overdueActions };
  return {
    drillId,
    planId,
    kind,
    title,
    objective,
    scenario,
    place,
    organiser,
    startsOn,
    endsOn,
    state,
    ...counts,
    evaluation,
    score,
    reason,
  };
}
