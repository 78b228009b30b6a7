import {
  Audit,
  CurrentPrincipal,
  Idempotency,
  ListQuery,
  OnceRequest,
  RegionConfig,
  Requires,
  ServiceController,
  ServiceDatabase,
  type IdempotentRequest,
  type ListDefinition,
  type ListRow,
  type OnceAnswer,
  type Page,
  type Principal,
  ApiOkResponse,
} from '@betang/platform';
import { Body, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { visibleUnits } from '../employees/visible-units.js';
import { inUnits, unitsParameter } from '../employees/reach.js';
import { BehaviourReviews, REVIEW_STATE } from './behaviour-reviews.js';
import { AnswerReviewDto, ReviewAnsweredView, ReviewPage, ReviewQuery, type ReviewView } from './evaluation.dto.js';

const OK = 200;
const LIST: ListDefinition = {
  select: `SELECT r.review_id AS "reviewId", r.session_id AS "sessionId", s.title, r.employee_id AS "employeeId", e.name, r.opens_on AS "opensOn",
      r.closes_on AS "closesOn", ${REVIEW_STATE} AS state, r.applied, r.score
    FROM behaviour_review AS r JOIN training_session AS s USING (session_id) JOIN employee AS e ON e.employee_id = r.employee_id`,
  sorts: { closesOn: { sql: 'r.closes_on', type: 'date' } },
  defaultSort: 'closesOn',
  key: { sql: 'r.review_id', type: 'uuid' },
};

/** Level 3: what supervisors are asked some months after a training. */
@ServiceController('training-catalog', 'behaviour-reviews')
export class BehaviourReviewsController {
  constructor(
    private readonly reviews: BehaviourReviews,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
    private readonly config: RegionConfig,
  ) {}

  /** Of one's own people and of the units that the role reaches. */
  @Get()
  @Requires('evaluations:write')
  @ApiOkResponse({ type: ReviewPage })
  async list(@Query() query: ReviewQuery, @CurrentPrincipal() principal: Principal): Promise<Page<ReviewView>> {
    const visible = visibleUnits(principal, 'evaluations:write', this.config.region);
    const statement = new ListQuery(LIST, query)
      .where(`${REVIEW_STATE} = ?`, query.state)
      .where('r.session_id = ?', query.sessionId)
      .where(`e.supervisor_id = ? OR ${inUnits('e.unit_id')}`, principal.employeeId ?? null, unitsParameter(visible))
      .build();
    const page = statement.page(await this.database.query<ReviewView & ListRow>(statement.text, statement.values));
    const subjects = [...new Set(page.items.map(({ employeeId }) => employeeId))];
    await this.audit.recordRead(this.database, { actor: principal.subject, subjects, purpose: 'behaviour-review' });
    return page;
  }

  @Post(':reviewId/answer')
  @Requires('evaluations:write')
  @ApiOkResponse({ type: ReviewAnsweredView })
  answer(
    @Param('reviewId', ParseUUIDPipe) reviewId: string,
    @Body() { applied, score, remark }: AnswerReviewDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<ReviewAnsweredView>> {
    const by = {
      actor: principal.subject,
      employeeId: principal.employeeId,
      visible: visibleUnits(principal, 'evaluations:write', this.config.region),
    };
    return this.idempotency.run(
      request,
      async (tx) => {
        await this.reviews.answer(tx, reviewId, { applied, score, remark: remark ?? null }, by);
        return { reviewId };
      },
      OK,
    );
  }
}
