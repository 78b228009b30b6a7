import {
  AppError,
  Audit,
  Clock,
  CurrentPrincipal,
  Idempotency,
  ListQuery,
  OnceRequest,
  RegionConfig,
  Requires,
  ServiceController,
  ServiceDatabase,
  assertMayActOn,
  exportTable,
  preferredLanguage,
  type IdempotentRequest,
  type ListRow,
  type OnceAnswer,
  type Page,
  type Principal,
  ApiCreatedResponse,
  ApiOkResponse,
  AnswersFile,
  EXPORT_FORMATS,
} from '@betang/platform';
import { Body, Get, Headers, Param, ParseUUIDPipe, Post, Query, type StreamableFile } from '@nestjs/common';
import { PeopleAccess } from '../people/people-access.js';
import { MappingContexts } from '../profiles/mapping-context.js';
import type { NeedFilter, PersonWithGap } from './need-figures.js';
import {
  NeedPage,
  NeedPeopleQuery,
  NeedsFileQuery,
  NeedsQuery,
  PersonWithGapPage,
  NeedClosedView,
  NeedRaisedView,
} from './need.dto.js';
import { TiedTargetPage, TieQuery, TieTargetDto, TieView, type TiedTargetView } from './target-tie.dto.js';
import {
  CloseNeedDto,
  RaiseNeedDto,
  RaisedNeedPage,
  RaisedQuery,
  RecodedNeedView,
  RecodeNeedDto,
  type RaisedNeedView,
} from './raised-need.dto.js';
import { needsTable } from './needs-document.js';
import { NeedsMap } from './needs-map.js';
import { RaisedNeeds } from './raised-needs.js';
import { TargetTies } from './target-ties.js';

const DONE = 200;
const RAISED = {
  select: `SELECT need_id AS "needId", source, competency_code AS "competencyCode", level::integer AS level, people, unit_id AS "unitId", severity, title,
      raised_on::text AS "raisedOn", due_on::text AS "dueOn", closed_reason AS "closedReason" FROM raised_need`,
  sorts: {
    raisedOn: { sql: 'raised_on', type: 'date' },
    // One without a day comes after all that have one.
    dueOn: { sql: `coalesce(due_on, '9999-12-31')`, type: 'date' },
    severity: { sql: `CASE severity WHEN 'LOW' THEN 1 WHEN 'MEDIUM' THEN 2 ELSE 3 END`, type: 'integer' },
    people: { sql: 'people', type: 'integer' },
    competency: { sql: 'competency_code', type: 'text' },
  },
  defaultSort: '-raisedOn',
  key: { sql: 'need_id', type: 'uuid' },
} as const;

const BELOW = `unit_id IS NULL OR unit_id IN (WITH RECURSIVE below AS (SELECT unnest(?::uuid[]) AS unit_id
    UNION SELECT u.unit_id FROM unit AS u JOIN below AS b ON u.parent_unit_id = b.unit_id) SELECT unit_id FROM below)`;

/** The map of competency needs: gap x people x target x urgency, by unit, agency and region, with what it would take. */
@ServiceController('competency-mapping', 'needs')
export class NeedsController {
  constructor(
    private readonly map: NeedsMap,
    private readonly raised: RaisedNeeds,
    private readonly ties: TargetTies,
    private readonly access: PeopleAccess,
    private readonly contexts: MappingContexts,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly config: RegionConfig,
  ) {}

  @Get()
  @Requires('competency:read')
  @ApiOkResponse({ type: NeedPage })
  list(
    @Query() query: NeedsQuery,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') accepted?: string,
  ): Promise<NeedPage> {
    return this.map.page(query, this.filter(principal, query.agencyId), preferredLanguage(accepted));
  }

  /** The map as .xlsx, .csv or PDF. */
  @Get('file')
  @Requires('competency:read')
  @AnswersFile(...EXPORT_FORMATS)
  async file(
    @Query() { format, by, agencyId }: NeedsFileQuery,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') accepted?: string,
  ): Promise<StreamableFile> {
    const needs = await this.map.needs(by, this.filter(principal, agencyId));
    const { competencies } = await this.contexts.load();
    const rule = await this.map.rule();
    const issued = { issuedAt: this.clock.now(), today: this.clock.today() };
    return exportTable(needsTable(needs, { competencies, rule }, issued, preferredLanguage(accepted)), format);
  }

