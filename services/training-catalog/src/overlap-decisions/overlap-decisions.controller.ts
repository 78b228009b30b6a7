import {
  CurrentPrincipal,
  Idempotency,
  ListQuery,
  OnceRequest,
  RegionConfig,
  Requires,
  ServiceController,
  ServiceDatabase,
  assertMayActOn,
  type IdempotentRequest,
  type ListDefinition,
  type ListRow,
  type OnceAnswer,
  type Page,
  type Principal,
  ApiCreatedResponse,
  ApiOkResponse,
} from '@betang/platform';
import { Body, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { EnrolmentReaches } from '../enrolments/enrolment-reach.js';
import {
  DecideOverlapDto,
  OverlapDecisionQuery,
  OverlapDecisionView,
  RecordedDecisionPage,
  RecordedDecisionView,
} from './overlap-decision.dto.js';
import { OverlapDecisions, type OverlapDecision } from './overlap-decisions.js';

const DECISIONS: ListDefinition = {
  select: `SELECT d.decision_id AS "decisionId", d.check_id AS "checkId", d.programme_id AS "programmeId", p.title, d.outcome, d.reason, d.score,
    d.other_programme_id AS "otherProgrammeId", d.other_session_id AS "otherSessionId", d.other_region AS "otherRegion", d.decided_at AS "decidedAt",
    d.adopted_programme_id AS "adoptedProgrammeId", d.seats_asked AS "seatsAsked"
  FROM overlap_decision AS d JOIN programme AS p USING (programme_id)`,
  sorts: { decidedAt: { sql: 'd.decided_at', type: 'timestamptz' }, score: { sql: 'd.score', type: 'integer' } },
  defaultSort: '-decidedAt',
  key: { sql: 'd.decision_id', type: 'uuid' },
};
/** Similar trainings that were found: joined, or gone on from. */
@ServiceController('training-catalog', '')
export class OverlapDecisionsController {
  constructor(
    private readonly overlaps: OverlapDecisions,
    private readonly reaches: EnrolmentReaches,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly config: RegionConfig,
  ) {}

  /** Joined, with its programme or its seats in the same step, or went on with a reason: either is on record. */
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
    const { checkId, outcome, reason, otherProgrammeId, otherSessionId, adopt, nominate } = input;
    const other = { programmeId: otherProgrammeId, sessionId: otherSessionId };
    const by = { actor: principal.subject, visible: this.reaches.nominating(principal) };
    const command = { programmeId, checkId, outcome, reason, other, by, join: { adopt, nominate } };
    return this.idempotency.run(request, (tx) => this.overlaps.decide(tx, command));
  }

  @Get('overlap-decisions')
  @Requires('training:write')
  @ApiOkResponse({ type: RecordedDecisionPage })
  async decisions(@Query() query: OverlapDecisionQuery): Promise<Page<RecordedDecisionView>> {
    const list = new ListQuery(DECISIONS, query)
      .where('d.outcome = ?', query.outcome)
      .where('d.programme_id = ?', query.programmeId)
      .where('d.other_region = ?', query.otherRegion)
      .build();
    return list.page(await this.database.query<RecordedDecisionView & ListRow>(list.text, list.values));
  }

  private assertOfficer(principal: Principal): void {
    assertMayActOn(principal, 'training:write', { region: this.config.region });
  }
}
