import {
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
} from '@betang/platform';
import { Body, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, IsUUID, MaxLength, MinLength } from 'class-validator';
import { ContingencyAccess } from '../access/contingency-access.js';
import { Clock } from '../clock.js';
import { Consequences } from '../consequences.js';
import { listPage } from '../database/list-page.js';
import { PLANS } from '../plans/plan-rows.js';
import { nextReview } from '../plans/version-states.decision.js';
import { Rules } from '../rules/rules.js';
import { REVIEWS, Reviews, type Review } from './reviews.js';

const CAUSES = ['CONDITION', 'DRILL', 'AFTER_ACTION', 'PERIODIC', 'HAZARD'] as const;
const OUTCOMES = ['NO_CHANGE', 'NEW_VERSION'] as const;
const LIST: ListDefinition = {
  select: 'SELECT r.* FROM review AS r',
  sorts: { dueOn: { sql: 'r.due_on', type: 'date' }, askedOn: { sql: 'r.asked_on', type: 'date' } },
  defaultSort: 'dueOn',
  key: { sql: 'r.review_id', type: 'uuid' },
};
const DONE = 200;

export class ReviewQuery extends PageQuery {
  @IsOptional() @IsIn(['OPEN', 'DONE']) readonly state?: 'OPEN' | 'DONE';
  @IsOptional() @IsUUID() readonly planId?: string;
  @IsOptional() @IsIn(CAUSES) readonly cause?: string;
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
      .where('r.cause = ?', query.cause);
    const page = await listPage<Review>(this.database, list);
    return { ...page, items: page.items.map(viewOf) };
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
        return viewOf(review);
      },
      DONE,
    );
  }
}

function viewOf(review: Review): ReviewView {
  const { reviewId, planId, state, cause, causeId, reason, askedOn, dueOn, outcome, note, doneOn } = review;
  return { reviewId, planId, state, cause, causeId, reason, askedOn, dueOn, outcome, note, doneOn };
}
