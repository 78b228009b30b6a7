import { CompletionReported, EnrolmentDecided } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { Notices, findMessage, type NewNotice } from '@betang/platform';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';
import { GuestCompletions } from './guest-completions.js';

/** Only the region that was asked decides, the newest decision holds, and what has ended stays so. */
const DECIDE = `UPDATE outgoing_enrolment AS o SET state = u.d, decision_number = u.n, reason = u.w, changed_at = now()
  FROM (SELECT DISTINCT ON (i) i, r, d, n, w FROM unnest($1::uuid[], $2::text[], $3::text[], $4::integer[], $5::text[]) AS v(i, r, d, n, w)
         ORDER BY i, n DESC) AS u
 WHERE o.enrolment_id = u.i AND o.host_region = u.r AND u.n > o.decision_number AND o.state IN ('REQUESTED', 'WAITING', 'ACCEPTED', 'REFUSED')
 RETURNING o.enrolment_id AS "enrolmentId", o.employee_id AS "employeeId", o.title, o.starts_on AS "startsOn", o.state, o.decision_number AS number, o.reason`;

interface Decided {
  readonly enrolmentId: string;
  readonly employeeId: string;
  readonly title: string;
  readonly startsOn: string;
  readonly state: keyof typeof NEWS;
  readonly number: number;
  readonly reason: string | null;
}

/** The same news as of a seat at home. */
const NEWS = {
  ACCEPTED: 'training.enrolled',
  WAITING: 'training.waiting',
  REFUSED: 'training.refused',
  CANCELLED: 'training.cancelled',
} as const;

/** What the host says of the region's own people. */
@Controller()
export class OutgoingHandlers {
  constructor(
    private readonly completions: GuestCompletions,
    private readonly notices: Notices,
  ) {}

  @EventPattern(EnrolmentDecided, 'process')
  async decided(events: readonly ReceivedEvent<typeof EnrolmentDecided>[], { transaction }: EventBatch): Promise<void> {
    const decided = await transaction.query<Decided>(DECIDE, [
      events.map(({ data }) => data.enrolmentId),
      events.map(({ region }) => region),
      events.map(({ data }) => data.decision),
      events.map(({ data }) => data.decisionNumber),
      events.map(({ data }) => data.reason),
    ]);
    await this.notices.tell(transaction, decided.map(noticeOf));
  }

  @EventPattern(CompletionReported, 'process')
  async reported(
    events: readonly ReceivedEvent<typeof CompletionReported>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    for (const event of events) await this.completions.take(transaction, event.region, event.data, event.id);
  }
}

function noticeOf({ enrolmentId, employeeId, title, startsOn, state, number, reason }: Decided): NewNotice {
  const code = NEWS[state];
  const why = reason === null ? '-' : (findMessage('id', reason) ?? reason);
  return {
    recipientId: employeeId,
    key: `${code}:${enrolmentId}:${number}`,
    code,
    params: { title, startsOn, reason: why },
    link: '/training/enrolments-elsewhere',
  };
}
