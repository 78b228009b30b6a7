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
  preferredLanguage,
  type IdempotentRequest,
  type ListRow,
  type OnceAnswer,
  type Page,
  type Principal,
} from '@betang/platform';
import { Body, Get, Headers, Param, ParseUUIDPipe, Post, Query, UploadedFile, UseInterceptors } from '@nestjs/common';
import { FileInterceptor, type UploadedMultipartFile } from '@nestjs/platform-fastify/multipart';
import { ApiAcceptedResponse, ApiBody, ApiConsumes, ApiCreatedResponse, ApiOkResponse } from '@nestjs/swagger';
import { ImportAcceptedView } from '../file-import/file-import.dto.js';
import { TableFiles } from '../file-import/table-files.js';
import { successorText } from './successor-reasons.js';
import type { SuccessorReason } from './talent.decision.js';
import {
  MakePoolDto,
  PlacePage,
  PlaceQuery,
  PoolView,
  SnapshotBoxes,
  SnapshotPage,
  SnapshotView,
  SuccessorPage,
  TakeSnapshotDto,
  UploadScoresDto,
  type PlaceView,
  type SuccessorView,
} from './talent.dto.js';
import { TALENT_FILE } from './talent-import.js';
import { Talents, getSnapshot } from './talents.js';

const SNAPSHOTS = {
  select: `SELECT snapshot_id AS "snapshotId", year, rule_version AS "ruleVersion", people, without, taken_at AS "takenAt" FROM talent_snapshot`,
  sorts: { taken: { sql: 'taken_at', type: 'timestamptz' } },
  defaultSort: '-taken',
  key: { sql: 'snapshot_id', type: 'uuid' },
} as const;
const PLACES = {
  select: `SELECT t.employee_id AS "employeeId", p.name, t.agency_id AS "agencyId", t.performance, t.potential, t.potential_source AS "potentialSource",
      t.box::integer AS box FROM talent_place AS t LEFT JOIN person AS p USING (employee_id)`,
  sorts: { box: { sql: 't.box', type: 'integer' }, performance: { sql: 't.performance', type: 'integer' } },
  defaultSort: '-box',
  key: { sql: 't.employee_id', type: 'uuid' },
} as const;
const SUCCESSORS = {
  select: `SELECT s.employee_id AS "employeeId", p.name, s.place, s.box::integer AS box, s.match_hundredths AS "matchHundredths", s.reasons
    FROM successor AS s LEFT JOIN person AS p USING (employee_id)`,
  sorts: { place: { sql: 's.place', type: 'integer' } },
  defaultSort: 'place',
  key: { sql: 's.employee_id', type: 'uuid' },
} as const;

/** Talent management: sensitive data of persons, for the personnel agency of the whole region alone; every look is on record. */
@ServiceController('competency-mapping', 'talent')
export class TalentController {
  constructor(
    private readonly talents: Talents,
    private readonly files: TableFiles,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
    private readonly config: RegionConfig,
  ) {}

