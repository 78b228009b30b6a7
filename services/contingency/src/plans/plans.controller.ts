import {
  Clock,
  CurrentPrincipal,
  Idempotency,
  ListQuery,
  OnceRequest,
  Requires,
  ServiceController,
  ServiceDatabase,
  preferredLanguage,
  type IdempotentRequest,
  type ListDefinition,
  type OnceAnswer,
  type Page,
  type Principal,
  ApiCreatedResponse,
  ApiOkResponse,
} from '@betang/platform';
import { Body, Get, Headers, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ContingencyAccess } from '../access/contingency-access.js';
import { Consequences } from '../consequences.js';
import { listPage } from '../database/list-page.js';
import { GUIDE_EDITION, GUIDE_SECTIONS, valueName } from './plan-guide.js';
import { PLANS, type Plan } from './plan-rows.js';
import { PlanTemplates } from './plan-template.js';
import { planView } from './plan-views.js';
import { GuideView, LeadUnitDto, NewPlanDto, PlanPage, PlanQuery, PlanView } from './plan.dto.js';
import { Plans } from './plans.js';

const LIST: ListDefinition = {
  select: 'SELECT p.* FROM plan AS p',
  sorts: {
    title: { sql: 'p.title', type: 'text' },
    hazardCode: { sql: 'p.hazard_code', type: 'text' },
    reviewDueOn: { sql: `coalesce(p.review_due_on, 'infinity')`, type: 'date' },
  },
  defaultSort: 'title',
  key: { sql: 'p.plan_id', type: 'uuid' },
};
const DONE = 200;

/** Contingency plans (rencana kontingensi): one hazard each. */
@ServiceController('contingency', 'plans')
export class PlansController {
  constructor(
    private readonly plans: Plans,
    private readonly templates: PlanTemplates,
    private readonly access: ContingencyAccess,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly consequences: Consequences,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Requires('contingency:read')
  @ApiOkResponse({ type: PlanPage })
  async list(@Query() query: PlanQuery, @CurrentPrincipal() principal: Principal): Promise<Page<PlanView>> {
    this.access.assertReads(principal);
    const today = this.clock.today();
    const list = new ListQuery(LIST, query)
      .where('p.hazard_code = ?', query.hazardCode)
      .where('p.lead_unit_id = ?', query.leadUnitId)
      .where(`p.state = ?`, query.state && (query.state === 'WITHDRAWN' ? 'WITHDRAWN' : 'ACTIVE'));
    if (query.state === 'DRAFT') list.where('p.version_in_force IS NULL');
    list.where('p.valid_until >= ?', query.state === 'IN_FORCE' ? today : undefined);
    list.where('p.valid_until < ?', query.state === 'EXPIRED' ? today : undefined);
    const page = await listPage<Plan>(this.database, list);
    return { ...page, items: page.items.map((plan) => planView(plan, today)) };
  }

  /** Chapters and sections of the national guide, in the reader's language. */
  @Get('guide')
  @Requires('contingency:read')
  @ApiOkResponse({ type: GuideView })
  guide(@CurrentPrincipal() principal: Principal, @Headers('accept-language') accepted?: string): GuideView {
    this.access.assertReads(principal);
    const english = preferredLanguage(accepted) === 'en';
    const sections = GUIDE_SECTIONS.map(({ code, titleId, titleEn, form, required, local, columns = [] }) => ({
      code,
      chapter: code.split('.')[0]!,
      title: english ? titleEn : titleId,
      form,
      required,
      local,
      columns: columns.map((column) => ({
        name: column.name,
        title: english ? column.titleEn : column.titleId,
        type: column.type,
        ...(typeof column.type !== 'string' && {
          values: Object.fromEntries(column.type.map((value) => [value, valueName(value, english)])),
        }),
        required: column.required,
      })),
    }));
    return { edition: GUIDE_EDITION, sections };
  }

  @Get(':planId')
  @Requires('contingency:read')
  @ApiOkResponse({ type: PlanView })
  async get(
    @Param('planId', ParseUUIDPipe) planId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<PlanView> {
    this.access.assertReads(principal);
    return planView(await PLANS.get(this.database, planId), this.clock.today());
  }

  /** Begins a plan for a hazard that has none, blank or from a template. */
  @Post()
  @Requires('contingency:write')
  @ApiCreatedResponse({ type: PlanView })
  create(
    @Body() { templateId, ...input }: NewPlanDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<PlanView>> {
    return this.idempotency.run(request, async (tx) => {
      await this.access.assertUnit(tx, principal, input.leadUnitId);
      const template = templateId === undefined ? undefined : await this.templates.forPlan(tx, templateId);
      const plan = await this.plans.create(tx, input, template, principal.subject);
      await this.consequences.settle(tx, {
        actor: principal.subject,
        action: 'begin-plan',
        object: { type: 'plan', id: plan.planId },
        after: { hazardId: plan.hazardId, title: plan.title, templateId: plan.templateId },
        plans: [plan.planId],
        hazards: true,
      });
      return planView(plan, this.clock.today());
    });
  }

  /** Another unit answers for the plan, as after a reorganisation: by who answers for the whole region. */
  @Post(':planId/lead')
  @Requires('contingency:write')
  @ApiOkResponse({ type: PlanView })
  lead(
    @Param('planId', ParseUUIDPipe) planId: string,
    @Body() { leadUnitId, reason }: LeadUnitDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<PlanView>> {
    this.access.assertRegion(principal);
    return this.idempotency.run(
      request,
      async (tx) => {
        const before = await this.plans.lockActive(tx, planId);
        const plan = await this.plans.handOver(tx, planId, leadUnitId);
        const object = { type: 'plan', id: planId };
        const units = { before: { leadUnitId: before.leadUnitId }, after: { leadUnitId } };
        const outcome = { actor: principal.subject, action: 'hand-over-plan', object, reason, ...units };
        await this.consequences.settle(tx, outcome);
        return planView(plan, this.clock.today());
      },
      DONE,
    );
  }
}
