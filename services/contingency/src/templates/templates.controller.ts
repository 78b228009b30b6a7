import { unknownCompetencies } from '@betang/contracts';
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
import { askedIn, assertCompetencies } from '../dictionary/check-codes.decision.js';
import { loadDictionary } from '../dictionary/known-dictionary.js';
import { HazardKinds } from '../hazards/hazard-kinds.js';
import { checkContent } from '../plans/plan-content.decision.js';
import { ReasonDto } from '../plans/plan.dto.js';
import { TEMPLATES, type Template } from './template-content.js';
import { NewTemplateDto, TemplateDetailView, TemplatePage, TemplateQuery, TemplateView } from './template.dto.js';
import { Templates } from './templates.js';

/** A region's own facts come back from the federation; one that stands alone still finds its own templates here. */
const LIST: ListDefinition = {
  select: `SELECT t.* FROM (
    SELECT template_id, NULL AS region, state, published_version, hazard_code, title, review_reason FROM plan_template WHERE state <> 'WITHDRAWN'
     UNION ALL
    SELECT template_id, region, 'PUBLISHED', template_version, hazard_code, title, NULL FROM shared_template AS s
     WHERE title IS NOT NULL AND withdrawn_order <= published_order
       AND NOT EXISTS (SELECT 1 FROM plan_template AS o WHERE o.template_id = s.template_id)) AS t`,
  sorts: { title: { sql: 't.title', type: 'text' }, hazardCode: { sql: 't.hazard_code', type: 'text' } },
  defaultSort: 'title',
  key: { sql: 't.template_id', type: 'uuid' },
};
const DONE = 200;
type Listed = Omit<TemplateView, 'region'> & { readonly region: string | null };

/** Templates of plans: this region's own, and those of other regions. */
@ServiceController('contingency', 'templates')
export class TemplatesController {
  constructor(
    private readonly templates: Templates,
    private readonly kinds: HazardKinds,
    private readonly access: ContingencyAccess,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly consequences: Consequences,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Requires('contingency:read')
  @ApiOkResponse({ type: TemplatePage })
  async list(@Query() query: TemplateQuery, @CurrentPrincipal() principal: Principal): Promise<Page<TemplateView>> {
    this.access.assertReads(principal);
    const list = new ListQuery(LIST, query).where('t.hazard_code = ?', query.hazardCode);
    const page = await listPage<Listed>(this.database, list);
    return { ...page, items: page.items.map((row) => this.viewOf(row)) };
  }

  @Get(':templateId')
  @Requires('contingency:read')
  @ApiOkResponse({ type: TemplateDetailView })
  async get(
    @Param('templateId', ParseUUIDPipe) templateId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<TemplateDetailView> {
    this.access.assertReads(principal);
    const offered = await this.templates.getOffered(this.database, templateId);
    const [row] = (
      await listPage<Listed>(this.database, new ListQuery(LIST, { limit: 1 }).where('t.template_id = ?', templateId))
    ).items;
    const { sections, roles, needs } = offered;
    const asked = roles.flatMap(({ competencies }) => competencies.map(({ competencyCode }) => competencyCode));
    const unknownCodes = unknownCompetencies(asked, await loadDictionary(this.database));
    return { ...this.viewOf(row!), sections, roles: [...roles], needs: [...needs], unknownCodes };
  }

  @Post()
  @Requires('contingency:write')
  @ApiCreatedResponse({ type: TemplateView })
  async draft(
    @Body() input: NewTemplateDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<TemplateView>> {
    this.access.assertRegion(principal);
    const details = { ...input, sections: checkContent(input.sections) };
    return this.idempotency.run(request, async (tx) => {
      await this.kinds.assertInForce(tx, [input.hazardCode], this.clock.today(), 'hazardCode');
      await assertRoles(tx, input);
      return this.settle(tx, principal, 'draft-template', await this.templates.draft(tx, details, principal.subject));
    });
  }

  /** Replaces what the template says; the federation is told when it is published again. */
  @Post(':templateId/change')
  @Requires('contingency:write')
  @ApiOkResponse({ type: TemplateView })
  async change(
    @Param('templateId', ParseUUIDPipe) templateId: string,
    @Body() input: NewTemplateDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<TemplateView>> {
    const details = { ...input, sections: checkContent(input.sections) };
    return this.act(request, principal, templateId, 'change-template', async (tx, template) => {
      await assertRoles(tx, input);
      return { template: await this.templates.change(tx, template, details), events: [] };
    });
  }

  /** Offers it to all regions. */
  @Post(':templateId/publish')
  @Requires('contingency:write')
  @ApiOkResponse({ type: TemplateView })
  publish(
    @Param('templateId', ParseUUIDPipe) templateId: string,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<TemplateView>> {
    return this.act(request, principal, templateId, 'publish-template', (tx, template) =>
      this.templates.publish(tx, template),
    );
  }

  @Post(':templateId/withdraw')
  @Requires('contingency:write')
  @ApiOkResponse({ type: TemplateView })
  withdraw(
    @Param('templateId', ParseUUIDPipe) templateId: string,
    @Body() { reason }: ReasonDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<TemplateView>> {
    return this.act(request, principal, templateId, 'withdraw-template', (tx, template) =>
      this.templates.withdraw(tx, template, reason),
    );
  }

  private act(
    request: IdempotentRequest,
    principal: Principal,
    templateId: string,
    action: string,
    work: (tx: Transaction, template: Template) => Promise<{ template: Template; events: readonly unknown[] }>,
  ): Promise<OnceAnswer<TemplateView>> {
    this.access.assertRegion(principal);
    return this.idempotency.run(
      request,
      async (tx) => {
        const { template, events } = await work(tx, await TEMPLATES.lock(tx, templateId));
        return this.settle(tx, principal, action, template, events);
      },
      DONE,
    );
  }

  private async settle(
    tx: Transaction,
    principal: Principal,
    action: string,
    template: Template,
    events: readonly unknown[] = [],
  ): Promise<TemplateView> {
    const { templateId, state, title, revision } = template;
    const object = { type: 'plan-template', id: templateId };
    await this.consequences.settle(tx, {
      actor: principal.subject,
      action,
      object,
      after: { state, title, revision },
      events,
    });
    return this.viewOf({ ...template, region: null });
  }

  private viewOf(row: Listed): TemplateView {
    const { templateId, region, state, publishedVersion, hazardCode, title, reviewReason } = row;
    const what = { templateId, region: region ?? this.access.region, state, publishedVersion };
    return { ...what, hazardCode, title, reviewReason };
  }
}

async function assertRoles(tx: Transaction, { roles }: NewTemplateDto): Promise<void> {
  const asked = roles.flatMap(({ competencies }, index) => askedIn(`roles[${index}].competencies`, competencies));
  assertCompetencies(asked, await loadDictionary(tx));
}
