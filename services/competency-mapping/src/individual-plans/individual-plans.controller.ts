import {
  AppError,
  Audit,
  CurrentPrincipal,
  Idempotency,
  ListQuery,
  OnceRequest,
  Requires,
  ServiceController,
  ServiceDatabase,
  type IdempotentRequest,
  type ListRow,
  type OnceAnswer,
  type Page,
  type Principal,
  ApiOkResponse,
} from '@betang/platform';
import { Body, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { PlanYearPipe } from '../plan-year.pipe.js';
import { PeopleAccess } from '../people/people-access.js';
import { IndividualPlans } from './individual-plans.js';
import {
  DecideIndividualPlanDto,
  IndividualPlanPage,
  IndividualPlanQuery,
  IndividualPlanView,
  RealiseItemDto,
  ReopenItemDto,
  WriteIndividualPlanDto,
  type IndividualPlanRow,
} from './individual-plan.dto.js';

const DONE = 200;
const LIST = {
  select: `SELECT i.individual_plan_id AS "individualPlanId", i.employee_id AS "employeeId", p.name, i.year, i.state,
      (SELECT count(*)::integer FROM individual_plan_item AS t WHERE t.individual_plan_id = i.individual_plan_id) AS items,
      (SELECT count(*)::integer FROM individual_plan_item AS t WHERE t.individual_plan_id = i.individual_plan_id AND t.realised_on IS NOT NULL) AS realised
    FROM individual_plan AS i JOIN person AS p USING (employee_id)`,
  sorts: { name: { sql: `coalesce(p.name, '')`, type: 'text' }, changed: { sql: 'i.changed_at', type: 'timestamptz' } },
  defaultSort: 'name',
  key: { sql: 'i.individual_plan_id', type: 'uuid' },
} as const;
const BELOW = `p.unit_id IN (WITH RECURSIVE below AS (SELECT unnest(?::uuid[]) AS unit_id
    UNION SELECT u.unit_id FROM unit AS u JOIN below AS b ON u.parent_unit_id = b.unit_id) SELECT unit_id FROM below)`;

/** Individual plans (rencana pengembangan individu, IDP). */
@ServiceController('competency-mapping', 'individual-plans')
export class IndividualPlansController {
  constructor(
    private readonly plans: IndividualPlans,
    private readonly access: PeopleAccess,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
    private readonly database: ServiceDatabase,
  ) {}

  /** Plans of the people whom the caller's units reach: for those who decide on plans. A partner reads plans of agencies alone, which name nobody. */
  @Get()
  @Requires('plans:write')
  @ApiOkResponse({ type: IndividualPlanPage })
  async list(
    @Query() query: IndividualPlanQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<IndividualPlanRow>> {
    const visible = this.access.visibleUnits(principal, 'plans:write');
    const list = new ListQuery(LIST, query)
      .where('i.year = ?', query.year)
      .where('i.state = ?', query.state)
      .where('p.agency_id = ?', query.agencyId);
    if (visible !== null) list.where(BELOW, visible);
    const statement = list.build();
    const page = statement.page(
      await this.database.query<IndividualPlanRow & ListRow>(statement.text, statement.values),
    );
    await this.noteRead(
      principal,
      page.items.map(({ employeeId }) => employeeId),
    );
    return page;
  }

  @Get('me/:year')
  @Requires('self:read')
  @ApiOkResponse({ type: IndividualPlanView })
  async own(
    @Param('year', PlanYearPipe) year: number,
    @CurrentPrincipal() principal: Principal,
  ): Promise<IndividualPlanView> {
    const { employeeId } = await this.access.getOwn(principal);
    return this.getPlan(employeeId, year);
  }

  /** The items as they are from now on. */
  @Post('me/:year')
  @Requires('self:write')
  @ApiOkResponse({ type: IndividualPlanView })
  async write(
    @Param('year', PlanYearPipe) year: number,
    @Body() { items }: WriteIndividualPlanDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<IndividualPlanView>> {
    const { employeeId } = await this.access.getOwn(principal);
    return this.idempotency.run(
      request,
      (tx) => this.plans.write(tx, employeeId, year, items, principal.subject),
      DONE,
    );
  }

  @Post('me/:year/submit')
  @Requires('self:write')
  @ApiOkResponse({ type: IndividualPlanView })
  async submit(
    @Param('year', PlanYearPipe) year: number,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<IndividualPlanView>> {
    const { employeeId } = await this.access.getOwn(principal);
    return this.idempotency.run(request, (tx) => this.plans.submit(tx, employeeId, year, principal.subject), DONE);
  }

  /** An item of one's own is done. */
  @Post('me/items/:itemId/realise')
  @Requires('self:write')
  @ApiOkResponse({ type: IndividualPlanView })
  async realise(
    @Param('itemId', ParseUUIDPipe) itemId: string,
    @Body() input: RealiseItemDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<IndividualPlanView>> {
    const { employeeId } = await this.access.getOwn(principal);
    return this.idempotency.run(
      request,
      (tx) => this.plans.realise(tx, employeeId, itemId, input, principal.subject),
      DONE,
    );
  }

  /** What one stated as done by mistake is open again. */
  @Post('me/:year/items/:itemId/reopen')
  @Requires('self:write')
  @ApiOkResponse({ type: IndividualPlanView })
  async reopenOwn(
    @Param('year', PlanYearPipe) year: number,
    @Param('itemId', ParseUUIDPipe) itemId: string,
    @Body() { reason }: ReopenItemDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<IndividualPlanView>> {
    const { employeeId } = await this.access.getOwn(principal);
    return this.idempotency.run(
      request,
      async (tx) => {
        const plan = await this.plans.find(tx, employeeId, year);
        if (!plan) throw new AppError('individual-plan-not-found', { status: 404 });
        const who = { subject: principal.subject, employeeId };
        return this.plans.reopenStated(tx, plan.individualPlanId, itemId, reason, who);
      },
      DONE,
    );
  }

  /** Who decides on the plan does not accept what was stated as done. */
  @Post(':individualPlanId/items/:itemId/reopen')
  @Requires('plans:write')
  @ApiOkResponse({ type: IndividualPlanView })
  reopen(
    @Param('individualPlanId', ParseUUIDPipe) individualPlanId: string,
    @Param('itemId', ParseUUIDPipe) itemId: string,
    @Body() { reason }: ReopenItemDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<IndividualPlanView>> {
    return this.idempotency.run(
      request,
      async (tx) => {
        const employeeId = await this.plans.getEmployee(tx, individualPlanId);
        await this.access.getPerson(principal, 'plans:write', employeeId);
        const who = { subject: principal.subject, employeeId: principal.employeeId ?? null };
        return this.plans.reopenStated(tx, individualPlanId, itemId, reason, who);
      },
      DONE,
    );
  }

  @Get('people/:employeeId/:year')
  @Requires('plans:write')
  @ApiOkResponse({ type: IndividualPlanView })
  async ofPerson(
    @Param('employeeId', ParseUUIDPipe) employeeId: string,
    @Param('year', PlanYearPipe) year: number,
    @CurrentPrincipal() principal: Principal,
  ): Promise<IndividualPlanView> {
    await this.access.getPerson(principal, 'plans:write', employeeId);
    await this.noteRead(principal, [employeeId]);
    return this.getPlan(employeeId, year);
  }

  /** The supervisor approves it or sends it back; nobody decides on one's own. */
  @Post(':individualPlanId/decide')
  @Requires('plans:write')
  @ApiOkResponse({ type: IndividualPlanView })
  decide(
    @Param('individualPlanId', ParseUUIDPipe) individualPlanId: string,
    @Body() { action, note }: DecideIndividualPlanDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<IndividualPlanView>> {
    return this.idempotency.run(
      request,
      async (tx) => {
        const employeeId = await this.plans.getEmployee(tx, individualPlanId);
        await this.access.getPerson(principal, 'plans:write', employeeId);
        if (principal.employeeId === employeeId) throw new AppError('plan-same-eyes', { status: 403 });
        const decider = { subject: principal.subject, employeeId: principal.employeeId ?? null };
        return this.plans.decide(tx, individualPlanId, action, note ?? null, decider);
      },
      DONE,
    );
  }

  private async getPlan(employeeId: string, year: number): Promise<IndividualPlanView> {
    const plan = await this.plans.find(this.database, employeeId, year);
    if (!plan) throw new AppError('individual-plan-not-found', { status: 404 });
    return plan;
  }

  private noteRead(principal: Principal, subjects: readonly string[]): Promise<void> {
    return this.audit.recordRead(this.database, { actor: principal.subject, subjects, purpose: 'individual-plans' });
  }
}
