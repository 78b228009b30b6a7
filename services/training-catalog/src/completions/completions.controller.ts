import {
  Audit,
  CurrentPrincipal,
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
} from '@betang/platform';
import { Body, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { visibleUnits, type VisibleUnits } from '../employees/visible-units.js';
import {
  CompletionPage,
  CompletionQuery,
  CompletionRecordedView,
  CompletionView,
  RecordCompletionDto,
  RevokeCompletionDto,
} from './completion.dto.js';
import { getCompletion, listCompletions } from './completion.queries.js';
import { CompletionRecorder } from './record-completion.js';
import { CompletionRevoker } from './revoke-completion.js';

/** Completions of trainings, one by one. */
@ServiceController('training-catalog', 'completions')
export class CompletionsController {
  constructor(
    private readonly recorder: CompletionRecorder,
    private readonly revoker: CompletionRevoker,
    private readonly database: ServiceDatabase,
    private readonly audit: Audit,
    private readonly config: RegionConfig,
  ) {}

  @Post()
  @Requires('completions:write')
  @ApiCreatedResponse({ type: CompletionRecordedView })
  record(
    @Body() input: RecordCompletionDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<CompletionRecordedView>> {
    const { employeeId, title, organiser, pathCode, scope, quantityHundredths, startedOn, completedOn } = input;
    const details = {
      programmeId: input.programmeId ?? null,
      sessionId: input.sessionId ?? null,
      title,
      organiser,
      pathCode,
      scope,
      quantityHundredths,
      startedOn,
      completedOn,
      certificateNumber: input.certificateNumber ?? null,
    };
    const command = { employeeId, details, actor: principal.subject, visible: this.visible(principal) };
    return this.recorder.record(command, request);
  }

  @Get()
  @Requires('completions:write')
  @ApiOkResponse({ type: CompletionPage })
  async list(@Query() query: CompletionQuery, @CurrentPrincipal() principal: Principal): Promise<Page<CompletionView>> {
    const page = await listCompletions(this.database, query, this.visible(principal));
    await this.noteReads(principal, page.items);
    return page;
  }

  @Get(':completionId')
  @Requires('completions:write')
  @ApiOkResponse({ type: CompletionView })
  async get(
    @Param('completionId', ParseUUIDPipe) completionId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<CompletionView> {
    const found = await getCompletion(this.database, completionId, this.visible(principal));
    await this.noteReads(principal, [found]);
    return found;
  }

  @Post(':completionId/revoke')
  @Requires('completions:write')
  @ApiOkResponse({ type: CompletionRecordedView })
  revoke(
    @Param('completionId', ParseUUIDPipe) completionId: string,
    @Body() { reason }: RevokeCompletionDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<CompletionRecordedView>> {
    const command = { completionId, reason, actor: principal.subject, visible: this.visible(principal) };
    return this.revoker.revoke(command, request);
  }

  private visible(principal: Principal): VisibleUnits {
    return visibleUnits(principal, 'completions:write', this.config.region);
  }

  private async noteReads(principal: Principal, completions: readonly CompletionView[]): Promise<void> {
    const subjects = [...new Set(completions.map(({ employeeId }) => employeeId))];
    await this.audit.recordRead(this.database, { actor: principal.subject, subjects, purpose: 'training-record' });
  }
}
