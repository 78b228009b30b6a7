import { newId } from '@betang/contracts';
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
  assertMayActOn,
  type IdempotentRequest,
  type ListDefinition,
  type ListRow,
  type OnceAnswer,
  type Page,
  type Principal,
  ApiOkResponse,
  ApiOperation,
  ApiCreatedResponse,
} from '@betang/platform';
import { Body, Get, HttpCode, Param, ParseUUIDPipe, Post, Put, Query } from '@nestjs/common';
import { RegionCode } from '@betang/asn';
import { ReportingConfig } from '../reporting.config.js';
import { shareOf, shortfallOf } from './budget-share.decision.js';
import {
  BudgetInput,
  BudgetLinePage,
  BudgetPlace,
  BudgetView,
  LinesQuery,
  ShareRuleInput,
  ShareRulePage,
  ShareRulesQuery,
  VerdictInput,
  type BudgetLineView,
  type ShareRuleView,
} from './budget.dto.js';
import { Budgets } from './budgets.js';

const LINES: ListDefinition = {
  select: `SELECT line_id AS id, agency, code, title, amount::float8 AS amount, counted, reason, decided_by AS "decidedBy",
      CASE WHEN f.import_id IS NOT NULL THEN jsonb_build_object('importId', f.import_id, 'fileName', f.file_name, 'sha256', f.content_hash, 'row', import_row,
        'uploadedBy', f.uploaded_by, 'uploadedAt', f.uploaded_at) END AS source
    FROM budget_line LEFT JOIN budget_file AS f USING (import_id)`,
  sorts: {
    code: { sql: 'code', type: 'text' },
    amount: { sql: 'amount', type: 'bigint' },
    agency: { sql: 'agency', type: 'text' },
  },
  defaultSort: 'code',
  key: { sql: 'line_id', type: 'uuid' },
};

/** Two who set the same year's rule would both count the same revision. */
const ONE_RULE_AT_A_TIME = `SELECT pg_advisory_xact_lock(hashtextextended('reporting.budget-share-rules', 0))`;
const RULES: ListDefinition = {
  select: `SELECT fiscal_year AS "fiscalYear", level, least_share AS "leastShare", denominator, basis, revision FROM budget_share_rule`,
  sorts: {
    fiscalYear: { sql: 'fiscal_year', type: 'integer' },
    revision: { sql: 'revision', type: 'integer' },
    leastShare: { sql: 'least_share', type: 'integer' },
  },
  defaultSort: '-fiscalYear',
  // Ids are in the order of the calendar: of a year the newest revision comes first.
  key: { sql: 'rule_id', type: 'uuid' },
};

/** The region's own budget for the development of its people, and the mandatory share (R29). */
@ServiceController('reporting', 'budgets')
export class BudgetsController {
  constructor(
    private readonly budgets: Budgets,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
    private readonly config: ReportingConfig,
  ) {}

  @Get()
  @Requires('reports:read')
  @ApiOperation({ summary: 'The share of a year and stage' })
  @ApiOkResponse({ type: BudgetView })
  async show(@Query() { year, stage }: BudgetPlace): Promise<BudgetView> {
    const found = await this.budgets.find(this.database, year, stage);
    if (found === undefined) throw new AppError('budget-unknown', { status: 404 });
    const { denominator, denominatorAmount, counted, notCounted, lines, leastShare, basis } = found;
    return {
      year,
      stage,
      denominator,
      denominatorAmount,
      counted,
      notCounted,
      lines,
      sharePercent: shareOf(counted, denominatorAmount),
      leastPercent: leastShare === null ? null : leastShare / 10_000,
      ...shortfallOf(found),
      basis,
      asOf: (await this.budgets.changedAt(year, stage))?.toISOString() ?? null,
    };
  }

