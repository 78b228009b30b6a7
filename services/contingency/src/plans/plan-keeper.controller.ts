import {
  Audit,
  CurrentPrincipal,
  Idempotency,
  OnceRequest,
  Requires,
  ServiceController,
  ServiceDatabase,
  type IdempotentRequest,
  type OnceAnswer,
  type Principal,
  type SqlClient,
  ApiOkResponse,
  ApiProperty,
} from '@betang/platform';
import { Body, Get, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { IsUUID } from 'class-validator';
import { ContingencyAccess, inVisibleUnits } from '../access/contingency-access.js';
import { Consequences } from '../consequences.js';
import { assertKnownPeople } from '../people/known-people.js';
import { Reminders } from '../reminders/reminders.js';
import { ReviewReminders } from '../reminders/review-reminders.js';
import { PLANS, type Plan } from './plan-rows.js';
import { Plans } from './plans.js';

const DONE = 200;
const NAME = `SELECT coalesce(name, '') AS name FROM person WHERE employee_id = $1 AND ${inVisibleUnits('unit_id', 2)}`;
const OPEN = `SELECT review_id AS id FROM review WHERE plan_id = $1 AND state = 'OPEN' AND keeper_id IS NULL`;

export class PlanKeeperDto {
  @ApiProperty({ format: 'uuid', description: 'Who sees to the plan' }) @IsUUID() readonly employeeId: string;
}

export class PlanKeeperView {
  @ApiProperty({ format: 'uuid' }) readonly planId: string;
  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'Null: nobody, or out of the reader’s units',
  })
  readonly employeeId: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly name: string | null;
}

/** Who sees to a plan (penanggung jawab rencana): told of reviews, commitments that end and actions that are late. */
@ServiceController('contingency', 'plans/:planId/keeper')
export class PlanKeeperController {
  constructor(
    private readonly plans: Plans,
    private readonly reminders: Reminders,
    private readonly reviewReminders: ReviewReminders,
    private readonly access: ContingencyAccess,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly consequences: Consequences,
    private readonly audit: Audit,
  ) {}

  /** Each look is on record. */
  @Get()
  @Requires('contingency:people')
  @ApiOkResponse({ type: PlanKeeperView })
  async get(
    @Param('planId', ParseUUIDPipe) planId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<PlanKeeperView> {
    this.access.assertReads(principal, 'contingency:people');
    return this.view(this.database, await PLANS.get(this.database, planId), principal);
  }

  @Post()
  @Requires('contingency:write')
  @ApiOkResponse({ type: PlanKeeperView })
  name(
    @Param('planId', ParseUUIDPipe) planId: string,
    @Body() { employeeId }: PlanKeeperDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<PlanKeeperView>> {
    return this.idempotency.run(
      request,
      async (tx) => {
        const { leadUnitId } = await this.plans.lockActive(tx, planId);
        await this.access.assertUnit(tx, principal, leadUnitId);
        await assertKnownPeople(tx, [employeeId]);
        const plan = await PLANS.update(tx, planId, { keeperId: employeeId });
        await this.reminders.planKept(tx, planId, employeeId, plan.title);
        const open = await tx.query<{ id: string }>(OPEN, [planId]);
        await this.reviewReminders.asked(
          tx,
          open.map(({ id }) => id),
        );
        const object = { type: 'plan', id: planId };
        const outcome = { actor: principal.subject, action: 'name-plan-keeper', object, after: { employeeId } };
        await this.consequences.settle(tx, outcome);
        return this.view(tx, plan, principal);
      },
      DONE,
    );
  }

  private async view(db: SqlClient, { planId, keeperId }: Plan, principal: Principal): Promise<PlanKeeperView> {
    if (keeperId === null) return { planId, employeeId: null, name: null };
    const [person] = await db.query<{ name: string }>(NAME, [
      keeperId,
      this.access.visibleUnits(principal, 'contingency:people'),
    ]);
    if (!person) return { planId, employeeId: null, name: null };
    const actor = principal.subject;
    await this.audit.recordRead(db, { actor, subjects: [keeperId], purpose: 'contingency-readiness' });
    return { planId, employeeId: keeperId, name: person.name };
  }
}
