import {
  AppError,
  Audit,
  CurrentPrincipal,
  Idempotency,
  OnceRequest,
  RegionConfig,
  Requires,
  ServiceController,
  ServiceDatabase,
  type IdempotentRequest,
  type OnceAnswer,
  type Page,
  type Principal,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
} from '@betang/platform';
import { Body, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { visibleUnits } from '../organisation/unit-access.js';
import {
  NewRecordMergeDto,
  RecordMergePage,
  RecordMergeQuery,
  RecordMergeView,
  RecordMergeIdView,
  RecordMergeStateView,
} from './record-merge.dto.js';
import { findMerge, listMerges } from './record-merge-store.js';
import { RecordMerges } from './record-merges.js';

const OK = 200;

/** Records of one person that were recorded twice (data ganda), joined into one. */
@ServiceController('identity', 'record-merges')
export class RecordMergesController {
  constructor(
    private readonly config: RegionConfig,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
    private readonly merges: RecordMerges,
  ) {}

  @Get()
  @Requires('employees:read')
  @ApiOkResponse({ type: RecordMergePage })
  async list(
    @Query() query: RecordMergeQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<RecordMergeView>> {
    const page = await listMerges(this.database, query, visibleUnits(principal, 'employees:read', this.config.region));
    await this.noteRead(principal, page.items);
    return page;
  }

  @Get(':mergeId')
  @Requires('employees:read')
  @ApiOkResponse({ type: RecordMergeView })
  async get(
    @Param('mergeId', ParseUUIDPipe) mergeId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<RecordMergeView> {
    const visible = visibleUnits(principal, 'employees:read', this.config.region);
    const found = await findMerge(this.database, mergeId, visible);
    if (!found) throw new AppError('record-merge-not-found', { status: 404 });
    await this.noteRead(principal, [found]);
    return found;
  }

  @Post()
  @Requires('employees:write')
  @ApiCreatedResponse({ type: RecordMergeIdView })
  merge(
    @Body() { stays, goes, note }: NewRecordMergeDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<RecordMergeIdView>> {
    return this.idempotency.run(request, async (tx) => ({
      mergeId: await this.merges.merge(tx, { stays, goes }, principal, note ?? null),
    }));
  }

  @Post(':mergeId/undo')
  @HttpCode(OK)
  @Requires('employees:write')
  @ApiOperation({ summary: 'Makes two records of one again' })
  @ApiOkResponse({ type: RecordMergeStateView })
  undo(
    @Param('mergeId', ParseUUIDPipe) mergeId: string,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<RecordMergeStateView>> {
    return this.idempotency.run(
      request,
      async (tx) => {
        await this.merges.undo(tx, mergeId, principal);
        return { mergeId, state: 'UNDONE' as const };
      },
      OK,
    );
  }

  @Post(':mergeId/confirm')
  @HttpCode(OK)
  @Requires('employees:write')
  @ApiOperation({ summary: 'Tells the other services at once; there is no undoing then' })
  @ApiOkResponse({ type: RecordMergeStateView })
  confirm(
    @Param('mergeId', ParseUUIDPipe) mergeId: string,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<RecordMergeStateView>> {
    return this.idempotency.run(
      request,
      async (tx) => {
        await this.merges.confirm(tx, mergeId, principal);
        return { mergeId, state: 'FINAL' as const };
      },
      OK,
    );
  }

  private noteRead(principal: Principal, merges: readonly RecordMergeView[]): Promise<void> {
    const subjects = [...new Set(merges.flatMap(({ stays, goes }) => [stays.employeeId, goes.employeeId]))];
    return this.audit.recordRead(this.database, { actor: principal.subject, subjects, purpose: 'record-merges' });
  }
}
