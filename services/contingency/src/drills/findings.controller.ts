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
  type IdempotentRequest,
  type ListDefinition,
  type OnceAnswer,
  type Page,
  type Principal,
  type Transaction,
  ApiCreatedResponse,
  ApiOkResponse,
} from '@betang/platform';
import { Body, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ContingencyAccess } from '../access/contingency-access.js';
import { Consequences } from '../consequences.js';
import { listPage } from '../database/list-page.js';
import { PLANS } from '../plans/plan-rows.js';
import { ACTIONS, FINDINGS, type Action, type Finding } from './drill-rows.js';
import {
  ActionPage,
  ActionQuery,
  ActionView,
  ChangeActionDto,
  CompleteActionDto,
  FindingPage,
  FindingQuery,
  FindingView,
  NewActionDto,
  OwnActionQuery,
  SettleFindingDto,
} from './drill.dto.js';
import { Drills } from './drills.js';
import { actionView, findingView } from './finding-views.js';
import { Findings } from './findings.js';

const FINDING_LIST: ListDefinition = {
  select: 'SELECT f.* FROM finding AS f',
  sorts: { raisedOn: { sql: 'f.raised_on', type: 'date' }, severity: { sql: 'f.severity', type: 'text' } },
  defaultSort: '-raisedOn',
  key: { sql: 'f.finding_id', type: 'uuid' },
};
const ACTION_LIST: ListDefinition = {
  select: 'SELECT a.* FROM action AS a JOIN finding AS f USING (finding_id)',
  sorts: { dueOn: { sql: 'a.due_on', type: 'date' } },
  defaultSort: 'dueOn',
  key: { sql: 'a.action_id', type: 'uuid' },
};
const DONE = 200;

/** Findings of drills and emergencies, and the actions that mend them. */
@ServiceController('contingency')
export class FindingsController {
  constructor(
    private readonly findings: Findings,
    private readonly drills: Drills,
    private readonly access: ContingencyAccess,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly consequences: Consequences,
    private readonly clock: Clock,
  ) {}

  @Get('findings')
  @Requires('contingency:read')
  @ApiOkResponse({ type: FindingPage })
  async list(@Query() query: FindingQuery, @CurrentPrincipal() principal: Principal): Promise<Page<FindingView>> {
    this.access.assertReads(principal);
    const list = new ListQuery(FINDING_LIST, query)
      .where('f.plan_id = ?', query.planId)
      .where('f.source_id = ?', query.sourceId)
      .where('f.state = ?', query.state)
      .where('f.kind = ?', query.kind);
    const page = await listPage<Finding>(this.database, list);
    return { ...page, items: page.items.map(findingView) };
  }

  @Get('actions')
  @Requires('contingency:read')
  @ApiOkResponse({ type: ActionPage })
  async listActions(@Query() query: ActionQuery, @CurrentPrincipal() principal: Principal): Promise<Page<ActionView>> {
    this.access.assertReads(principal);
    const today = this.clock.today();
    const list = new ListQuery(ACTION_LIST, query)
      .where('f.plan_id = ?', query.planId)
      .where('a.owner_unit_id = ?', query.ownerUnitId)
      .where('a.done_on IS NULL AND a.due_on >= ?', query.state === 'OPEN' ? today : undefined)
      .where('a.done_on IS NULL AND a.due_on < ?', query.state === 'OVERDUE' ? today : undefined);
    if (query.state === 'DONE') list.where('a.done_on IS NOT NULL');
    const page = await listPage<Action>(this.database, list);
    return { ...page, items: page.items.map((action) => actionView(action, today)) };
  }

  /** What somebody has to see to, late ones first. */
  @Get('me/actions')
  @Requires('self:read')
  @ApiOkResponse({ type: ActionPage })
  async own(@Query() query: OwnActionQuery, @CurrentPrincipal() { employeeId }: Principal): Promise<Page<ActionView>> {
    if (employeeId === undefined) throw new AppError('forbidden', { status: 403 });
    const list = new ListQuery(ACTION_LIST, query)
      .where('a.owner_employee_id = ?', employeeId)
      .where('(a.done_on IS NOT NULL) = ?', query.done && query.done === 'true');
    const page = await listPage<Action>(this.database, list);
    const today = this.clock.today();
    return { ...page, items: page.items.map((action) => actionView(action, today)) };
  }

