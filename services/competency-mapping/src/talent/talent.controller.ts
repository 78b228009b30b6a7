import {
  AppError,
  Clock,
  CurrentPrincipal,
  Idempotency,
  ListQuery,
  OnceRequest,
  PageQuery,
  Requires,
  ServiceController,
  ServiceDatabase,
  TakesFile,
  preferredLanguage,
  type IdempotentRequest,
  type ListRow,
  type OnceAnswer,
  type Page,
  type Principal,
  ApiAcceptedResponse,
  ApiCreatedResponse,
  ApiOkResponse,
} from '@betang/platform';
import { Body, Get, Headers, Param, ParseUUIDPipe, Post, Query, UploadedFile } from '@nestjs/common';
import type { UploadedMultipartFile } from '@nestjs/platform-fastify/multipart';
import { ImportAcceptedView } from '../file-import/file-import.dto.js';
import { TableFiles } from '../file-import/table-files.js';
import { RuleBook } from '../rules/rule-book.js';
import { FIRST_FOLLOW_UPS } from '../rules/first-rules.js';
import type { FollowUp, TalentRule } from '../rules/dated-rule.js';
import { TalentAccess } from './talent-access.js';
import { followUpText } from './talent.texts.js';
import {
  PlacePage,
  PlaceQuery,
  SnapshotBoxes,
  SnapshotPage,
  SnapshotView,
  TakeSnapshotDto,
  UploadScoresDto,
  type PlaceView,
  UnplacedPage,
  UnplacedQuery,
  type UnplacedView,
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
const UNPLACED = {
  select: `SELECT p.employee_id AS "employeeId", p.name, p.agency_id AS "agencyId" FROM person AS p`,
  sorts: { name: { sql: `coalesce(p.name, '')`, type: 'text' } },
  defaultSort: 'name',
  key: { sql: 'p.employee_id', type: 'uuid' },
} as const;
const scoreOf = (axis: string) =>
  `SELECT 1 FROM talent_score AS k WHERE k.employee_id = p.employee_id AND k.axis = '${axis}' AND k.year = ?`;
const WITHOUT = {
  PERFORMANCE: `NOT EXISTS (${scoreOf('PERFORMANCE')})`,
  POTENTIAL: `NOT EXISTS (${scoreOf('POTENTIAL')}) AND NOT EXISTS (SELECT 1 FROM profile_summary AS s
    WHERE s.employee_id = p.employee_id AND s.match_hundredths IS NOT NULL)`,
} as const;

/** Talent management: sensitive data of persons, for the personnel agency of the whole region alone; every look is on record. */
@ServiceController('competency-mapping', 'talent')
export class TalentController {
  constructor(
    private readonly talents: Talents,
    private readonly files: TableFiles,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly access: TalentAccess,
    private readonly rules: RuleBook,
    private readonly clock: Clock,
  ) {}

  /** Appraisals and potential of a year as a file. */
  @Post('score-files')
  @Requires('talent:write')
  @TakesFile(UploadScoresDto)
  @ApiAcceptedResponse({ type: ImportAcceptedView })
  upload(
    @UploadedFile() file: UploadedMultipartFile | undefined,
    @Body() { year, source }: UploadScoresDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<ImportAcceptedView>> {
    if (year > Number(this.clock.today().slice(0, 4)))
      throw new AppError('talent-year-ahead', { status: 422, field: 'year' });
    return this.files.accept(TALENT_FILE, file, { year, source }, principal, request);
  }

  @Get('snapshots')
  @Requires('talent:read')
  @ApiOkResponse({ type: SnapshotPage })
  async snapshots(@Query() query: PageQuery, @CurrentPrincipal() principal: Principal): Promise<Page<SnapshotView>> {
    this.access.assertOfficer(principal, 'talent:read');
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
    this.access.assertOfficer(principal, 'talent:write');
    return this.idempotency.run(request, (tx) => this.talents.takeSnapshot(tx, year, principal.subject));
  }

  @Get('snapshots/:snapshotId')
  @Requires('talent:read')
  @ApiOkResponse({ type: SnapshotBoxes })
  async boxes(
    @Param('snapshotId', ParseUUIDPipe) snapshotId: string,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') accepted?: string,
  ): Promise<SnapshotBoxes> {
    this.access.assertOfficer(principal, 'talent:read');
    const boxes = await this.database.query<{ box: number; people: number }>(
      `SELECT b AS box, count(t.employee_id)::integer AS people FROM generate_series(1, 9) AS b
         LEFT JOIN talent_place AS t ON t.box = b AND t.snapshot_id = $1 GROUP BY 1 ORDER BY 1`,
      [snapshotId],
    );
    const snapshot = await getSnapshot(this.database, snapshotId);
    const followUps = await this.followUps(snapshot.ruleVersion);
    const language = preferredLanguage(accepted);
    const shown = boxes.map((row) => ({
      ...row,
      followUps: (followUps[row.box] ?? []).map((code) => ({ code, text: followUpText(code, language) })),
    }));
    return { ...snapshot, boxes: shown };
  }

  @Get('snapshots/:snapshotId/people')
  @Requires('talent:read')
  @ApiOkResponse({ type: PlacePage })
  async people(
    @Param('snapshotId', ParseUUIDPipe) snapshotId: string,
    @Query() query: PlaceQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<PlaceView>> {
    this.access.assertOfficer(principal, 'talent:read');
    const list = new ListQuery(PLACES, query)
      .where('t.snapshot_id = ?', snapshotId)
      .where('t.box = ?', query.box)
      .where('t.agency_id = ?', query.agencyId)
      .build();
    const page = list.page(await this.database.query<PlaceView & ListRow>(list.text, list.values));
    await this.access.noteRead(principal, page.items);
    return page;
  }

  /** People in service who stand in no box, for want of an appraisal or of a potential. */
  @Get('unplaced')
  @Requires('talent:read')
  @ApiOkResponse({ type: UnplacedPage })
  async unplaced(@Query() query: UnplacedQuery, @CurrentPrincipal() principal: Principal): Promise<Page<UnplacedView>> {
    this.access.assertOfficer(principal, 'talent:read');
    const list = new ListQuery(UNPLACED, query)
      .where(WITHOUT[query.missing], query.year)
      .where('p.left_on IS NULL AND p.state_order > 0')
      .where('p.agency_id = ?', query.agencyId)
      .build();
    const page = list.page(await this.database.query<UnplacedView & ListRow>(list.text, list.values));
    await this.access.noteRead(principal, page.items);
    return page;
  }

  /** What is to be done with whom, by the rule of the snapshot. */
  private async followUps(ruleVersion: string): Promise<Readonly<Record<string, readonly FollowUp[]>>> {
    const rule = (await this.rules.list('TALENT')).find((known) => known.ruleVersion === ruleVersion);
    return (rule?.content as TalentRule | undefined)?.followUps ?? FIRST_FOLLOW_UPS;
  }
}
