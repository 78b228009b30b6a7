import {
  CurrentPrincipal,
  Idempotency,
  OnceRequest,
  RegionConfig,
  Requires,
  ServiceController,
  ServiceDatabase,
  assertMayActOn,
  decodeCursor,
  pageOf,
  type IdempotentRequest,
  type OnceAnswer,
  type Page,
  type Principal,
  ApiCreatedResponse,
  ApiOkResponse,
} from '@betang/platform';
import { Body, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { Clock } from '../clock.js';
import { CatalogueRulesStore } from '../rules/catalogue-rules.store.js';
import type { OverlapCheck } from './overlap-check.js';
import { OverlapChecks, type OverlapDecision } from './overlap-checks.js';
import {
  CheckOverlapDto,
  DecideOverlapDto,
  OverlapCheckView,
  OverlapDecisionQuery,
  OverlapDecisionView,
  RecordedDecisionPage,
  RecordedDecisionView,
  SimilarQuery,
  SimilarTrainingsView,
} from './overlap.dto.js';
import { SimilarTrainings } from './similar-trainings.js';

const DECISIONS = `SELECT d.decision_id AS "decisionId", d.check_id AS "checkId", d.programme_id AS "programmeId", p.title, d.outcome, d.reason, d.score,
    d.other_programme_id AS "otherProgrammeId", d.other_session_id AS "otherSessionId", d.other_region AS "otherRegion", d.decided_at AS "decidedAt"
  FROM overlap_decision AS d JOIN programme AS p USING (programme_id)
 WHERE ($1::text IS NULL OR d.outcome = $1) AND ($2::uuid IS NULL OR d.programme_id = $2) AND ($3::uuid IS NULL OR d.decision_id < $3)
 ORDER BY d.decision_id DESC LIMIT $4`;

/** Shows what is there already before anything new is published (no overlap). */
@ServiceController('training-catalog', '')
export class OverlapController {
  constructor(
    private readonly checks: OverlapChecks,
    private readonly similar: SimilarTrainings,
    private readonly rules: CatalogueRulesStore,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly clock: Clock,
    private readonly config: RegionConfig,
  ) {}

  /** For a plan that is no programme yet: by competencies, people and period. */
  @Get('similar-trainings')
  @Requires('training:read')
  @ApiOkResponse({ type: SimilarTrainingsView })
  async search(@Query() query: SimilarQuery): Promise<SimilarTrainingsView> {
    const rules = await this.rules.current(this.database);
    const competencies = (query.competencies ?? []).map((text) => {
      const [code, level] = text.split(':');
      return { code: code!, level: level === undefined ? null : Number(level) };
    });
    const outline = {
      title: query.title ?? '',
      competencies,
      targetGroups: query.targetGroups ?? [],
      period: periodOf(query),
    };
    const question = { outline, programmeId: null, notThese: [], today: this.clock.today() };
    const items = await this.similar.find(this.database, question, rules);
    return { rulesFrom: rules.validFrom, threshold: rules.threshold, items };
  }

  @Post('programmes/:programmeId/overlap-checks')
  @Requires('training:write')
  @ApiCreatedResponse({ type: OverlapCheckView })
  check(
    @Param('programmeId', ParseUUIDPipe) programmeId: string,
    @Body() input: CheckOverlapDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<OverlapCheckView>> {
    this.assertOfficer(principal);
    const period = periodOf(input);
    return this.idempotency.run(request, async (tx) =>
      viewOf(await this.checks.check(tx, programmeId, period, principal.subject)),
    );
  }

  /** Joined, or went on with a reason: either is on record. */
  @Post('programmes/:programmeId/overlap-decisions')
  @Requires('training:write')
  @ApiCreatedResponse({ type: OverlapDecisionView })
  decide(
    @Param('programmeId', ParseUUIDPipe) programmeId: string,
    @Body() input: DecideOverlapDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<OverlapDecision>> {
    this.assertOfficer(principal);
    const { checkId, outcome, reason, otherProgrammeId, otherSessionId } = input;
    const other = { programmeId: otherProgrammeId, sessionId: otherSessionId };
    const command = { programmeId, checkId, outcome, reason, other, actor: principal.subject };
    return this.idempotency.run(request, (tx) => this.checks.decide(tx, command));
  }

  @Get('overlap-decisions')
  @Requires('training:write')
  @ApiOkResponse({ type: RecordedDecisionPage })
  async decisions(@Query() query: OverlapDecisionQuery): Promise<Page<RecordedDecisionView>> {
    const [after] = decodeCursor(query.cursor, 1) ?? [null];
    const values = [query.outcome ?? null, query.programmeId ?? null, after, query.limit + 1];
    const rows = await this.database.query<RecordedDecisionView>(DECISIONS, values);
    return pageOf(rows, query.limit, ({ decisionId }) => [decisionId]);
  }

  private assertOfficer(principal: Principal): void {
    assertMayActOn(principal, 'training:write', { region: this.config.region });
  }
}

const periodOf = ({ from, to }: { readonly from?: string; readonly to?: string }) =>
  from === undefined ? undefined : { from, to: to === undefined || to < from ? from : to };

function viewOf({ fingerprint: _fingerprint, ...shown }: OverlapCheck): OverlapCheckView {
  return shown;
}