  /** Appraisals and potential of a year as a file. */
  @Post('score-files')
  @Requires('talent:write')
  @UseInterceptors(FileInterceptor('file'))
  @ApiConsumes('multipart/form-data')
  @ApiBody({ type: UploadScoresDto })
  @ApiAcceptedResponse({ type: ImportAcceptedView })
  upload(
    @UploadedFile() file: UploadedMultipartFile | undefined,
    @Body() { year, source }: UploadScoresDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<ImportAcceptedView>> {
    return this.files.accept(TALENT_FILE, file, { year, source }, principal, request);
  }

  @Get('snapshots')
  @Requires('talent:read')
  @ApiOkResponse({ type: SnapshotPage })
  async snapshots(@Query() query: PageQuery, @CurrentPrincipal() principal: Principal): Promise<Page<SnapshotView>> {
    this.assertOfficer(principal, 'talent:read');
    const list = new ListQuery(SNAPSHOTS, query).build();
    return list.page(await this.database.query<SnapshotView & ListRow>(list.text, list.values));
  }

  @Post('snapshots')
  @Requires('talent:write')
  @ApiCreatedResponse({ type: SnapshotView })
  take(
    @Body() { year }: TakeSnapshotDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<SnapshotView>> {
    this.assertOfficer(principal, 'talent:write');
    return this.idempotency.run(request, (tx) => this.talents.takeSnapshot(tx, year, principal.subject));
  }

  @Get('snapshots/:snapshotId')
  @Requires('talent:read')
  @ApiOkResponse({ type: SnapshotBoxes })
  async boxes(
    @Param('snapshotId', ParseUUIDPipe) snapshotId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<SnapshotBoxes> {
    this.assertOfficer(principal, 'talent:read');
    const boxes = await this.database.query<{ box: number; people: number }>(
      `SELECT b AS box, count(t.employee_id)::integer AS people FROM generate_series(1, 9) AS b
         LEFT JOIN talent_place AS t ON t.box = b AND t.snapshot_id = $1 GROUP BY 1 ORDER BY 1`,
      [snapshotId],
    );
    return { ...(await getSnapshot(this.database, snapshotId)), boxes };
  }

  @Get('snapshots/:snapshotId/people')
  @Requires('talent:read')
  @ApiOkResponse({ type: PlacePage })
  async people(
    @Param('snapshotId', ParseUUIDPipe) snapshotId: string,
    @Query() query: PlaceQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<PlaceView>> {
    this.assertOfficer(principal, 'talent:read');
    const list = new ListQuery(PLACES, query)
      .where('t.snapshot_id = ?', snapshotId)
      .where('t.box = ?', query.box)
      .where('t.agency_id = ?', query.agencyId)
      .build();
    const page = list.page(await this.database.query<PlaceView & ListRow>(list.text, list.values));
    await this.noteRead(
      principal,
      page.items.map(({ employeeId }) => employeeId),
    );
    return page;
  }

  /** Candidates for a position, each with reasons. */
  @Post('pools')
  @Requires('talent:write')
  @ApiCreatedResponse({ type: PoolView })
  makePool(
    @Body() input: MakePoolDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<PoolView>> {
    this.assertOfficer(principal, 'talent:write');
    return this.idempotency.run(request, (tx) => this.talents.makePool(tx, input, principal.subject));
  }

  @Get('pools/:poolId')
  @Requires('talent:read')
  @ApiOkResponse({ type: SuccessorPage })
  async pool(
    @Param('poolId', ParseUUIDPipe) poolId: string,
    @Query() query: PageQuery,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') accepted?: string,
  ): Promise<Page<SuccessorView>> {
    this.assertOfficer(principal, 'talent:read');
    const [known] = await this.database.query('SELECT 1 FROM successor_pool WHERE pool_id = $1', [poolId]);
    if (!known) throw new AppError('pool-not-found', { status: 404 });
    const list = new ListQuery(SUCCESSORS, query).where('s.pool_id = ?', poolId).build();
    type Row = Omit<SuccessorView, 'reasons'> & { readonly reasons: readonly SuccessorReason[] } & ListRow;
    const page = list.page(await this.database.query<Row>(list.text, list.values));
    await this.noteRead(
      principal,
      page.items.map(({ employeeId }) => employeeId),
    );
    const language = preferredLanguage(accepted);
    const items = page.items.map((row) => ({
      ...row,
      reasons: row.reasons.map((reason) => ({ ...reason, text: successorText(reason, language) })),
    }));
    return { ...page, items };
  }

  private assertOfficer(principal: Principal, scope: 'talent:read' | 'talent:write'): void {
    assertMayActOn(principal, scope, { region: this.config.region });
  }

  private noteRead(principal: Principal, subjects: readonly string[]): Promise<void> {
    return this.audit.recordRead(this.database, { actor: principal.subject, subjects, purpose: 'talent-management' });
  }
}
