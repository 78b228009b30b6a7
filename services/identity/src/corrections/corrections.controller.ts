import {
  AppError,
  Audit,
  CurrentPrincipal,
  Idempotency,
  Notices,
  OnceRequest,
  RegionConfig,
  Requires,
  ServiceController,
  ServiceDatabase,
  type IdempotentRequest,
  type OnceAnswer,
  type Page,
  type Principal,
  ApiOkResponse,
  AnswersItems,
} from '@betang/platform';
import { Body, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { visibleUnits } from '../organisation/unit-access.js';
import { lockRegistry } from '../organisation/unit-store.js';
import { tellAnswer } from './answer-notices.js';
import { assertReason } from './resolution.js';
import { CorrectionResolver } from './correction-resolver.js';
import {
  closeCorrection,
  countCorrections,
  listCorrections,
  lockCorrection,
  settleCorrection,
} from './correction.queries.js';
import {
  CorrectionCount,
  CorrectionPage,
  CorrectionQuery,
  ResolveCorrectionDto,
  SettleCorrectionDto,
  type CorrectionView,
  CorrectionResolvedView,
  CorrectionSettledView,
} from './correction.dto.js';

/** The queue of disagreements between records (antrean perbaikan data). */
@ServiceController('identity', 'corrections')
export class CorrectionsController {
  constructor(
    private readonly config: RegionConfig,
    private readonly database: ServiceDatabase,
    private readonly audit: Audit,
    private readonly idempotency: Idempotency,
    private readonly resolver: CorrectionResolver,
    private readonly notices: Notices,
  ) {}

  @Get()
  @Requires('employees:read')
  @ApiOkResponse({ type: CorrectionPage })
  async list(@Query() query: CorrectionQuery, @CurrentPrincipal() principal: Principal): Promise<Page<CorrectionView>> {
    const visible = visibleUnits(principal, 'employees:read', this.config.region);
    const keeps = visibleUnits(principal, 'employees:write', this.config.region);
    const page = await listCorrections(this.database, query, visible, keeps);
    const subjects = page.items.flatMap(({ employeeId, candidates }) => [
      ...(employeeId === null ? [] : [employeeId]),
      ...candidates.map((candidate) => candidate.employeeId),
    ]);
    await this.audit.recordRead(this.database, { actor: principal.subject, subjects, purpose: 'correction-queue' });
    return page;
  }

  @Get('summary')
  @Requires('employees:read')
  @AnswersItems(CorrectionCount)
  async summary(@CurrentPrincipal() principal: Principal): Promise<{ items: CorrectionCount[] }> {
    const visible = visibleUnits(principal, 'employees:read', this.config.region);
    return { items: await countCorrections(this.database, visible) };
  }

  /** Does something about a disagreement and closes it. */
  @Post(':correctionId/resolve')
  @Requires('employees:write')
  @ApiOkResponse({ type: CorrectionResolvedView })
  resolve(
    @Param('correctionId', ParseUUIDPipe) correctionId: string,
    @Body() resolution: ResolveCorrectionDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<CorrectionResolvedView>> {
    return this.idempotency.run(
      request,
      async (tx) => {
        await lockRegistry(tx);
        const visible = visibleUnits(principal, 'employees:write', this.config.region);
        const open = await lockCorrection(tx, correctionId, visible);
        if (!open) throw new AppError('correction-not-open', { status: 404 });
        const employeeId = await this.resolver.resolve(tx, open, resolution, principal);
        const { action, note } = resolution;
        await closeCorrection(tx, correctionId, { action, note, by: principal.subject, employeeId });
        await tellAnswer(tx, this.notices, open, action === 'SOURCE_WRONG');
        await this.audit.record(tx, {
          actor: principal.subject,
          action: 'resolve-correction',
          object: { type: 'correction', id: correctionId },
          after: { action },
        });
        return { correctionId, action, employeeId };
      },
      200,
    );
  }

  @Post(':correctionId/settle')
  @Requires('employees:write')
  @ApiOkResponse({ type: CorrectionSettledView })
  settle(
    @Param('correctionId', ParseUUIDPipe) correctionId: string,
    @Body() { answer, note }: SettleCorrectionDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<CorrectionSettledView>> {
    return this.idempotency.run(
      request,
      async (tx) => {
        const by = principal.subject;
        const visible = visibleUnits(principal, 'employees:write', this.config.region);
        const open = await lockCorrection(tx, correctionId, visible);
        if (!open) throw new AppError('correction-not-open', { status: 404 });
        assertReason(open.kind, answer === 'SOURCE_WRONG', note);
        await settleCorrection(tx, { correctionId, answer, note, by });
        await tellAnswer(tx, this.notices, open, answer === 'SOURCE_WRONG');
        await this.audit.record(tx, {
          actor: by,
          action: 'settle-correction',
          object: { type: 'correction', id: correctionId },
          after: { answer },
        });
        return { correctionId, answer };
      },
      200,
    );
  }
}
