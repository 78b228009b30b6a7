import { CalendarDate } from '@betang/asn';
import { PlanReviewAskedV2, newId, type NewEvent } from '@betang/contracts';
import { Outbox } from '@betang/messaging';
import { AppError, Clock, UnitOfWork, type SqlClient, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { Table, toRow } from '../database/table.js';
import type { Hazard } from '../hazards/hazards.js';
import type { RiskWatch } from '../hazards/risk-watch.js';
import { ReviewReminders } from '../reminders/review-reminders.js';
import { Rules } from '../rules/rules.js';
import type { RuleValues } from '../rules/rule-values.js';

export type ReviewCause = 'CONDITION' | 'DRILL' | 'AFTER_ACTION' | 'PERIODIC' | 'HAZARD' | 'DICTIONARY';

/** A request to look at a plan again. */
export interface Review {
  readonly reviewId: string;
  readonly planId: string;
  readonly state: 'OPEN' | 'DONE';
  readonly cause: ReviewCause;
  readonly causeId: string | null;
  readonly reason: string;
  readonly askedOn: string;
  readonly dueOn: string;
  readonly outcome: 'NO_CHANGE' | 'NEW_VERSION' | null;
  readonly note: string | null;
  readonly doneOn: string | null;
  readonly doneBy: string | null;
  /** Who answers it; null: who sees to the plan. */
  readonly keeperId: string | null;
  /** The draft that it was answered with. */
  readonly answeredVersion: number | null;
}

export const REVIEWS = new Table<Review>('review', 'reviewId', { notFound: 'plan-review-not-found' });

/** Who asks for which plans to be looked at, and why. */
export interface ReviewRequest {
  readonly cause: Exclude<ReviewCause, 'PERIODIC'>;
  readonly causeId: string;
  readonly reason: string;
}

/** How a review is answered, and by whom. */
export interface ReviewAnswer {
  readonly outcome: 'NO_CHANGE' | 'NEW_VERSION';
  readonly note: string;
  readonly by: string;
}

/** What asking for reviews led to: for the command's own `settle`. */
export interface AskedReviews {
  readonly plans: readonly string[];
  readonly events: readonly NewEvent[];
}

const DUE_DAYS: Readonly<Record<ReviewRequest['cause'], keyof RuleValues['review.due']>> = {
  CONDITION: 'conditionDays',
  HAZARD: 'conditionDays',
  DRILL: 'drillDays',
  AFTER_ACTION: 'afterActionDays',
  DICTIONARY: 'conditionDays',
};

const OF_PLAN = `(SELECT hazard_code FROM plan WHERE plan.plan_id = review.plan_id) AS hazard_code,
  (SELECT lead_unit_id FROM plan WHERE plan.plan_id = review.plan_id) AS unit_id`;
/** A condition, a drill, an emergency or a dictionary asks once for each plan, however often it is told. */
const ASK = `INSERT INTO review (review_id, plan_id, state, cause, cause_id, reason, asked_on, due_on)
  SELECT u.r, p.plan_id, 'OPEN', $3, $4, $5, $6, $7 FROM unnest($1::uuid[], $2::uuid[]) AS u(r, i) JOIN plan AS p ON p.plan_id = u.i
   WHERE p.state = 'ACTIVE' AND p.version_in_force IS NOT NULL
  ON CONFLICT (plan_id, cause, cause_id) WHERE cause IN ('CONDITION', 'DRILL', 'AFTER_ACTION', 'DICTIONARY') DO NOTHING
  RETURNING review_id, plan_id, ${OF_PLAN}`;
const ASK_PERIODIC = `INSERT INTO review (review_id, plan_id, state, cause, reason, asked_on, due_on)
  SELECT gen_random_uuid(), plan_id, 'OPEN', 'PERIODIC', $2, $1, review_due_on FROM plan
   WHERE state = 'ACTIVE' AND version_in_force IS NOT NULL AND review_due_on <= $3
     AND NOT EXISTS (SELECT 1 FROM review AS r WHERE r.plan_id = plan.plan_id AND r.cause = 'PERIODIC' AND r.due_on = plan.review_due_on)
   ORDER BY plan_id
  ON CONFLICT (plan_id, due_on) WHERE cause = 'PERIODIC' DO NOTHING
  RETURNING review_id, plan_id, due_on, ${OF_PLAN}`;
const FOR_HAZARD = `SELECT plan_id FROM plan WHERE hazard_id = $1 AND state = 'ACTIVE'`;
const DRAFT = `SELECT version FROM plan_version WHERE plan_id = $1 AND state IN ('DRAFT', 'SUBMITTED')`;
const REOPEN = `UPDATE review SET state = 'OPEN', outcome = NULL, note = NULL, done_on = NULL, done_by = NULL, answered_version = NULL
  WHERE plan_id = $1 AND answered_version = $2`;
const PERIODIC_REASON = 'Tinjauan berkala';

interface AskedRow {
  readonly reviewId: string;
  readonly planId: string;
  readonly hazardCode: string;
  readonly unitId: string;
  readonly dueOn: string;
}

/** Reviews of plans: what asks for them, and when their time has come. Plans that were never in force are still being written: nothing to review. */
@Injectable()
export class Reviews implements RiskWatch {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly outbox: Outbox,
    private readonly rules: Rules,
    private readonly reminders: ReviewReminders,
    private readonly clock: Clock,
  ) {}

  async ask(tx: Transaction, planIds: readonly string[], request: ReviewRequest): Promise<AskedReviews> {
    const today = this.clock.today();
    const days = (await this.rules.book(tx)).get('review.due', today)[DUE_DAYS[request.cause]];
    const dueOn = CalendarDate.parse(today).plusDays(days).iso;
    const ids = [...new Set(planIds)].sort();
    const { cause, causeId, reason } = request;
    const rows = await tx.query(ASK, [ids.map(() => newId()), ids, cause, causeId, reason, today, dueOn]);
    const asked = rows.map((row) => ({ ...toRow<Omit<AskedRow, 'dueOn'>>(row), dueOn }));
    await this.reminders.asked(
      tx,
      asked.map(({ reviewId }) => reviewId),
    );
    return {
      plans: asked.map(({ planId }) => planId),
      events: asked.map((row) => eventOf(row, cause, causeId, reason)),
    };
  }

  async askForHazard(tx: Transaction, hazard: Hazard): Promise<AskedReviews> {
    const plans = await tx.query<{ plan_id: string }>(FOR_HAZARD, [hazard.hazardId]);
    const reason = `Penilaian ancaman ke-${hazard.assessments + 1}: risiko naik`;
    const request = { cause: 'HAZARD', causeId: hazard.hazardId, reason } as const;
    return this.ask(
      tx,
      plans.map((row) => row.plan_id),
      request,
    );
  }

  /** Asks for the reviews whose time comes within the days that a review may take; may be repeated. Answers the plans asked. */
  async askPeriodic(): Promise<readonly string[]> {
    return this.unitOfWork.run(async (tx) => {
      const today = this.clock.today();
      const { conditionDays } = (await this.rules.book(tx)).get('review.due', today);
      const ahead = CalendarDate.parse(today).plusDays(conditionDays).iso;
      const rows = (await tx.query(ASK_PERIODIC, [today, PERIODIC_REASON, ahead])).map(toRow<AskedRow>);
      await this.outbox.append(
        tx,
        rows.map((row) => eventOf(row, 'PERIODIC', null, PERIODIC_REASON)),
      );
      await this.reminders.asked(
        tx,
        rows.map(({ reviewId }) => reviewId),
      );
      return rows.map(({ planId }) => planId);
    });
  }

  /** Throws `review-done-already` (409), `review-needs-draft` (409) for the answer that a new version is written where none is. */
  async complete(tx: Transaction, reviewId: string, answer: ReviewAnswer): Promise<Review> {
    const review = await REVIEWS.lock(tx, reviewId);
    if (review.state === 'DONE') throw new AppError('review-done-already', { status: 409 });
    const { outcome, note, by } = answer;
    const answeredVersion = outcome === 'NEW_VERSION' ? await this.getDraft(tx, review.planId) : null;
    const done = { state: 'DONE', outcome, note, doneOn: this.clock.today(), doneBy: by, answeredVersion } as const;
    return REVIEWS.update(tx, reviewId, done);
  }

  /** Names who answers the review; the one named is told. Throws `review-done-already` (409). */
  async assign(tx: Transaction, reviewId: string, keeperId: string): Promise<Review> {
    const review = await REVIEWS.lock(tx, reviewId);
    if (review.state === 'DONE') throw new AppError('review-done-already', { status: 409 });
    const assigned = await REVIEWS.update(tx, reviewId, { keeperId });
    await this.reminders.asked(tx, [reviewId]);
    return assigned;
  }

  /** A draft that is thrown away answers nothing: what it was to answer is open again, with its old day. */
  async reopen(tx: Transaction, planId: string, version: number): Promise<void> {
    await tx.execute(REOPEN, [planId, version]);
  }

  private async getDraft(tx: Transaction, planId: string): Promise<number> {
    const [draft] = await tx.query<{ version: number }>(DRAFT, [planId]);
    if (!draft) throw new AppError('review-needs-draft', { status: 409, field: 'outcome' });
    return draft.version;
  }

  /** A new version in force, or the end of the plan, answers everything that was asked before. */
  async answerAll(tx: Transaction, planId: string, { outcome, note, by }: ReviewAnswer): Promise<void> {
    await tx.execute(
      `UPDATE review SET state = 'DONE', outcome = $2, note = $3, done_on = $4, done_by = $5 WHERE plan_id = $1 AND state = 'OPEN'`,
      [planId, outcome, note, this.clock.today(), by],
    );
  }

  async openOf(db: SqlClient, planId: string): Promise<Review[]> {
    return REVIEWS.where(db, `plan_id = $1 AND state = 'OPEN' ORDER BY due_on, review_id`, [planId]);
  }
}

function eventOf(
  { reviewId, planId, hazardCode, unitId, dueOn }: AskedRow,
  cause: ReviewCause,
  causeId: string | null,
  reason: string,
): NewEvent {
  const data = { reviewId, planId, hazardCode, cause, causeId, reason, unitId, dueOn };
  return PlanReviewAskedV2.create({ subject: planId, data }) as unknown as NewEvent;
}
