import { newId } from '@betang/contracts';
import {
  AppError,
  Clock,
  CurrentPrincipal,
  Idempotency,
  ListQuery,
  OnceRequest,
  Requires,
  ServiceController,
  ServiceDatabase,
  downloadOf,
  preferredLanguage,
  renderPdf,
  type IdempotentRequest,
  type ListDefinition,
  type OnceAnswer,
  type Page,
  type Principal,
  type Transaction,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiProduces,
} from '@betang/platform';
import { RegionCode, timeZoneOf } from '@betang/asn';
import { Body, Get, Headers, Param, ParseUUIDPipe, Post, Query, type StreamableFile } from '@nestjs/common';
import { ContingencyAccess } from '../access/contingency-access.js';
import { Consequences } from '../consequences.js';
import { listPage } from '../database/list-page.js';
import { regionName } from '../region-name.js';
import { assertTaskStep } from './emergency-levels.decision.js';
import { NewTaskDto, TaskPage, TaskQuery, TaskStepDto, TaskView } from './emergency.dto.js';
import {
  DECLARATIONS,
  EMERGENCIES,
  STEPS,
  TASKS,
  assertEmergencyKnown,
  type Emergency,
  type OperationTask,
} from './emergency-rows.js';
import { EmergencyReview } from './emergency-review.js';
import { operationsDocument } from './operations-document.js';

const LIST: ListDefinition = {
  select: 'SELECT t.* FROM operation_task AS t',
  sorts: { number: { sql: 't.number', type: 'integer' }, dueAt: { sql: 't.due_at', type: 'timestamptz' } },
  defaultSort: 'number',
  key: { sql: 't.task_id', type: 'uuid' },
};
const NEXT = `SELECT coalesce(max(number), 0) + 1 AS number FROM operation_task WHERE emergency_id = $1`;
const DONE = 200;

/** The operations plan (rencana operasi): what the plan foresaw and what the emergency asks for, ticked off with who and when. */
@ServiceController('contingency', 'emergencies/:emergencyId')
export class OperationsController {
  constructor(
    private readonly review: EmergencyReview,
    private readonly access: ContingencyAccess,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly consequences: Consequences,
    private readonly clock: Clock,
  ) {}

  /** Tasks in the order of their time. */
  @Get('tasks')
  @Requires('contingency:read')
  @ApiOkResponse({ type: TaskPage })
  async tasks(
    @Param('emergencyId', ParseUUIDPipe) emergencyId: string,
    @Query() query: TaskQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<TaskView>> {
    this.access.assertReads(principal);
    await assertEmergencyKnown(this.database, emergencyId);
    const list = new ListQuery(LIST, query)
      .where('t.emergency_id = ?', emergencyId)
      .where('t.state = ?', query.state)
      .where('t.field = ?', query.field);
    const page = await listPage<OperationTask>(this.database, list);
    return { ...page, items: page.items.map((task) => this.view(task, principal)) };
  }

  /** The operations plan as it stands, to print and sign. */
  @Get('operations-plan')
  @Requires('contingency:read')
  @ApiProduces('application/pdf')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async document(
    @Param('emergencyId', ParseUUIDPipe) emergencyId: string,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') accepted?: string,
  ): Promise<StreamableFile> {
    this.access.assertReads(principal);
    const model = operationsDocument({
      emergency: await EMERGENCIES.get(this.database, emergencyId),
      declarations: await DECLARATIONS.where(this.database, 'emergency_id = $1 ORDER BY declaration', [emergencyId]),
      tasks: await TASKS.where(this.database, 'emergency_id = $1 ORDER BY number', [emergencyId]),
      region: regionName(this.access.region),
      language: preferredLanguage(accepted),
      timeZone: timeZoneOf(RegionCode.parse(this.access.region)),
      now: this.clock.now(),
    });
    return downloadOf(await renderPdf(model), `renops-${emergencyId.slice(-6)}`, 'pdf');
  }

  /** A task that the plan did not foresee. */
  @Post('tasks')
  @Requires('contingency:write')
  @ApiCreatedResponse({ type: TaskView })
  add(
    @Param('emergencyId', ParseUUIDPipe) emergencyId: string,
    @Body() { withinHours, ...what }: NewTaskDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<TaskView>> {
    this.access.assertReads(principal, 'contingency:write');
    return this.idempotency.run(request, async (tx) => {
      // The lock gives the next number to one officer at a time.
      const emergency = await EMERGENCIES.lock(tx, emergencyId);
      if (emergency.level === 'ENDED') throw new AppError('emergency-ended', { status: 409 });
      const [next] = await tx.query<{ number: number }>(NEXT, [emergencyId]);
      const dueAt = new Date(this.clock.now().getTime() + withinHours * 3_600_000);
      const added = { ...what, number: next!.number, dueAt, addedBy: principal.subject, state: 'OPEN' as const };
      const task = await TASKS.insert(tx, { ...added, taskId: newId(), emergencyId });
      await this.settle(tx, principal, 'add-task', task, { state: task.state });
      return this.view(task, principal);
    });
  }

  /** Ticks a task off, or says how it stands; until the after-action review is closed. */
  @Post('tasks/:taskId/state')
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
        // Its review is closed, and it is ended, under the same lock: neither comes between the question and the tick.
        const emergency = await EMERGENCIES.lock(tx, emergencyId);
        const task = await TASKS.lock(tx, taskId);
        if (task.emergencyId !== emergencyId) throw new AppError('operation-task-not-found', { status: 404 });
        await this.assertRunning(tx, emergency);
        assertTaskStep(task.state, state, note);
        const [changedBy, changedAt, revision] = [principal.subject, this.clock.now(), task.revision + 1];
        const change = { state, note: note ?? null, changedBy, changedAt, revision };
        const changed = await TASKS.update(tx, taskId, change);
        const from = { taskId, revision, fromState: task.state, toState: state };
        await STEPS.insert(tx, { ...from, note: change.note, changedBy, changedAt });
        await this.settle(tx, principal, 'step-task', changed, { state }, { state: task.state });
        return this.view(changed, principal);
      },
      DONE,
    );
  }

  private async assertRunning(tx: Transaction, { emergencyId, level }: Emergency): Promise<void> {
    if (level === 'ENDED' && !(await this.review.isOpen(tx, emergencyId)))
      throw new AppError('emergency-ended', { status: 409 });
  }

  private settle(
    tx: Transaction,
    principal: Principal,
    action: string,
    { taskId }: OperationTask,
    after: Readonly<Record<string, unknown>>,
    before: Readonly<Record<string, unknown>> = {},
  ): Promise<void> {
    const object = { type: 'operation-task', id: taskId };
    return this.consequences.settle(tx, { actor: principal.subject, action, object, before, after });
  }

  private view(task: OperationTask, principal: Principal): TaskView {
    const { taskId, number, field, title, responsible, dueAt, state, note, changedAt, changedBy, addedBy } = task;
    const late = dueAt < this.clock.now() && (state === 'OPEN' || state === 'UNDER_WAY');
    const who = this.access.readsAllPeople(principal) ? changedBy : null;
    const what = { taskId, number, field, title, responsible, dueAt, state, note };
    return { ...what, changedAt, changedBy: who, foreseen: addedBy === null, late };
  }
}
