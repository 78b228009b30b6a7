import { CalendarDate, functionalLevels } from '@betang/asn';
import {
  AppError,
  Audit,
  CurrentPrincipal,
  Idempotency,
  IfMatch,
  OnceRequest,
  RegionConfig,
  Requires,
  ServiceController,
  ServiceDatabase,
  UnitOfWork,
  Versioned,
  assertMayActOn,
  assertVersion,
  type IdempotentRequest,
  type OnceAnswer,
  type Page,
  type Principal,
  ApiCreatedResponse,
  ApiOkResponse,
  AnswersItems,
} from '@betang/platform';
import { Body, Get, Param, ParseUUIDPipe, Patch, Post, Query } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { todayIn } from '../organisation/effective-day.js';
import { visibleUnits } from '../organisation/unit-access.js';
import { ForecastSweep } from './forecast-sweep.js';
import {
  endRetirementRule,
  findRetirementRule,
  insertRetirementRule,
  loadRetirementRules,
} from '../retirement-rules/retirement-rule-store.js';
import { listRetirementTotals, listRetirements } from './retirement.queries.js';
import {
  EndRetirementRuleDto,
  NewRetirementRuleDto,
  RetirementPage,
  RetirementQuery,
  RetirementRuleView,
  RetirementTotalPage,
  RetirementView,
  type RetirementTotal,
  RetirementRuleAddedView,
} from './retirement.dto.js';

const A_YEAR = 12;
const FIVE_YEARS = 60;
const LATEST = '9990-01-01';

/** Forecast of retirement (proyeksi pensiun) and the rules it follows (batas usia pensiun). */
@ServiceController('identity', 'retirements')
export class RetirementsController {
  constructor(
    private readonly config: RegionConfig,
    private readonly database: ServiceDatabase,
    private readonly unitOfWork: UnitOfWork,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
    private readonly forecasts: ForecastSweep,
  ) {}

  @Get()
  @Requires('employees:read')
  @ApiOkResponse({ type: RetirementPage })
  async list(@Query() query: RetirementQuery, @CurrentPrincipal() principal: Principal): Promise<Page<RetirementView>> {
    const visible = visibleUnits(principal, 'employees:read', this.config.region);
    const page = await listRetirements(this.database, this.stretch(query, A_YEAR), query, visible);
    const subjects = page.items.map(({ employeeId }) => employeeId);
    await this.audit.recordRead(this.database, { actor: principal.subject, subjects, purpose: 'retirement-forecast' });
    return page;
  }

  @Get('totals')
  @Requires('employees:read')
  @ApiOkResponse({ type: RetirementTotalPage })
  totals(@Query() query: RetirementQuery, @CurrentPrincipal() principal: Principal): Promise<Page<RetirementTotal>> {
    const visible = visibleUnits(principal, 'employees:read', this.config.region);
    return listRetirementTotals(this.database, this.stretch(query, FIVE_YEARS), query, visible);
  }

  @Get('rules')
  @Requires('employees:read')
  @AnswersItems(RetirementRuleView)
  async rules(): Promise<{ items: RetirementRuleView[] }> {
    return { items: await loadRetirementRules(this.database) };
  }

  @Get('rules/:ruleId')
  @Requires('employees:read')
  @ApiOkResponse({ type: RetirementRuleView })
  async rule(@Param('ruleId', ParseUUIDPipe) ruleId: string): Promise<Versioned<RetirementRuleView>> {
    const rule = await findRetirementRule(this.database, ruleId);
    if (!rule) throw new AppError('retirement-rule-not-found', { status: 404 });
    return new Versioned(rule, rule.version);
  }

  /** Rules are added and ended, never changed: a forecast of before can be explained. */
  @Post('rules')
  @Requires('employees:write')
  @ApiCreatedResponse({ type: RetirementRuleAddedView })
  async addRule(
    @Body() input: NewRetirementRuleDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<RetirementRuleAddedView>> {
    this.assertOfficer(principal);
    if (input.level !== undefined && !(functionalLevels as readonly string[]).includes(input.level))
      throw new AppError('functional-level.unknown', { status: 400, field: 'level' });
    const answer = await this.idempotency.run(request, async (tx) => {
      const ruleId = uuidv7();
      const { level = null, words = null, validTo = null, ...rest } = input;
      await insertRetirementRule(tx, { ...rest, level, words, validTo, ruleId, recordedBy: principal.subject });
      await this.audit.record(tx, {
        actor: principal.subject,
        action: 'add-retirement-rule',
        object: { type: 'retirement-rule', id: ruleId },
        after: { ...input },
      });
      return { ruleId };
    });
    await this.forecasts.wake();
    return answer;
  }

  @Patch('rules/:ruleId')
  @Requires('employees:write')
  @ApiOkResponse({ type: RetirementRuleView })
  async endRule(
    @Param('ruleId', ParseUUIDPipe) ruleId: string,
    @Body() { validTo }: EndRetirementRuleDto,
    @IfMatch() ifMatch: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Versioned<RetirementRuleView>> {
    this.assertOfficer(principal);
    const ended = await this.unitOfWork.run(async (tx) => {
      const rule = await findRetirementRule(tx, ruleId);
      if (!rule) throw new AppError('retirement-rule-not-found', { status: 404 });
      assertVersion(ifMatch, rule.version);
      if (validTo < rule.validFrom) throw new AppError('effective-day-before', { status: 400, field: 'validTo' });
      if (!(await endRetirementRule(tx, ruleId, validTo, rule.version)))
        throw new AppError('etag-mismatch', { status: 412, field: 'If-Match' });
      await this.audit.record(tx, {
        actor: principal.subject,
        action: 'end-retirement-rule',
        object: { type: 'retirement-rule', id: ruleId },
        before: { validTo: rule.validTo },
        after: { validTo },
      });
      return (await findRetirementRule(tx, ruleId))!;
    });
    await this.forecasts.wake();
    return new Versioned(ended, ended.version);
  }

  private stretch(query: RetirementQuery, months: number): { from: string; before: string } {
    const from = query.from ?? todayIn(this.config.region);
    if (query.before !== undefined) return { from, before: query.before };
    // The calendar ends with the year 9999, and a stretch must not run over its end.
    return { from, before: from > LATEST ? from : CalendarDate.parse(from).plusMonths(months).iso };
  }

  /** Rules hold for everyone in the region. */
  private assertOfficer(principal: Principal): void {
    assertMayActOn(principal, 'employees:write', { region: this.config.region });
  }
}
