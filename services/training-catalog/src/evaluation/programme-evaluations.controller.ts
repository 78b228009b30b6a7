import { newId } from '@betang/contracts';
import {
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
  findMessage,
  preferredLanguage,
  type IdempotentRequest,
  type ListDefinition,
  type ListRow,
  type OnceAnswer,
  type Page,
  type Principal,
  ApiCreatedResponse,
  ApiOkResponse,
} from '@betang/platform';
import { Body, Get, Headers, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import {
  DecideProgrammeDto,
  EvaluationQuery,
  EvaluationView,
  ObserveResultDto,
  ResultObservedView,
  VerdictPage,
  VerdictView,
} from './evaluation.dto.js';
import { indicatorResults } from './indicator-result.queries.js';
import { protectSmallCells } from './protect-small-cells.decision.js';
import { VERDICT_COLUMNS, Verdicts, type RecordedVerdict } from './verdicts.js';

const OBSERVE = `INSERT INTO result_observation (observation_id, programme_id, development_target_id, indicator, unit, baseline, target, observed, observed_on,
    source, recorded_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`;
const VERDICTS: ListDefinition = {
  select: `SELECT ${VERDICT_COLUMNS} FROM programme_verdict AS v`,
  sorts: { decidedOn: { sql: 'v.decided_on', type: 'date' } },
  defaultSort: '-decidedOn',
  key: { sql: 'v.verdict_id', type: 'uuid' },
};

/** Whether a programme is worth keeping: evidence on four levels, a proposal, and the decision on record. */
@ServiceController('training-catalog', 'programme-evaluations')
export class ProgrammeEvaluationsController {
  constructor(
    private readonly verdicts: Verdicts,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
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
    return this.idempotency.run(request, async (tx) => {
      await this.verdicts.evaluate(tx, programmeId, Number(input.observedOn.slice(0, 4)));
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
  async decisions(
    @Param('programmeId', ParseUUIDPipe) programmeId: string,
    @Query() query: PageQuery,
  ): Promise<Page<VerdictView>> {
    const statement = new ListQuery(VERDICTS, query).where('v.programme_id = ?', programmeId).build();
    const rows = await this.database.query<RecordedVerdict & ListRow>(statement.text, statement.values);
    const page = statement.page(rows);
    return { ...page, items: page.items.map(viewOf) };
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
      viewOf(await this.verdicts.decide(tx, programmeId, input, principal.subject)),
    );
  }
}

function viewOf(verdict: Omit<RecordedVerdict, never>): VerdictView {
  const evidence = protectSmallCells(verdict.evidence) as unknown as Record<string, unknown>;
  return { ...verdict, evidence };
}