  @Put()
  @HttpCode(204)
  @Requires('budgets:write')
  @ApiOperation({ summary: 'Enters the amounts that the share is taken of' })
  async enter(@Body() input: BudgetInput, @CurrentPrincipal() who: Principal): Promise<void> {
    assertMayActOn(who, 'budgets:write', { region: this.config.region });
    const { year, stage, totalSpending, totalBudget, source } = input;
    await this.database.unitOfWork.run(async (tx) => {
      await tx.execute(
        `INSERT INTO budget (fiscal_year, stage, total_spending, total_budget, source, changed_by) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (fiscal_year, stage) DO UPDATE SET total_spending = EXCLUDED.total_spending, total_budget = EXCLUDED.total_budget,
           source = EXCLUDED.source, changed_by = EXCLUDED.changed_by, changed_at = now()`,
        [year, stage, totalSpending ?? null, totalBudget ?? null, source, who.subject],
      );
      await this.budgets.state(tx, year, stage);
      const object = { type: 'budget', id: `${year}/${stage}` };
      await this.audit.record(tx, { actor: who.subject, action: 'enter-budget', object, after: { ...input } });
    });
  }

  @Get('lines')
  @Requires('reports:read')
  @ApiOkResponse({ type: BudgetLinePage })
  async lines(@Query() query: LinesQuery): Promise<Page<Omit<BudgetLineView & ListRow, keyof ListRow>>> {
    const list = new ListQuery(LINES, query)
      .where('fiscal_year = ?', query.year)
      .where('stage = ?', query.stage)
      .where('counted = ?', query.counted)
      .where('agency = ?', query.agency)
      .where('seen_import_id IS DISTINCT FROM ?::uuid', query.notInImport)
      .search(['title', 'code', 'agency'], query.search)
      .build();
    return list.page(await this.database.query<BudgetLineView & ListRow>(list.text, list.values));
  }

  @Post('lines/:id/verdict')
  @Requires('budgets:write')
  @ApiOperation({ summary: 'Counts a line or not, with the reason' })
  @ApiCreatedResponse({ type: VerdictInput })
  decide(
    @Param('id', ParseUUIDPipe) lineId: string,
    @Body() input: VerdictInput,
    @CurrentPrincipal() who: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<VerdictInput>> {
    assertMayActOn(who, 'budgets:write', { region: this.config.region });
    return this.idempotency.run(request, async (tx) => {
      const { fiscalYear, stage } = await this.budgets.decide(tx, lineId, { ...input, by: who.subject });
      await this.budgets.state(tx, fiscalYear, stage);
      const object = { type: 'budget-line', id: lineId };
      await this.audit.record(tx, { actor: who.subject, action: 'decide-budget-line', object, after: { ...input } });
      return input;
    });
  }

  @Get('rules')
  @Requires('reports:read')
  @ApiOkResponse({ type: ShareRulePage })
  async rules(@Query() query: ShareRulesQuery): Promise<Page<Omit<ShareRuleView & ListRow, keyof ListRow>>> {
    const list = new ListQuery(RULES, query)
      .where('level = ?', query.level)
      .where('fiscal_year = ?', query.fiscalYear)
      .where('denominator = ?', query.denominator)
      .build();
    return list.page(await this.database.query<ShareRuleView & ListRow>(list.text, list.values));
  }

  @Post('rules')
  @Requires('reports:settings')
  @ApiOperation({ summary: "Sets the least share from a fiscal year on, for the region's own level" })
  @ApiCreatedResponse({ type: ShareRuleInput })
  setRule(
    @Body() input: ShareRuleInput,
    @CurrentPrincipal() who: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<ShareRuleInput>> {
    const { region } = this.config;
    assertMayActOn(who, 'reports:settings', { region });
    const level = RegionCode.parse(region).level === 'province' ? 'PROVINCE' : 'REGENCY';
    return this.idempotency.run(request, async (tx) => {
      const ruleId = newId();
      await tx.query(ONE_RULE_AT_A_TIME);
      await tx.execute(
        `INSERT INTO budget_share_rule (rule_id, fiscal_year, level, least_share, denominator, basis, revision, set_by)
         SELECT $1, $2, $3, $4, $5, $6, 1 + coalesce(max(revision), 0), $7 FROM budget_share_rule WHERE fiscal_year = $2 AND level = $3`,
        [ruleId, input.fiscalYear, level, input.leastShare, input.denominator, input.basis, who.subject],
      );
      const known = await this.budgets.present(tx);
      for (const { fiscalYear, stage } of known) await this.budgets.state(tx, fiscalYear, stage);
      const object = { type: 'budget-share-rule', id: ruleId };
      await this.audit.record(tx, { actor: who.subject, action: 'set-budget-share', object, after: { ...input } });
      return input;
    });
  }
}
