import {
  AppError,
  Audit,
  CurrentPrincipal,
  Idempotency,
  ListQuery,
  OnceRequest,
  PageQuery,
  RegionConfig,
  Requires,
  ServiceController,
  ServiceDatabase,
  assertMayActOn,
  assertOnlyOrder,
  decodeCursor,
  pageOf,
  sqlState,
  type IdempotentRequest,
  type ListDefinition,
  type ListRow,
  type OnceAnswer,
  type Page,
  type Principal,
  type Scope,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
} from '@betang/platform';
import { Body, Delete, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Retention, ERASABLE_KINDS, type DueItem } from './retention.js';
import { RETENTION_TERMS, checkNewRule, ruleOn } from './retention-rule.js';
import { findRuleOn, insertRetentionRule, loadRetentionRules, takeBackRule } from './retention-rule-store.js';
import { ruleView, titleOf } from './retention-views.js';
import {
  NewRetentionRuleDto,
  RetentionDuePage,
  RetentionDueQuery,
  RetentionPreview,
  RetentionPreviewQuery,
  RetentionRuleList,
  RetentionRunPage,
  type RetentionDueView,
  type RetentionRunView,
  RetentionRuleIdView,
} from './retention.dto.js';

const UNIQUE_VIOLATION = '23505';
const RUNS: ListDefinition = {
  select: `SELECT run_id AS "runId", kind, rule_id AS "ruleId", erased, finished_at AS "finishedAt" FROM retention_run`,
  // Ids grow with time.
  sorts: { finishedAt: { sql: 'run_id', type: 'uuid' } },
  defaultSort: '-finishedAt',
  key: { sql: 'run_id', type: 'uuid' },
};

/** How long identity keeps personal data (retensi data pribadi), what goes next, and what went. For officers of the whole region. */
@ServiceController('identity', 'retention')
export class RetentionController {
  constructor(
    private readonly config: RegionConfig,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
    private readonly retention: Retention,
  ) {}

  @Get('rules')
  @Requires('employees:read')
  @ApiOkResponse({ type: RetentionRuleList })
  async rules(@CurrentPrincipal() principal: Principal): Promise<RetentionRuleList> {
    this.assertOfficer(principal, 'employees:read');
    const rules = await loadRetentionRules(this.database);
    return { items: rules.map((rule) => ruleView(rule, rules, this.retention.today())) };
  }

  /** Rules are added and, before they begin, taken back, never changed: what went can be explained. */
  @Post('rules')
  @Requires('employees:write')
  @ApiCreatedResponse({ type: RetentionRuleIdView })
  addRule(
    @Body() input: NewRetentionRuleDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<RetentionRuleIdView>> {
    this.assertOfficer(principal, 'employees:write');
    return this.idempotency.run(request, async (tx) => {
      checkNewRule(input, this.retention.today());
      const ruleId = uuidv7();
      try {
        await insertRetentionRule(tx, { ...input, ruleId, recordedBy: principal.subject });
      } catch (cause) {
        if (sqlState(cause) !== UNIQUE_VIOLATION) throw cause;
        throw new AppError('retention-rule-double', { status: 409, field: 'validFrom', cause });
      }
      await this.audit.record(tx, {
        actor: principal.subject,
        action: 'add-retention-rule',
        object: { type: 'retention-rule', id: ruleId },
        after: { ...input },
      });
      return { ruleId };
    });
  }

  @Delete('rules/:ruleId')
  @HttpCode(204)
  @Requires('employees:write')
  @ApiOperation({ summary: 'Takes a rule back before it begins' })
  async takeBack(
    @Param('ruleId', ParseUUIDPipe) ruleId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<void> {
    this.assertOfficer(principal, 'employees:write');
    await this.database.unitOfWork.run(async (tx) => {
      if (!(await takeBackRule(tx, ruleId, this.retention.today(), principal.subject)))
        throw new AppError('retention-rule-begun', { status: 409 });
      await this.audit.record(tx, {
        actor: principal.subject,
        action: 'take-back-retention-rule',
        object: { type: 'retention-rule', id: ruleId },
      });
    });
  }

  @Get('preview')
  @Requires('employees:read')
  @ApiOkResponse({ type: RetentionPreview })
  async preview(
    @Query() query: RetentionPreviewQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<RetentionPreview> {
    this.assertOfficer(principal, 'employees:read');
    const on = query.on ?? this.retention.today();
    const rules = await loadRetentionRules(this.database);
    const items = [];
    for (const kind of ERASABLE_KINDS) {
      const rule = ruleOn(rules, kind, on);
      const counted = rule?.keep ? await this.retention.count(kind, rule, on) : { due: 0, oldest: null };
      items.push({
        kind,
        title: titleOf(kind),
        act: RETENTION_TERMS[kind].act,
        ruleId: rule?.ruleId ?? null,
        ...counted,
      });
    }
    return { on, items };
  }

  @Get('due')
  @Requires('employees:read')
  @ApiOperation({ summary: 'The records of a kind that would go, the oldest first' })
  @ApiOkResponse({ type: RetentionDuePage })
  async due(
    @Query() query: RetentionDueQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<RetentionDueView>> {
    this.assertOfficer(principal, 'employees:read');
    assertOnlyOrder(query, 'since');
    const on = query.on ?? this.retention.today();
    const rule = await findRuleOn(this.database, query.kind, on);
    if (!rule?.keep) return { items: [] };
    const after = decodeCursor(query.cursor, 2) as readonly [string, string] | undefined;
    const more = { limit: query.limit + 1, ...(after ? { after } : {}) };
    const rows = await this.retention.due(query.kind, rule, on, more);
    const page = pageOf(rows, query.limit, ({ since, id }) => [since, id]);
    const subjects = [...new Set(page.items.flatMap(({ employeeId }) => (employeeId === null ? [] : [employeeId])))];
    await this.audit.recordRead(this.database, { actor: principal.subject, subjects, purpose: 'retention-preview' });
    return { ...page, items: await this.named(page.items, subjects) };
  }

  @Get('runs')
  @Requires('employees:read')
  @ApiOperation({ summary: 'What was erased, the newest first' })
  @ApiOkResponse({ type: RetentionRunPage })
  async runs(@Query() query: PageQuery, @CurrentPrincipal() principal: Principal): Promise<Page<RetentionRunView>> {
    this.assertOfficer(principal, 'employees:read');
    const list = new ListQuery(RUNS, query).build();
    return list.page(await this.database.query<RetentionRunView & ListRow>(list.text, list.values));
  }

  private async named(items: readonly DueItem[], subjects: readonly string[]): Promise<RetentionDueView[]> {
    const rows = await this.database.query<{ id: string; name: string }>(
      'SELECT employee_id AS id, name FROM employee WHERE employee_id = ANY($1::uuid[])',
      [subjects],
    );
    const names = new Map(rows.map(({ id, name }) => [id, name]));
    return items.map((item) => ({ ...item, name: names.get(item.employeeId ?? '') ?? null }));
  }

  /** Rules hold for everyone in the region. */
  private assertOfficer(principal: Principal, scope: Scope): void {
    assertMayActOn(principal, scope, { region: this.config.region });
  }
}
