import {
  AppError,
  CurrentPrincipal,
  Idempotency,
  ListQuery,
  OnceRequest,
  Requires,
  ServiceController,
  ServiceDatabase,
  type IdempotentRequest,
  type ListDefinition,
  type OnceAnswer,
  type Page,
  type Principal,
  type Transaction,
} from '@betang/platform';
import { Body, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse } from '@nestjs/swagger';
import { ContingencyAccess } from '../access/contingency-access.js';
import { Clock } from '../clock.js';
import { Consequences } from '../consequences.js';
import { listPage } from '../database/list-page.js';
import { Findings, type RaisedFinding } from '../drills/findings.js';
import { HazardKinds } from '../hazards/hazard-kinds.js';
import { assertTaskStep } from './emergency-levels.decision.js';
import {
  AfterActionDto,
  AfterActionView,
  DecreeDto,
  EmergencyPage,
  EmergencyQuery,
  EmergencyView,
  EndEmergencyDto,
  NewEmergencyDto,
  TaskPage,
  TaskQuery,
  TaskStepDto,
  TaskView,
} from './emergency.dto.js';
import { EMERGENCIES, TASKS, type Emergency, type OperationTask } from './emergency-rows.js';
import { Emergencies, type Declared } from './emergencies.js';

/** Own facts come back from the federation; this region's own rows come first, so that they are there without it. */
const LIST: ListDefinition = {
  select: `SELECT e.* FROM (
    SELECT o.emergency_id, NULL AS region, o.plan_id, o.hazard_code, o.title, o.area, o.level, o.declaration, d.decree_number, d.decree_on,
           o.starts_on, o.ends_on, o.ended_on FROM emergency AS o
      LEFT JOIN LATERAL (SELECT n.decree_number, n.decree_on FROM emergency_declaration AS n
        WHERE n.emergency_id = o.emergency_id AND n.decree_number IS NOT NULL ORDER BY n.declaration DESC LIMIT 1) AS d ON true
     UNION ALL
    SELECT r.emergency_id, r.region, NULL, r.hazard_code, r.title, r.area, CASE WHEN r.ended_declaration > r.declaration THEN 'ENDED' ELSE r.level END,
           greatest(r.declaration, r.ended_declaration), r.decree_number, r.decree_on, r.starts_on, r.ends_on, r.ended_on
      FROM region_emergency AS r WHERE r.title IS NOT NULL AND NOT EXISTS (SELECT 1 FROM emergency AS o WHERE o.emergency_id = r.emergency_id)) AS e`,
  sorts: { startsOn: { sql: 'e.starts_on', type: 'date' } },
  defaultSort: '-startsOn',
  key: { sql: 'e.emergency_id', type: 'uuid' },
};
const TASK_LIST: ListDefinition = {
  select: 'SELECT t.* FROM operation_task AS t',
  sorts: { number: { sql: 't.number', type: 'integer' } },
  defaultSort: 'number',
  key: { sql: 't.task_id', type: 'uuid' },
};
const DONE = 200;
type Listed = Omit<EmergencyView, 'region' | 'lapsed'> & { readonly region: string | null };

