import { CalendarDate } from '@betang/asn';
import type { NewNotice, SqlClient } from '@betang/platform';
import { toRow } from '../database/table.js';
import type { RuleValues } from '../rules/rule-values.js';

/** A review with who answers it. */
export interface KeptReview {
  readonly reviewId: string;
  readonly keeperId: string;
  readonly title: string;
  readonly reason: string;
  readonly dueOn: string;
}

export const KEPT_REVIEWS = `SELECT r.review_id, coalesce(r.keeper_id, p.keeper_id) AS keeper_id, p.title, r.reason, r.due_on
  FROM review AS r JOIN plan AS p USING (plan_id)
 WHERE r.state = 'OPEN' AND p.state = 'ACTIVE' AND coalesce(r.keeper_id, p.keeper_id) IS NOT NULL`;
const COMMITMENTS = `SELECT c.commitment_id, p.keeper_id, p.title, c.sheet_number AS sheet, n.name AS partner, c.valid_until
  FROM commitment AS c JOIN plan AS p USING (plan_id) JOIN partner AS n USING (partner_id)
 WHERE NOT c.ended AND p.state = 'ACTIVE' AND p.keeper_id IS NOT NULL AND c.valid_until BETWEEN $1 AND $2 ORDER BY c.commitment_id`;
const OVERDUE = `SELECT a.action_id, p.keeper_id, p.title, a.title AS action, a.due_on
  FROM action AS a JOIN finding AS f USING (finding_id) JOIN plan AS p USING (plan_id)
 WHERE a.done_on IS NULL AND a.due_on < $1 AND p.state = 'ACTIVE' AND p.keeper_id IS NOT NULL ORDER BY a.action_id`;

/** Statuses that end, and reviews of emergencies that are to be closed, until the day. */
const LAPSING = `SELECT e.emergency_id, p.keeper_id, e.title, e.ends_on FROM emergency AS e JOIN plan AS p USING (plan_id)
 WHERE e.level <> 'ENDED' AND p.keeper_id IS NOT NULL AND e.ends_on <= $1 ORDER BY e.emergency_id`;
const UNREVIEWED = `SELECT e.emergency_id, p.keeper_id, e.title, r.due_on FROM after_action AS r JOIN emergency AS e USING (emergency_id) JOIN plan AS p USING (plan_id)
 WHERE r.state = 'OPEN' AND p.keeper_id IS NOT NULL AND r.due_on <= $1 ORDER BY e.emergency_id`;

export function reviewNotice(review: KeptReview, kind: 'asked' | 'due' | 'overdue'): NewNotice {
  const { reviewId, keeperId, title, reason, dueOn } = review;
  const code = `contingency-review-${kind}`;
  return { recipientId: keeperId, key: `review-${kind}:${reviewId}`, code, params: { title, reason, dueOn } };
}

/** What who sees to a plan is told as days come near: reviews, commitment sheets that end, and actions that nobody did in time. */
export async function keeperNotices(
  db: SqlClient,
  today: string,
  { reviewDays, commitmentDays }: RuleValues['reminder.keeper'],
): Promise<NewNotice[]> {
  const ahead = (days: number) => CalendarDate.parse(today).plusDays(days).iso;
  const reviews = (await db.query(`${KEPT_REVIEWS} AND r.due_on <= $1 ORDER BY r.review_id`, [ahead(reviewDays)])).map(
    toRow<KeptReview>,
  );
  return [
    ...reviews.map((review) => reviewNotice(review, review.dueOn < today ? 'overdue' : 'due')),
    ...(await endingCommitments(db, today, ahead(commitmentDays))),
    ...(await overdueActions(db, today)),
    ...(await ofEmergencies(db, ahead(reviewDays))),
  ];
}

async function endingCommitments(db: SqlClient, today: string, until: string): Promise<NewNotice[]> {
  type Row = Record<'commitmentId' | 'keeperId' | 'title' | 'sheet' | 'partner' | 'validUntil', string>;
  const rows = (await db.query(COMMITMENTS, [today, until])).map(toRow<Row>);
  return rows.map(({ commitmentId, keeperId, ...params }) => ({
    recipientId: keeperId,
    key: `commitment:${commitmentId}:${params.validUntil}`,
    code: 'contingency-commitment-expiring',
    params,
  }));
}

async function overdueActions(db: SqlClient, today: string): Promise<NewNotice[]> {
  type Row = Record<'actionId' | 'keeperId' | 'title' | 'action' | 'dueOn', string>;
  const rows = (await db.query(OVERDUE, [today])).map(toRow<Row>);
  return rows.map(({ actionId, keeperId, ...params }) => ({
    recipientId: keeperId,
    key: `follow-up-overdue:${actionId}:${params.dueOn}`,
    code: 'contingency-follow-up-overdue',
    params,
  }));
}

async function ofEmergencies(db: SqlClient, until: string): Promise<NewNotice[]> {
  type Row = Record<'emergencyId' | 'keeperId' | 'title', string>;
  const lapsing = (await db.query(LAPSING, [until])).map(toRow<Row & { readonly endsOn: string }>);
  const unreviewed = (await db.query(UNREVIEWED, [until])).map(toRow<Row & { readonly dueOn: string }>);
  return [
    ...lapsing.map(({ emergencyId, keeperId, title, endsOn }) => ({
      recipientId: keeperId,
      key: `emergency-lapsing:${emergencyId}:${endsOn}`,
      code: 'contingency-emergency-lapsing',
      params: { title, endsOn },
    })),
    ...unreviewed.map(({ emergencyId, keeperId, title, dueOn }) => ({
      recipientId: keeperId,
      key: `after-action-due:${emergencyId}`,
      code: 'contingency-after-action-due',
      params: { title, dueOn },
    })),
  ];
}
