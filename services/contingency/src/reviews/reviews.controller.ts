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
  type IdempotentRequest,
  type ListDefinition,
  type OnceAnswer,
  type Page,
  type Principal,
  type SqlClient,
  ApiOkResponse,
  ApiProperty,
  ApiPropertyOptional,
} from '@betang/platform';
import { Body, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { IsIn, IsOptional, IsString, IsUUID, MaxLength, MinLength } from 'class-validator';
import { ContingencyAccess } from '../access/contingency-access.js';
import { Consequences } from '../consequences.js';
import { listPage } from '../database/list-page.js';
import { assertKnownPeople } from '../people/known-people.js';
import { PLANS } from '../plans/plan-rows.js';
import { nextReview } from '../plans/version-states.decision.js';
import { Rules } from '../rules/rules.js';
import { REVIEWS, Reviews, type Review } from './reviews.js';

const CAUSES = ['CONDITION', 'DRILL', 'AFTER_ACTION', 'PERIODIC', 'HAZARD', 'DICTIONARY'] as const;
const OUTCOMES = ['NO_CHANGE', 'NEW_VERSION'] as const;
const LIST: ListDefinition = {
  select: `SELECT r.*, p.lead_unit_id AS unit_id, coalesce(r.keeper_id, p.keeper_id) AS answers FROM review AS r JOIN plan AS p USING (plan_id)`,
  sorts: { dueOn: { sql: 'r.due_on', type: 'date' }, askedOn: { sql: 'r.asked_on', type: 'date' } },
  defaultSort: 'dueOn',
  key: { sql: 'r.review_id', type: 'uuid' },
};
const DONE = 200;

export class ReviewQuery extends PageQuery {
  @IsOptional() @IsIn(['OPEN', 'DONE']) readonly state?: 'OPEN' | 'DONE';
  @IsOptional() @IsUUID() readonly planId?: string;
  @IsOptional() @IsIn(CAUSES) readonly cause?: string;
  @ApiPropertyOptional({ format: 'uuid', description: 'The condition, drill, emergency, hazard or dictionary version' })
  @IsOptional()
  @IsUUID()
  readonly causeId?: string;
  @ApiPropertyOptional({ format: 'uuid', description: 'Unit that has to answer' })
  @IsOptional()
  @IsUUID()
  readonly unitId?: string;
  @ApiPropertyOptional({ enum: ['true', 'false'], description: 'Not answered, and its day has passed' })
  @IsOptional()
  @IsIn(['true', 'false'])
  readonly overdue?: string;
}

export class AssignReviewDto {
  @ApiProperty({ format: 'uuid', description: 'Who answers it; is told and reminded' })
  @IsUUID()
  readonly employeeId: string;
}

export class CompleteReviewDto {
  @ApiProperty({ enum: OUTCOMES, description: 'NEW_VERSION: a new version is being written' })
  @IsIn(OUTCOMES)
  readonly outcome: 'NO_CHANGE' | 'NEW_VERSION';
  @IsString() @MinLength(3) @MaxLength(1_000) readonly note: string;
}

export class ReviewView {
  @ApiProperty({ format: 'uuid' }) readonly reviewId: string;
  @ApiProperty({ format: 'uuid' }) readonly planId: string;
  @ApiProperty({ enum: ['OPEN', 'DONE'] }) readonly state: string;
  @ApiProperty({ enum: CAUSES }) readonly cause: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) readonly causeId: string | null;
  @ApiProperty() readonly reason: string;
  @ApiProperty({ format: 'date' }) readonly askedOn: string;
  @ApiProperty({ format: 'date' }) readonly dueOn: string;
  @ApiProperty({ format: 'uuid', description: 'Unit that has to answer: the one that leads the plan' })
  readonly unitId: string;
  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'Who answers it and is reminded; only for who may read the people of plans',
  })
  readonly employeeId: string | null;
  @ApiProperty({ description: 'False: nobody is reminded; name somebody' }) readonly assigned: boolean;
  @ApiProperty() readonly overdue: boolean;
  @ApiProperty({ enum: OUTCOMES, nullable: true }) readonly outcome: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly note: string | null;
  @ApiProperty({ type: String, format: 'date', nullable: true }) readonly doneOn: string | null;
}