/** Emergencies: of this region, declared by decree, and of all others as they tell. */
@ServiceController('contingency', 'emergencies')
export class EmergenciesController {
  constructor(
    private readonly emergencies: Emergencies,
    private readonly findings: Findings,
    private readonly kinds: HazardKinds,
    private readonly access: ContingencyAccess,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly consequences: Consequences,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Requires('contingency:read')
  @ApiOkResponse({ type: EmergencyPage })
  async list(@Query() query: EmergencyQuery, @CurrentPrincipal() principal: Principal): Promise<Page<EmergencyView>> {
    this.access.assertReads(principal);
    const list = new ListQuery(LIST, query)
      .where('coalesce(e.region, ?) = ?', query.region && this.access.region, query.region)
      .where('e.hazard_code = ?', query.hazardCode)
      .where(`(e.level = 'ENDED') = ?`, query.state && query.state === 'ENDED');
    const page = await listPage<Listed>(this.database, list);
    return { ...page, items: page.items.map((row) => this.viewOf(row)) };
  }

  /** Declares an emergency: the federation is told at once, the plan becomes the operations plan. */
  @Post()
  @Requires('contingency:activate')
  @ApiCreatedResponse({ type: EmergencyView })
  async declare(
    @Body() input: NewEmergencyDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<EmergencyView>> {
    this.access.assertRegion(principal, 'contingency:activate');
    return this.idempotency.run(request, async (tx) => {
      if (input.hazardCode !== undefined)
        await this.kinds.assertInForce(tx, [input.hazardCode], input.startsOn, 'hazardCode');
      const declared = await this.emergencies.declare(tx, input, principal.subject);
      return this.settle(tx, principal, 'declare-emergency', declared);
    });
  }

  /** Extends the status, or declares the next level. */
  @Post(':emergencyId/declarations')
  @Requires('contingency:activate')
  @ApiOkResponse({ type: EmergencyView })
  declareAgain(
    @Param('emergencyId', ParseUUIDPipe) emergencyId: string,
    @Body() input: DecreeDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<EmergencyView>> {
    return this.act(request, principal, emergencyId, 'declare-emergency-level', (tx, before) =>
      this.emergencies.declareAgain(tx, before, input, principal.subject),
    );
  }

  @Post(':emergencyId/end')
  @Requires('contingency:activate')
  @ApiOkResponse({ type: EmergencyView })
  end(
    @Param('emergencyId', ParseUUIDPipe) emergencyId: string,
    @Body() { endedOn }: EndEmergencyDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<EmergencyView>> {
    return this.act(request, principal, emergencyId, 'end-emergency', (tx, before) =>
      this.emergencies.end(tx, before, endedOn, principal.subject),
    );
  }

  /** The operations plan (rencana operasi): tasks in the order of their time. */
  @Get(':emergencyId/tasks')
  @Requires('contingency:read')
  @ApiOkResponse({ type: TaskPage })
  async tasks(
    @Param('emergencyId', ParseUUIDPipe) emergencyId: string,
    @Query() query: TaskQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<TaskView>> {
    this.access.assertReads(principal);
    const list = new ListQuery(TASK_LIST, query)
      .where('t.emergency_id = ?', emergencyId)
      .where('t.state = ?', query.state);
    const page = await listPage<OperationTask>(this.database, list);
    return { ...page, items: page.items.map((task) => taskView(task, this.clock.now())) };
  }

  /** Ticks a task off, or says how it stands. */
  @Post(':emergencyId/tasks/:taskId/state')
  @Requires('contingency:write')
  @ApiOkResponse({ type: TaskView })
  step(
    @Param('emergencyId', ParseUUIDPipe) emergencyId: string,
    @Param('taskId', ParseUUIDPipe) taskId: string,
    @Body() { state, note }: TaskStepDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<TaskView>> {
    this.access.assertReads(principal, 'contingency:write');
    return this.idempotency.run(
      request,
      async (tx) => {
        const emergency = await EMERGENCIES.get(tx, emergencyId);
        const task = await TASKS.lock(tx, taskId);
        if (task.emergencyId !== emergencyId) throw new AppError('operation-task-not-found', { status: 404 });
        if (emergency.level === 'ENDED') throw new AppError('emergency-ended', { status: 409 });
        assertTaskStep(task.state, state, note);
        const change = {
          state,
          note: note ?? null,
          changedBy: principal.subject,
          changedAt: this.clock.now(),
          revision: task.revision + 1,
        };
        const changed = await TASKS.update(tx, taskId, change);
        const object = { type: 'operation-task', id: taskId };
        const outcome = {
          actor: principal.subject,
          action: 'step-task',
          object,
          before: { state: task.state },
          after: { state },
        };
        await this.consequences.settle(tx, outcome);
        return taskView(changed, this.clock.now());
      },
      DONE,
    );
  }

  /** After-action review (kaji ulang): findings feed the plan. Throws `emergency-not-ended` (409), `after-action-done` (409). */
  @Post(':emergencyId/after-action')
  @Requires('contingency:write')
  @ApiCreatedResponse({ type: AfterActionView })
  review(
    @Param('emergencyId', ParseUUIDPipe) emergencyId: string,
    @Body() input: AfterActionDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<AfterActionView>> {
    this.access.assertRegion(principal);
    return this.idempotency.run(request, async (tx) => {
      const emergency = await EMERGENCIES.lock(tx, emergencyId);
      if (emergency.level !== 'ENDED') throw new AppError('emergency-not-ended', { status: 409 });
      if (emergency.reviewedOn !== null) throw new AppError('after-action-done', { status: 409 });
      const reviewedOn = this.clock.today();
      const reviewed = await EMERGENCIES.update(tx, emergencyId, { reviewedOn, reviewSummary: input.summary });
      const raised = await this.raise(tx, emergency, input);
      const events = raised.flatMap((each) => each.events);
      await this.settle(tx, principal, 'review-emergency', {
        emergency: reviewed,
        events: events as Declared['events'],
      });
      return {
        emergencyId,
        reviewedOn,
        summary: input.summary,
        findingIds: raised.map(({ finding }) => finding.findingId),
      };
    });
  }

  private async raise(tx: Transaction, emergency: Emergency, { findings }: AfterActionDto): Promise<RaisedFinding[]> {
    const { emergencyId, planId, hazardCode } = emergency;
    const from = { source: 'AFTER_ACTION', sourceId: emergencyId, planId, hazardCode } as const;
    const raised: RaisedFinding[] = [];
    for (const finding of findings) raised.push(await this.findings.raise(tx, from, finding));
    return raised;
  }

  private act(
    request: IdempotentRequest,
    principal: Principal,
    emergencyId: string,
    action: string,
    work: (tx: Transaction, before: Emergency) => Promise<Declared>,
  ): Promise<OnceAnswer<EmergencyView>> {
    this.access.assertRegion(principal, 'contingency:activate');
    return this.idempotency.run(
      request,
      async (tx) => this.settle(tx, principal, action, await work(tx, await EMERGENCIES.lock(tx, emergencyId))),
      DONE,
    );
  }

  private async settle(
    tx: Transaction,
    principal: Principal,
    action: string,
    { emergency, events }: Declared,
  ): Promise<EmergencyView> {
    const { emergencyId, planId, level, declaration } = emergency;
    await this.consequences.settle(tx, {
      actor: principal.subject,
      action,
      object: { type: 'emergency', id: emergencyId },
      after: { level, declaration },
      events,
      plans: planId === null ? [] : [planId],
      trigger: 'EMERGENCY_CHANGED',
    });
    const list = new ListQuery(LIST, { limit: 1 }).where('e.emergency_id = ?', emergencyId);
    return this.viewOf((await listPage<Listed>(tx, list)).items[0]!);
  }

  private viewOf(row: Listed): EmergencyView {
    const {
      emergencyId,
      planId,
      hazardCode,
      title,
      area,
      level,
      declaration,
      decreeNumber,
      decreeOn,
      startsOn,
      endsOn,
      endedOn,
    } = row;
    const region = row.region ?? this.access.region;
    const lapsed = level !== 'ENDED' && endsOn < this.clock.today();
    const decree = { level, declaration, decreeNumber, decreeOn, startsOn, endsOn, endedOn, lapsed };
    return { emergencyId, region, planId, hazardCode, title, area, ...decree };
  }
}

function taskView(
  { taskId, number, field, title, responsible, dueAt, state, note, changedAt }: OperationTask,
  now: Date,
): TaskView {
  const late = dueAt < now && (state === 'OPEN' || state === 'UNDER_WAY');
  return { taskId, number, field, title, responsible, dueAt, state, note, changedAt, late };
}
