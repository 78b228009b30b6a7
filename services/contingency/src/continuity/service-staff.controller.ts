import {
  AppError,
  CurrentPrincipal,
  Idempotency,
  OnceRequest,
  Requires,
  ServiceController,
  ServiceDatabase,
  type IdempotentRequest,
  type OnceAnswer,
  type Principal,
  type Transaction,
  ApiCreatedResponse,
  ApiOkResponse,
} from '@betang/platform';
import { Body, Get, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ContingencyAccess } from '../access/contingency-access.js';
import { Consequences } from '../consequences.js';
import { Plans } from '../plans/plans.js';
import { Assignments } from '../roles/assignments.js';
import { AssignDto, AssignmentView, RolePeople } from '../roles/role.dto.js';
import { ASSIGNMENTS, type Assignment } from '../roles/role-rows.js';
import { ProtectDto, ProtectedServices } from './service.dto.js';
import { SERVICES, type CriticalService } from './service-rows.js';

const DONE = 200;
const PLANS_OF = `SELECT plan_id FROM plan_service JOIN plan USING (plan_id) WHERE service_id = $1 AND state = 'ACTIVE'`;
const PROTECTED = 'SELECT service_id FROM plan_service WHERE plan_id = $1 ORDER BY service_id';

/** Who keeps a critical service running, in order of succession, and which plans protect it. */
@ServiceController('contingency')
export class ServiceStaffController {
  constructor(
    private readonly plans: Plans,
    private readonly assignments: Assignments,
    private readonly access: ContingencyAccess,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly consequences: Consequences,
  ) {}

  /** Each look is on record. */
  @Get('services/:serviceId/people')
  @Requires('contingency:people')
  @ApiOkResponse({ type: RolePeople })
  async people(
    @Param('serviceId', ParseUUIDPipe) serviceId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<RolePeople> {
    this.access.assertReads(principal, 'contingency:people');
    const { competencies } = await SERVICES.get(this.database, serviceId);
    return { items: await this.assignments.people(this.database, serviceId, competencies, principal) };
  }

  @Post('services/:serviceId/assignments')
  @Requires('contingency:write')
  @ApiCreatedResponse({ type: AssignmentView })
  assign(
    @Param('serviceId', ParseUUIDPipe) serviceId: string,
    @Body() input: AssignDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<AssignmentView>> {
    return this.idempotency.run(request, async (tx) => {
      const service = await this.lockService(tx, principal, serviceId);
      const assignment = await this.assignments.assign(tx, { serviceId }, service.name, input);
      await this.settle(tx, principal, 'assign-service', service);
      return viewOf(assignment);
    });
  }

  /** The person still stands for the service: after a move, or after the day of retirement. */
  @Post('services/:serviceId/assignments/:assignmentId/confirm')
  @Requires('contingency:write')
  @ApiOkResponse({ type: AssignmentView })
  confirm(
    @Param('serviceId', ParseUUIDPipe) serviceId: string,
    @Param('assignmentId', ParseUUIDPipe) assignmentId: string,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<AssignmentView>> {
    return this.act(request, principal, serviceId, assignmentId, 'confirm-service-staff', (tx, assignment) =>
      this.assignments.confirm(tx, assignment),
    );
  }

  @Post('services/:serviceId/assignments/:assignmentId/end')
  @Requires('contingency:write')
  @ApiOkResponse({ type: AssignmentView })
  end(
    @Param('serviceId', ParseUUIDPipe) serviceId: string,
    @Param('assignmentId', ParseUUIDPipe) assignmentId: string,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<AssignmentView>> {
    return this.act(request, principal, serviceId, assignmentId, 'end-service-staff', (tx) =>
      ASSIGNMENTS.update(tx, assignmentId, { ended: true }),
    );
  }

  /** The plan must keep this service running. */
  @Post('plans/:planId/services')
  @Requires('contingency:write')
  @ApiOkResponse({ type: ProtectedServices })
  protect(
    @Param('planId', ParseUUIDPipe) planId: string,
    @Body() { serviceId }: ProtectDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<ProtectedServices>> {
    return this.link(
      request,
      principal,
      planId,
      serviceId,
      'INSERT INTO plan_service VALUES ($1, $2) ON CONFLICT DO NOTHING',
    );
  }

  @Post('plans/:planId/services/remove')
  @Requires('contingency:write')
  @ApiOkResponse({ type: ProtectedServices })
  unprotect(
    @Param('planId', ParseUUIDPipe) planId: string,
    @Body() { serviceId }: ProtectDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<ProtectedServices>> {
    return this.link(
      request,
      principal,
      planId,
      serviceId,
      'DELETE FROM plan_service WHERE plan_id = $1 AND service_id = $2',
    );
  }

  private link(
    request: IdempotentRequest,
    principal: Principal,
    planId: string,
    serviceId: string,
    statement: string,
  ): Promise<OnceAnswer<ProtectedServices>> {
    return this.idempotency.run(
      request,
      async (tx) => {
        const plan = await this.plans.lockActive(tx, planId);
        await this.access.assertUnit(tx, principal, plan.leadUnitId);
        const { ended } = await SERVICES.get(tx, serviceId);
        if (ended) throw new AppError('critical-service-not-found', { status: 404 });
        await tx.execute(statement, [planId, serviceId]);
        const object = { type: 'plan', id: planId };
        const outcome = { actor: principal.subject, action: 'protect-services', object, after: { serviceId } };
        await this.consequences.settle(tx, { ...outcome, plans: [planId], trigger: 'CONTINUITY_CHANGED' });
        const rows = await tx.query<{ service_id: string }>(PROTECTED, [planId]);
        return { serviceIds: rows.map((row) => row.service_id) };
      },
      DONE,
    );
  }

  private act(
    request: IdempotentRequest,
    principal: Principal,
    serviceId: string,
    assignmentId: string,
    action: string,
    work: (tx: Transaction, assignment: Assignment) => Promise<Assignment>,
  ): Promise<OnceAnswer<AssignmentView>> {
    return this.idempotency.run(
      request,
      async (tx) => {
        const service = await this.lockService(tx, principal, serviceId);
        const assignment = await this.assignments.lock(tx, assignmentId);
        if (assignment.serviceId !== serviceId) throw new AppError('plan-assignment-not-found', { status: 404 });
        const changed = await work(tx, assignment);
        await this.settle(tx, principal, action, service);
        return viewOf(changed);
      },
      DONE,
    );
  }

  private async lockService(tx: Transaction, principal: Principal, serviceId: string): Promise<CriticalService> {
    const service = await SERVICES.lock(tx, serviceId);
    if (service.ended) throw new AppError('critical-service-not-found', { status: 404 });
    await this.access.assertUnit(tx, principal, service.unitId);
    return service;
  }

  private async settle(
    tx: Transaction,
    principal: Principal,
    action: string,
    { serviceId }: CriticalService,
  ): Promise<void> {
    const plans = (await tx.query<{ plan_id: string }>(PLANS_OF, [serviceId])).map((row) => row.plan_id);
    const object = { type: 'critical-service', id: serviceId };
    await this.consequences.settle(tx, {
      actor: principal.subject,
      action,
      object,
      plans,
      trigger: 'CONTINUITY_CHANGED',
    });
  }
}

function viewOf({ assignmentId, employeeId, kind, rank, confirmedOn }: Assignment): AssignmentView {
  return { assignmentId, employeeId, kind, rank, confirmedOn };
}
