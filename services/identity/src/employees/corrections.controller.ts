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
} from '@betang/platform';
import { Body, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { visibleUnits } from '../organisation/unit-access.js';
import { listCorrections, settleCorrection } from './correction.queries.js';
import { CorrectionPage, CorrectionQuery, SettleCorrectionDto, type CorrectionView } from './correction.dto.js';

/** The queue of disagreements between records (antrean perbaikan data). */
@ServiceController('identity', 'corrections')
export class CorrectionsController {
  constructor(
    private readonly config: RegionConfig,
    private readonly database: ServiceDatabase,
    private readonly audit: Audit,
    private readonly idempotency: Idempotency,
  ) {}

  @Get()
  @Requires('employees:read')
  @ApiOkResponse({ type: CorrectionPage })
  list(@Query() query: CorrectionQuery, @CurrentPrincipal() principal: Principal): Promise<Page<CorrectionView>> {
    return listCorrections(this.database, query, visibleUnits(principal, 'employees:read', this.config.region));
  }

  @Post(':correctionId/settle')
  @Requires('employees:write')
  settle(
    @Param('correctionId', ParseUUIDPipe) correctionId: string,
    @Body() { answer, note }: SettleCorrectionDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<{ correctionId: string; answer: string }>> {
    return this.idempotency.run(
      request,
      async (tx) => {
        const by = principal.subject;
        const visible = visibleUnits(principal, 'employees:write', this.config.region);
        if (!(await settleCorrection(tx, { correctionId, answer, note, by }, visible)))
          throw new AppError('correction-not-open', { status: 404 });
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
