import { newId } from '@betang/contracts';
import {
  AppError,
  Audit,
  Clock,
  CurrentPrincipal,
  Idempotency,
  OnceRequest,
  RegionConfig,
  Requires,
  ServiceController,
  ServiceDatabase,
  assertMayActOn,
  findMessage,
  preferredLanguage,
  type IdempotentRequest,
  type OnceAnswer,
  type Page,
  type Principal,
  ApiCreatedResponse,
  ApiOkResponse,
} from '@betang/platform';
import { Body, Get, Headers, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { findTarget } from '../targets/target.queries.js';
import {
  DecideProgrammeDto,
  EvaluationQuery,
  EvaluationView,
  ObserveResultDto,
  ResultObservedView,
  VerdictPage,
  VerdictQuery,
  VerdictView,
} from './evaluation.dto.js';
import { indicatorResults } from './indicator-result.queries.js';
import { protectSmallCells } from './protect-small-cells.decision.js';
import { pageVerdicts, verdictView } from './verdict.queries.js';
import { Verdicts } from './verdicts.js';

const OBSERVE = `INSERT INTO result_observation (observation_id, programme_id, development_target_id, indicator, unit, baseline, target, observed, observed_on,
    source, recorded_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`;
/** Whether a programme is worth keeping: evidence on four levels, a proposal, and the decision on record. */
@ServiceController('training-catalog', 'programme-evaluations')
export class ProgrammeEvaluationsController {
  constructor(
    private readonly verdicts: Verdicts,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly config: RegionConfig,
  ) {}

  @Get(':programmeId')
  @Requires('evaluations:read')
  @ApiOkResponse({ type: EvaluationView })
  async evaluation(
    @Param('programmeId', ParseUUIDPipe) programmeId: string,
    @Query() { year }: EvaluationQuery,
    @Headers('accept-language') accepted?: string,
  ): Promise<EvaluationView> {
    const { evidence, recommendation } = await this.verdicts.evaluate(this.database, programmeId, year);
    const language = preferredLanguage(accepted);
    const texts = recommendation.reasons.map((code) => findMessage(language, `recommendation.${code}`) ?? code);
    return {
      programmeId,
      year,
      evidence: protectSmallCells(evidence) as unknown as Record<string, unknown>,
      indicators: await indicatorResults(this.database, programmeId, year),
      recommendation: { ...recommendation, texts },
    };
  }

  @Post(':programmeId/results')
  @Requires('training:write')
  @ApiCreatedResponse({ type: ResultObservedView })
  observe(
    @Param('programmeId', ParseUUIDPipe) programmeId: string,
    @Body() input: ObserveResultDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<ResultObservedView>> {
    assertMayActOn(principal, 'training:write', { region: this.config.region });
    if (input.observedOn > this.clock.today())
      throw new AppError('result-in-future', { status: 422, field: 'observedOn' });
    return this.idempotency.run(request, async (tx) => {
      await this.verdicts.evaluate(tx, programmeId, Number(input.observedOn.slice(0, 4)));
      if (input.developmentTargetId !== undefined && !(await findTarget(tx, input.developmentTargetId)))
        throw new AppError('programme-target-unknown', { status: 422, field: 'developmentTargetId' });
      const observationId = newId();
      const { developmentTargetId, indicator, unit, baseline, target, observed, observedOn, source } = input;
      await tx.execute(OBSERVE, [
        observationId,
        programmeId,
        developmentTargetId ?? null,
        indicator,
        unit ?? null,
        baseline ?? null,
        target ?? null,
        observed,
        observedOn,
        source,
        principal.subject,
      ]);
      const object = { type: 'programme', id: programmeId };
      await this.audit.record(tx, { actor: principal.subject, action: 'observe-result', object });
      return { observationId };
    });
  }

  @Get(':programmeId/decisions')
  @Requires('evaluations:read')
  @ApiOkResponse({ type: VerdictPage })
  decisions(
    @Param('programmeId', ParseUUIDPipe) programmeId: string,
    @Query() query: VerdictQuery,
  ): Promise<Page<VerdictView>> {
    return pageVerdicts(this.database, { ...query, programmeId });
  }

  /** Keep, change or drop. Dropping withdraws the region's own programme from the catalogue of all regions. */
  @Post(':programmeId/decisions')
  @Requires('training:write')
  @ApiCreatedResponse({ type: VerdictView })
  decide(
    @Param('programmeId', ParseUUIDPipe) programmeId: string,
    @Body() input: DecideProgrammeDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<VerdictView>> {
    assertMayActOn(principal, 'training:write', { region: this.config.region });
    return this.idempotency.run(request, async (tx) =>
      verdictView(await this.verdicts.decide(tx, programmeId, input, principal.subject)),
    );
  }
}