  /** Who has the gap. */
  @Get('people')
  @Requires('competency:read')
  @ApiOkResponse({ type: PersonWithGapPage })
  async people(
    @Query() query: NeedPeopleQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<PersonWithGap>> {
    const page = await this.map.people(query.code, query, this.filter(principal, query.agencyId));
    const subjects = page.items.map(({ employeeId }) => employeeId);
    await this.audit.recordRead(this.database, { actor: principal.subject, subjects, purpose: 'competency-needs' });
    return page;
  }

  /** Findings of drills and forums. */
  @Get('raised')
  @Requires('competency:read')
  @ApiOkResponse({ type: RaisedNeedPage })
  async listRaised(
    @Query() query: RaisedQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<RaisedNeedView>> {
    const visible = this.access.visibleUnits(principal, 'competency:read');
    const list = new ListQuery(RAISED, query)
      .where('competency_code = ?', query.competencyCode)
      .where('(closed_reason IS NULL) = ?', query.open)
      .where('source = ?', query.source)
      .where('severity = ?', query.severity)
      .where('unit_id = ?', query.unitId)
      .search(['title'], query.search);
    if (visible !== null) list.where(BELOW, visible);
    const statement = list.build();
    return statement.page(await this.database.query<RaisedNeedView & ListRow>(statement.text, statement.values));
  }

  /** What a forum of needs evaluation found. */
  @Post('raised')
  @Requires('plans:write')
  @ApiCreatedResponse({ type: NeedRaisedView })
  async raise(
    @Body() input: RaiseNeedDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<NeedRaisedView>> {
    await this.access.assertUnit(principal, 'plans:write', input.unitId ?? null);
    return this.idempotency.run(request, async (tx) => ({
      needId: await this.raised.raise(tx, input, principal.subject),
    }));
  }

  @Post('raised/:needId/close')
  @Requires('plans:approve')
  @ApiOkResponse({ type: NeedClosedView })
  close(
    @Param('needId', ParseUUIDPipe) needId: string,
    @Body() { reason }: CloseNeedDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<NeedClosedView>> {
    assertMayActOn(principal, 'plans:approve', { region: this.config.region });
    return this.idempotency.run(
      request,
      async (tx) => {
        await this.raised.close(tx, needId, reason, principal.subject);
        return { needId, closed: true };
      },
      DONE,
    );
  }

  /** Says under which competency an open need stands from now on: the answer where a new dictionary has no successor of its code. */
  @Post('raised/:needId/competency')
  @Requires('plans:write')
  @ApiOkResponse({ type: RecodedNeedView })
  async recode(
    @Param('needId', ParseUUIDPipe) needId: string,
    @Body() input: RecodeNeedDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<RecodedNeedView>> {
    return this.idempotency.run(
      request,
      async (tx) => {
        await this.assertReached(principal, await this.raised.getUnit(tx, needId));
        await this.raised.recode(tx, needId, input, principal.subject);
        return { needId, ...input };
      },
      DONE,
    );
  }

  /** Which competencies serve which development targets. */
  @Get('targets')
  @Requires('targets:read')
  @ApiOkResponse({ type: TiedTargetPage })
  listTies(@Query() { competencyCode, targetId, ...query }: TieQuery): Promise<Page<TiedTargetView>> {
    const filter = { ...(competencyCode ? { competencyCode } : {}), ...(targetId ? { targetId } : {}) };
    return this.ties.page(query, filter);
  }

  /** Ties a competency to a development target of the RPJMD, the region's own or its province's. */
  @Post('targets')
  @Requires('competency:write')
  @ApiOkResponse({ type: TieView })
  tie(
    @Body() input: TieTargetDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<TieView>> {
    assertMayActOn(principal, 'competency:write', { region: this.config.region });
    return this.idempotency.run(
      request,
      async (tx) => {
        await this.ties.tie(tx, input, principal.subject);
        return input;
      },
      DONE,
    );
  }

  /** Throws `need-not-found` (404) for a need of a unit that the caller does not reach. */
  private async assertReached(principal: Principal, unitId: string | null): Promise<void> {
    try {
      await this.access.assertUnit(principal, 'plans:write', unitId);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'unit-not-found') throw error;
      throw new AppError('need-not-found', { status: 404, cause: error });
    }
  }

  private filter(principal: Principal, agencyId: string | undefined): NeedFilter {
    return { agencyId: agencyId ?? null, visible: this.access.visibleUnits(principal, 'competency:read') };
  }
}
