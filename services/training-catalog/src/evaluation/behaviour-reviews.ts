import { newId } from '@betang/contracts';
import { AppError, Audit, Clock, Notices, type NewNotice, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { takenBackOf } from '../completions/taken-back.js';
import type { TrainingSessionEntity } from '../database/training-session.entity.js';
import { inVisibleUnits, type VisibleUnits } from '../employees/visible-units.js';
import { getEvaluationRule } from './evaluation-rule.js';

const PLAN = `INSERT INTO behaviour_review (review_id, enrolment_id, session_id, employee_id, opens_on, closes_on, state)
  SELECT r, n, $3, e, $5::date + make_interval(months => $6), $5::date + make_interval(months => $7), 'PLANNED'
    FROM unnest($1::uuid[], $2::uuid[], $4::uuid[]) AS u(r, n, e) ON CONFLICT (enrolment_id) DO NOTHING`;
/** How a review stands, as SQL over a row `r` of it: of a completion that was revoked nothing more is asked. */
export const REVIEW_STATE = `CASE WHEN r.state IN ('PLANNED', 'OPEN') AND ${takenBackOf('r')} THEN 'LAPSED' ELSE r.state END`;

/** Nobody is asked what came of a training that does not count; restored in time, it is asked of yet. */
const OPEN = `UPDATE behaviour_review AS r SET state = 'OPEN'
  WHERE r.state = 'PLANNED' AND r.opens_on <= $1 AND r.closes_on >= $1 AND NOT ${takenBackOf('r')}
    AND EXISTS (SELECT 1 FROM employee AS e WHERE e.employee_id = r.employee_id)`;
/** All that are open: whoever became the supervisor since is told as well, who was told already is not told again. */
const ASKED = `SELECT r.review_id AS "reviewId", e.supervisor_id AS "supervisorId", s.title, r.closes_on AS "closesOn"
   FROM behaviour_review AS r JOIN training_session AS s USING (session_id) JOIN employee AS e ON e.employee_id = r.employee_id
  WHERE r.state = 'OPEN' AND e.supervisor_id IS NOT NULL AND NOT ${takenBackOf('r')}`;
/** Nobody here can tell any more of who left. */
const LAPSE = `UPDATE behaviour_review AS r SET state = 'LAPSED' WHERE state IN ('PLANNED', 'OPEN') AND (closes_on < $1::date
    OR EXISTS (SELECT 1 FROM employee AS e WHERE e.employee_id = r.employee_id AND e.left_on <= $1::date))`;
const FIND = `SELECT ${REVIEW_STATE} AS state, r.employee_id AS "employeeId"
  FROM behaviour_review AS r JOIN employee AS e USING (employee_id)
 WHERE r.review_id = $1 AND (e.supervisor_id = $3 OR ${inVisibleUnits('e.unit_id', 2)}) FOR UPDATE OF r`;
const ANSWER = `UPDATE behaviour_review SET state = 'ANSWERED', applied = $2, score = $3, remark = $4, answered_by = $5, answered_at = now() WHERE review_id = $1`;

interface AskedReview {
  readonly reviewId: string;
  readonly supervisorId: string;
  readonly title: string;
  readonly closesOn: string;
}

export interface ReviewAnswer {
  readonly applied: boolean;
  readonly score: number;
  readonly remark: string | null;
}

/** Level 3: whether people apply what they learned, as their supervisors say some months later (evaluasi pascapelatihan). */
@Injectable()
export class BehaviourReviews {
  constructor(
    private readonly audit: Audit,
    private readonly notices: Notices,
    private readonly clock: Clock,
  ) {}

  /** For people of this region who passed a training; forums and lectures are not reviewed. */
  async plan(
    tx: Transaction,
    session: TrainingSessionEntity,
    passed: readonly { enrolmentId: string; employeeId: string; homeRegion: string | null }[],
  ): Promise<void> {
    const own = passed.filter(({ homeRegion }) => homeRegion === null);
    if (session.kind !== 'TRAINING' || own.length === 0) return;
    const { opensMonths, closesMonths } = await getEvaluationRule(tx, session.endsOn);
    await tx.execute(PLAN, [
      own.map(() => newId()),
      own.map(({ enrolmentId }) => enrolmentId),
      session.sessionId,
      own.map(({ employeeId }) => employeeId),
      session.endsOn,
      opensMonths,
      closesMonths,
    ]);
  }

  /** Opens what is due, tells the supervisors, and lets go of what nobody answered; answers how many were opened. */
  async openDue(tx: Transaction): Promise<number> {
    const today = this.clock.today();
    await tx.execute(LAPSE, [today]);
    const opened = await tx.execute(OPEN, [today]);
    const asked = await tx.query<AskedReview>(ASKED);
    const code = 'training.behaviour-review';
    await this.notices.tell(
      tx,
      asked.map(({ reviewId, supervisorId, title, closesOn }): NewNotice => ({
        recipientId: supervisorId,
        key: `${code}:${reviewId}`,
        code,
        params: { title, closesOn },
        link: '/training/behaviour-reviews',
      })),
    );
    return opened;
  }

  /**
   * By the supervisor: named as such, or of the unit. Throws `review-not-found` (404) also for people out of reach, `review-not-open` (409),
   * `own-review` (403).
   */
  async answer(
    tx: Transaction,
    reviewId: string,
    { applied, score, remark }: ReviewAnswer,
    by: { actor: string; employeeId: string | undefined; visible: VisibleUnits },
  ): Promise<void> {
    const [review] = await tx.query<{ state: string; employeeId: string }>(FIND, [
      reviewId,
      by.visible,
      by.employeeId ?? null,
    ]);
    if (!review) throw new AppError('review-not-found', { status: 404 });
    if (review.employeeId === by.employeeId) throw new AppError('own-review', { status: 403 });
    if (review.state !== 'OPEN') throw new AppError('review-not-open', { status: 409 });
    await tx.execute(ANSWER, [reviewId, applied, score, remark, by.actor]);
    const object = { type: 'behaviour-review', id: reviewId };
    await this.audit.record(tx, { actor: by.actor, action: 'answer-behaviour-review', object });
  }
}
