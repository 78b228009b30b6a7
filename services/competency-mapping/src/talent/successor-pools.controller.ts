import {
  AppError,
  Clock,
  CurrentPrincipal,
  EXPORT_FORMATS,
  Idempotency,
  ListQuery,
  OnceRequest,
  PageQuery,
  Requires,
  ServiceController,
  ServiceDatabase,
  exportTable,
  preferredLanguage,
  type ExportFormat,
  type IdempotentRequest,
  type Language,
  type ListRow,
  type OnceAnswer,
  type Page,
  type Principal,
  ApiCreatedResponse,
  ApiOkResponse,
  AnswersFile,
} from '@betang/platform';
import { Body, Get, Headers, Param, ParseUUIDPipe, Post, Query, type StreamableFile } from '@nestjs/common';
import { IsIn } from 'class-validator';
import { loadNames } from '../dictionary/dictionary-store.js';
import { poolTable } from './pool-document.js';
import { successorText } from './successor-reasons.js';
import { TalentAccess } from './talent-access.js';
import type { SuccessorReason } from './talent.decision.js';
import {
  MakePoolDto,
  PoolPage,
  PoolQuery,
  PoolSummaryView,
  PoolView,
  SuccessorPage,
  type SuccessorView,
} from './talent.dto.js';
import { Talents } from './talents.js';

const POOL = `SELECT q.pool_id AS "poolId", q.snapshot_id AS "snapshotId", s.year, q.position_name AS "positionName", q.standard_id AS "standardId",
    q.standard_version AS "standardVersion", q.rule_version AS "ruleVersion", q.made_by AS "madeBy", q.made_at AS "madeAt", s.people AS considered,
    (SELECT count(*)::integer FROM successor AS c WHERE c.pool_id = q.pool_id) AS candidates
  FROM successor_pool AS q JOIN talent_snapshot AS s USING (snapshot_id)`;
const POOLS = {
  select: POOL,
  sorts: { made: { sql: 'q.made_at', type: 'timestamptz' }, position: { sql: 'q.position_name', type: 'text' } },
  defaultSort: '-made',
  key: { sql: 'q.pool_id', type: 'uuid' },
} as const;
const SUCCESSORS = {
  select: `SELECT s.employee_id AS "employeeId", p.name, p.position_name AS "positionName", p.agency_id AS "agencyId", u.name AS "agencyName", s.place,
      s.box::integer AS box, s.match_hundredths AS "matchHundredths", p.left_on IS NULL AS "inService", s.reasons
    FROM successor AS s LEFT JOIN person AS p USING (employee_id) LEFT JOIN unit AS u ON u.unit_id = p.agency_id`,
  sorts: { place: { sql: 's.place', type: 'integer' } },
  defaultSort: 'place',
  key: { sql: 's.employee_id', type: 'uuid' },
} as const;
const MOST_IN_A_FILE = 2_000;

type SuccessorRow = Omit<SuccessorView, 'reasons'> & { readonly reasons: readonly SuccessorReason[] };

export class PoolFileQuery {
  @IsIn(EXPORT_FORMATS)
  readonly format: ExportFormat;
}

/** Pools of successors for a position (kelompok rencana suksesi), as they were found, each candidate with reasons. */
@ServiceController('competency-mapping', 'talent/pools')
export class SuccessorPoolsController {
  constructor(
    private readonly talents: Talents,
    private readonly access: TalentAccess,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Requires('talent:read')
  @ApiOkResponse({ type: PoolPage })
  async list(@Query() query: PoolQuery, @CurrentPrincipal() principal: Principal): Promise<Page<PoolSummaryView>> {
    this.access.assertOfficer(principal, 'talent:read');
    const list = new ListQuery(POOLS, query)
      .where('q.snapshot_id = ?', query.snapshotId)
      .search(['q.position_name'], query.search)
      .build();
    return list.page(await this.database.query<PoolSummaryView & ListRow>(list.text, list.values));
  }

  /** Candidates for a position, each with reasons. */
  @Post()
  @Requires('talent:write')
  @ApiCreatedResponse({ type: PoolView })
  make(
    @Body() input: MakePoolDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<PoolView>> {
    this.access.assertOfficer(principal, 'talent:write');
    return this.idempotency.run(request, (tx) => this.talents.makePool(tx, input, principal.subject));
  }

  /** For which position it is, and by which snapshot, standard and rule it was made. */
  @Get(':poolId/summary')
  @Requires('talent:read')
  @ApiOkResponse({ type: PoolSummaryView })
  summary(
    @Param('poolId', ParseUUIDPipe) poolId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<PoolSummaryView> {
    this.access.assertOfficer(principal, 'talent:read');
    return this.getPool(poolId);
  }

  @Get(':poolId')
  @Requires('talent:read')
  @ApiOkResponse({ type: SuccessorPage })
  async candidates(
    @Param('poolId', ParseUUIDPipe) poolId: string,
    @Query() query: PageQuery,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') accepted?: string,
  ): Promise<Page<SuccessorView>> {
    this.access.assertOfficer(principal, 'talent:read');
    await this.getPool(poolId);
    return this.successors(poolId, query, principal, preferredLanguage(accepted));
  }

  /** The pool as .xlsx, .csv or PDF; a look at all of its people, and recorded as one. */
  @Get(':poolId/file')
  @Requires('talent:read')
  @AnswersFile(...EXPORT_FORMATS)
  async file(
    @Param('poolId', ParseUUIDPipe) poolId: string,
    @Query() { format }: PoolFileQuery,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') accepted?: string,
  ): Promise<StreamableFile> {
    this.access.assertOfficer(principal, 'talent:read');
    const pool = await this.getPool(poolId);
    const language = preferredLanguage(accepted);
    const page = await this.successors(poolId, { limit: MOST_IN_A_FILE }, principal, language);
    return exportTable(poolTable(pool, page.items, this.clock.now(), language), format);
  }

  private async successors(
    poolId: string,
    query: PageQuery,
    principal: Principal,
    language: Language,
  ): Promise<Page<SuccessorView>> {
    const list = new ListQuery(SUCCESSORS, query).where('s.pool_id = ?', poolId).build();
    const page = list.page(await this.database.query<SuccessorRow & ListRow>(list.text, list.values));
    await this.access.noteRead(principal, page.items);
    const names = await loadNames(
      this.database,
      page.items.flatMap(({ reasons }) => reasons.flatMap(({ missing }) => (missing ?? []).map(({ code }) => code))),
    );
    const nameOf = (code: string) => {
      const known = names.get(code);
      return known && (language === 'en' ? known.nameEn : known.nameId);
    };
    const items = page.items.map((row) => ({
      ...row,
      reasons: row.reasons.map((reason) => ({ ...reason, text: successorText(reason, nameOf, language) })),
    }));
    return { ...page, items };
  }

  /** Throws `pool-not-found` (404). */
  private async getPool(poolId: string): Promise<PoolSummaryView> {
    const [row] = await this.database.query<PoolSummaryView>(`${POOL} WHERE q.pool_id = $1`, [poolId]);
    if (!row) throw new AppError('pool-not-found', { status: 404 });
    return row;
  }
}
