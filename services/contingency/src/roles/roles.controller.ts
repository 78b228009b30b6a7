import { newId } from '@betang/contracts';
import {
  AppError,
  Clock,
  CurrentPrincipal,
  Idempotency,
  OnceRequest,
  Requires,
  ServiceController,
  ServiceDatabase,
  pageOfComputed,
  type ComputedList,
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
import { Consequences } from '../consequences.js';
import { assertCompetencies, askedIn } from '../dictionary/check-codes.decision.js';
import { loadDictionary } from '../dictionary/known-dictionary.js';
import { assertUnitStands } from '../people/units.js';
import { PLANS } from '../plans/plan-rows.js';
import { Plans } from '../plans/plans.js';
import { loadPeople } from './load-people.js';
import { staffingOf } from './staffing.decision.js';
import { Rules } from '../rules/rules.js';
import { Assignments } from './assignments.js';
import {
  AssignDto,
  AssignmentView,
  NewRoleDto,
  RolePage,
  RolePeople,
  RoleQuery,
  RoleView,
  type RoleInPlanView,
} from './role.dto.js';
import { ASSIGNMENTS, ROLES, type Assignment, type PlanRole } from './role-rows.js';

const DONE = 200;
const LIST: ComputedList<PlanRole> = {
  sorts: { field: ({ field }) => field, name: ({ name }) => name, people: ({ people }) => people },
  defaultSort: 'field',
  key: ({ name, roleId }) => [name, roleId].join('\n'),
};

/** Roles of plans: what is asked of whom, and who stands for it. */
@ServiceController('contingency')
export class RolesController {
  constructor(
    private readonly plans: Plans,
    private readonly assignments: Assignments,
    private readonly rules: Rules,
    private readonly access: ContingencyAccess,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly consequences: Consequences,
    private readonly clock: Clock,
  ) {}

  /** Roles with how far they are filled today; no persons. */
  @Get('plans/:planId/roles')
  @Requires('contingency:read')
  @ApiOkResponse({ type: RolePage })
  async list(
    @Param('planId', ParseUUIDPipe) planId: string,
    @Query() query: RoleQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<RoleInPlanView>> {
    this.access.assertReads(principal);
    await PLANS.get(this.database, planId);
    const today = this.clock.today();
    const chosen = await ROLES.where(
      this.database,
      'plan_id = $1 AND NOT removed AND ($2::text IS NULL OR field = $2) AND ($3::uuid IS NULL OR unit_id = $3)',
      [planId, query.field ?? null, query.unitId ?? null],
    );
    const { items: roles, ...page } = pageOfComputed(chosen, LIST, query);
    const ages = (await this.rules.book(this.database)).get('retirement.ages', today);
    const places = roles.map(({ roleId: id, competencies }) => ({ id, competencies }));
    const people = await loadPeople(this.database, places, ages);
    const items = roles.map((role): RoleInPlanView => {
      const assigned = people.get(role.roleId) ?? [];
      const { holders, qualified, alternates } = staffingOf({ ...role, assigned }, today);
      return { ...viewOf(role), inPlace: holders, qualified, alternatesReady: alternates };
    });
    return { ...page, items };
  }

  /** Who stands for a role. Each look is on record. */
  @Get('roles/:roleId/people')
  @Requires('contingency:people')
  @ApiOkResponse({ type: RolePeople })
  async people(
    @Param('roleId', ParseUUIDPipe) roleId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<RolePeople> {
    this.access.assertReads(principal, 'contingency:people');
    const { competencies } = await ROLES.get(this.database, roleId);
    return { items: await this.assignments.people(this.database, roleId, competencies, principal) };
  }

  @Post('plans/:planId/roles')
  @Requires('contingency:write')
  @ApiCreatedResponse({ type: RoleView })
  add(
    @Param('planId', ParseUUIDPipe) planId: string,
    @Body() input: NewRoleDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<RoleView>> {
    return this.idempotency.run(request, async (tx) => {
      const plan = await this.plans.lockActive(tx, planId);
      await this.access.assertUnit(tx, principal, plan.leadUnitId);
      if (input.unitId !== undefined) await assertUnitStands(tx, input.unitId, 'unitId', this.clock.today());
      assertCompetencies(askedIn('competencies', input.competencies), await loadDictionary(tx));
      const role = await ROLES.insert(tx, { ...input, unitId: input.unitId ?? null, roleId: newId(), planId });
      await this.settle(tx, principal, 'add-role', role, { name: role.name, people: role.people });
      return viewOf(role);
    });
  }

  /** Replaces what a role asks for; its people stay. */
  @Post('roles/:roleId/change')
  @Requires('contingency:write')
  @ApiOkResponse({ type: RoleView })
  change(
    @Param('roleId', ParseUUIDPipe) roleId: string,
    @Body() input: NewRoleDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<RoleView>> {
    return this.act(request, principal, roleId, async (tx) => {
      if (input.unitId !== undefined) await assertUnitStands(tx, input.unitId, 'unitId', this.clock.today());
      assertCompetencies(askedIn('competencies', input.competencies), await loadDictionary(tx));
      const role = await ROLES.update(tx, roleId, { ...input, unitId: input.unitId ?? null });
      await this.settle(tx, principal, 'change-role', role, { name: role.name, people: role.people });
      return viewOf(role);
    });
  }

  @Post('roles/:roleId/remove')
  @Requires('contingency:write')
  @ApiOkResponse({ type: RoleView })
  remove(
    @Param('roleId', ParseUUIDPipe) roleId: string,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<RoleView>> {
    return this.act(request, principal, roleId, async (tx) => {
      const role = await ROLES.update(tx, roleId, { removed: true });
      await this.settle(tx, principal, 'remove-role', role, { removed: true });
      return viewOf(role);
    });
  }

  /** Names a person for a role: by who answers for the plan, or for the unit that fills the role. */
  @Post('roles/:roleId/assignments')
  @Requires('contingency:write')
  @ApiCreatedResponse({ type: AssignmentView })
  assign(
    @Param('roleId', ParseUUIDPipe) roleId: string,
    @Body() input: AssignDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<AssignmentView>> {
    return this.idempotency.run(request, async (tx) => {
      const role = await this.lockRole(tx, principal, roleId);
      const assignment = await this.assignments.assign(tx, { roleId }, role.name, input);
      await this.settle(tx, principal, 'assign-role', role, {
        assignmentId: assignment.assignmentId,
        kind: input.kind,
      });
      return assignmentView(assignment);
    });
  }

  /** The person still stands for the role: after a move, or after the day of retirement. */
  @Post('roles/:roleId/assignments/:assignmentId/confirm')
  @Requires('contingency:write')
  @ApiOkResponse({ type: AssignmentView })
  confirm(
    @Param('roleId', ParseUUIDPipe) roleId: string,
    @Param('assignmentId', ParseUUIDPipe) assignmentId: string,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<AssignmentView>> {
    return this.actOnAssignment(request, principal, roleId, assignmentId, 'confirm-role', (tx, assignment) =>
      this.assignments.confirm(tx, assignment),
    );
  }

  @Post('roles/:roleId/assignments/:assignmentId/end')
  @Requires('contingency:write')
  @ApiOkResponse({ type: AssignmentView })
  end(
    @Param('roleId', ParseUUIDPipe) roleId: string,
    @Param('assignmentId', ParseUUIDPipe) assignmentId: string,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<AssignmentView>> {
    return this.actOnAssignment(request, principal, roleId, assignmentId, 'end-assignment', (tx) =>
      ASSIGNMENTS.update(tx, assignmentId, { ended: true }),
    );
  }

  private act(
    request: IdempotentRequest,
    principal: Principal,
    roleId: string,
    work: (tx: Transaction) => Promise<RoleView>,
  ): Promise<OnceAnswer<RoleView>> {
    return this.idempotency.run(
      request,
      async (tx) => {
        const { planId } = await this.lockRole(tx, principal, roleId);
        const plan = await this.plans.lockActive(tx, planId);
        await this.access.assertUnit(tx, principal, plan.leadUnitId);
        return work(tx);
      },
      DONE,
    );
  }

  private actOnAssignment(
    request: IdempotentRequest,
    principal: Principal,
    roleId: string,
    assignmentId: string,
    action: string,
    work: (tx: Transaction, assignment: Assignment) => Promise<Assignment>,
  ): Promise<OnceAnswer<AssignmentView>> {
    return this.idempotency.run(
      request,
      async (tx) => {
        const role = await this.lockRole(tx, principal, roleId);
        const assignment = await this.assignments.lock(tx, assignmentId);
        if (assignment.roleId !== roleId) throw new AppError('plan-assignment-not-found', { status: 404 });
        const changed = await work(tx, assignment);
        await this.settle(tx, principal, action, role, { assignmentId });
        return assignmentView(changed);
      },
      DONE,
    );
  }

  private async lockRole(tx: Transaction, principal: Principal, roleId: string): Promise<PlanRole> {
    const role = await ROLES.lock(tx, roleId);
    if (role.removed) throw new AppError('plan-role-not-found', { status: 404 });
    const { leadUnitId } = await PLANS.get(tx, role.planId);
    await this.access.assertUnit(tx, principal, role.unitId ?? leadUnitId);
    return role;
  }

  private settle(
    tx: Transaction,
    principal: Principal,
    action: string,
    role: PlanRole,
    after: Record<string, unknown>,
  ): Promise<void> {
    const object = { type: 'plan-role', id: role.roleId };
    const outcome = {
      actor: principal.subject,
      action,
      object,
      after,
      plans: [role.planId],
      trigger: 'ROLES_CHANGED',
    } as const;
    return this.consequences.settle(tx, outcome);
  }
}

function viewOf({ roleId, planId, field, name, unitId, people, alternates, competencies }: PlanRole): RoleView {
  return { roleId, planId, field, name, unitId, people, alternates, competencies };
}

function assignmentView({ assignmentId, employeeId, kind, rank, confirmedOn }: Assignment): AssignmentView {
  return { assignmentId, employeeId, kind, rank, confirmedOn };
}