export class ReviewPage {
  @ApiProperty({ type: [ReviewView] }) readonly items: readonly ReviewView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

/** Reviews of plans: asked for by conditions, drills, emergencies, hazards and time. */
@ServiceController('contingency', 'reviews')
export class ReviewsController {
  constructor(
    private readonly reviews: Reviews,
    private readonly rules: Rules,
    private readonly access: ContingencyAccess,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly consequences: Consequences,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Requires('contingency:read')
  @ApiOkResponse({ type: ReviewPage })
  async list(@Query() query: ReviewQuery, @CurrentPrincipal() principal: Principal): Promise<Page<ReviewView>> {
    this.access.assertReads(principal);
    const list = new ListQuery(LIST, query)
      .where('r.state = ?', query.state)
      .where('r.plan_id = ?', query.planId)
      .where('r.cause = ?', query.cause)
      .where('r.cause_id = ?', query.causeId)
      .where('p.lead_unit_id = ?', query.unitId)
      .where(`(r.state = 'OPEN' AND r.due_on < ?) = ?`, query.overdue && this.clock.today(), query.overdue === 'true');
    const page = await listPage<Listed>(this.database, list);
    return { ...page, items: page.items.map((row) => this.viewOf(row, principal)) };
  }

  @Get(':reviewId')
  @Requires('contingency:read')
  @ApiOkResponse({ type: ReviewView })
  async get(
    @Param('reviewId', ParseUUIDPipe) reviewId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<ReviewView> {
    this.access.assertReads(principal);
    return this.view(this.database, reviewId, principal);
  }

  /** Names who answers the review: by who answers for the plan. */
  @Post(':reviewId/assign')
  @Requires('contingency:write')
  @ApiOkResponse({ type: ReviewView })
  assign(
    @Param('reviewId', ParseUUIDPipe) reviewId: string,
    @Body() { employeeId }: AssignReviewDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<ReviewView>> {
    return this.idempotency.run(
      request,
      async (tx) => {
        const { planId } = await REVIEWS.get(tx, reviewId);
        const plan = await PLANS.lock(tx, planId);
        await this.access.assertUnit(tx, principal, plan.leadUnitId);
        await assertKnownPeople(tx, [employeeId]);
        await this.reviews.assign(tx, reviewId, employeeId);
        const object = { type: 'review', id: reviewId };
        await this.consequences.settle(tx, {
          actor: principal.subject,
          action: 'assign-review',
          object,
          after: { employeeId },
        });
        return this.view(tx, reviewId, principal);
      },
      DONE,
    );
  }

  /** Answers a review. Where nothing had to change, the plan's next periodic review is counted from today. */
  @Post(':reviewId/complete')
  @Requires('contingency:write')
  @ApiOkResponse({ type: ReviewView })
  async complete(
    @Param('reviewId', ParseUUIDPipe) reviewId: string,
    @Body() { outcome, note }: CompleteReviewDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<ReviewView>> {
    return this.idempotency.run(
      request,
      async (tx) => {
        const { planId } = await REVIEWS.get(tx, reviewId);
        const plan = await PLANS.lock(tx, planId);
        await this.access.assertUnit(tx, principal, plan.leadUnitId);
        const review = await this.reviews.complete(tx, reviewId, { outcome, note, by: principal.subject });
        const today = this.clock.today();
        if (outcome === 'NO_CHANGE' && review.cause === 'PERIODIC' && plan.validUntil !== null) {
          const rule = (await this.rules.book(tx)).get('plan.review', today);
          await PLANS.update(tx, planId, { reviewDueOn: nextReview(today, rule, plan.validUntil) });
        }
        await this.consequences.settle(tx, {
          actor: principal.subject,
          action: 'complete-review',
          object: { type: 'review', id: reviewId },
          after: { outcome, planId },
          plans: [planId],
        });
        return this.view(tx, reviewId, principal);
      },
      DONE,
    );
  }

  private async view(db: SqlClient, reviewId: string, principal: Principal): Promise<ReviewView> {
    const list = new ListQuery(LIST, { limit: 1 }).where('r.review_id = ?', reviewId);
    const [row] = (await listPage<Listed>(db, list)).items;
    if (!row) throw new AppError('plan-review-not-found', { status: 404 });
    return this.viewOf(row, principal);
  }

  private viewOf(row: Listed, principal: Principal): ReviewView {
    const { reviewId, planId, state, cause, causeId, reason, askedOn, dueOn, unitId, outcome, note, doneOn } = row;
    const people = this.access.readsAllPeople(principal);
    const who = { unitId, employeeId: people ? row.answers : null, assigned: row.answers !== null };
    const overdue = state === 'OPEN' && dueOn < this.clock.today();
    return { reviewId, planId, state, cause, causeId, reason, askedOn, dueOn, ...who, overdue, outcome, note, doneOn };
  }
}

/** A review with the unit that leads its plan, and who answers it. */
type Listed = Review & { readonly unitId: string; readonly answers: string | null };