  @Post('findings/:findingId/actions')
  @Requires('contingency:write')
  @ApiCreatedResponse({ type: ActionView })
  act(
    @Param('findingId', ParseUUIDPipe) findingId: string,
    @Body() input: NewActionDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<ActionView>> {
    return this.idempotency.run(request, async (tx) => {
      const finding = await this.lockFinding(tx, principal, findingId);
      const action = await this.findings.act(tx, finding, input);
      await this.settled(tx, principal, 'plan-action', finding, { actionId: action.actionId, dueOn: action.dueOn });
      return actionView(action, this.clock.today());
    });
  }

  /** By the unit that owns the action, or by who answers for the plan. */
  @Post('actions/:actionId/complete')
  @Requires('contingency:write')
  @ApiOkResponse({ type: ActionView })
  complete(
    @Param('actionId', ParseUUIDPipe) actionId: string,
    @Body() { result }: CompleteActionDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<ActionView>> {
    return this.idempotency.run(
      request,
      async (tx) => {
        const action = await ACTIONS.lock(tx, actionId);
        await this.access.assertUnit(tx, principal, action.ownerUnitId);
        const finding = await FINDINGS.get(tx, action.findingId);
        const done = await this.findings.complete(tx, action, result, principal.subject);
        await this.settled(tx, principal, 'complete-action', finding, { actionId });
        return actionView(done, this.clock.today());
      },
      DONE,
    );
  }

  /** Another day, unit or person; by who answers for the plan. The reason goes on record. */
  @Post('actions/:actionId/change')
  @Requires('contingency:write')
  @ApiOkResponse({ type: ActionView })
  changeAction(
    @Param('actionId', ParseUUIDPipe) actionId: string,
    @Body() input: ChangeActionDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<ActionView>> {
    return this.idempotency.run(
      request,
      async (tx) => {
        const action = await ACTIONS.lock(tx, actionId);
        const finding = await this.lockFinding(tx, principal, action.findingId);
        const changed = await this.findings.changeAction(tx, action, input);
        const after = { actionId, dueOn: changed.dueOn, before: action.dueOn, reason: input.reason };
        await this.settled(tx, principal, 'change-action', finding, after);
        return actionView(changed, this.clock.today());
      },
      DONE,
    );
  }

  /** The finding is answered: by a version of the plan, or otherwise. */
  @Post('findings/:findingId/settle')
  @Requires('contingency:write')
  @ApiOkResponse({ type: FindingView })
  settle(
    @Param('findingId', ParseUUIDPipe) findingId: string,
    @Body() input: SettleFindingDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<FindingView>> {
    return this.idempotency.run(
      request,
      async (tx) => {
        const finding = await this.findings.settle(tx, await this.lockFinding(tx, principal, findingId), input);
        await this.settled(tx, principal, 'settle-finding', finding, { version: finding.settledInVersion });
        return findingView(finding);
      },
      DONE,
    );
  }

  private async lockFinding(tx: Transaction, principal: Principal, findingId: string): Promise<Finding> {
    const finding = await FINDINGS.lock(tx, findingId);
    if (finding.planId === null) this.access.assertRegion(principal);
    else await this.access.assertUnit(tx, principal, (await PLANS.get(tx, finding.planId)).leadUnitId);
    return finding;
  }

  private async settled(
    tx: Transaction,
    principal: Principal,
    action: string,
    finding: Finding,
    after: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const object = { type: 'finding', id: finding.findingId };
    const plans = finding.planId === null ? [] : [finding.planId];
    await this.consequences.settle(tx, {
      actor: principal.subject,
      action,
      object,
      after,
      plans,
      trigger: 'DRILL_CHANGED',
    });
    if (finding.source === 'DRILL') await this.drills.state(tx, finding.sourceId);
  }
}
