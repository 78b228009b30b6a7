import { CompletionReported, EnrolmentDecided } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';
import { GuestCompletions } from './guest-completions.js';

/** Only the region that was asked decides, the newest decision holds, and what has ended stays so. */
const DECIDE = `UPDATE outgoing_enrolment AS o SET state = u.d, decision_number = u.n, reason = u.w, changed_at = now()
  FROM (SELECT DISTINCT ON (i) i, r, d, n, w FROM unnest($1::uuid[], $2::text[], $3::text[], $4::integer[], $5::text[]) AS v(i, r, d, n, w)
         ORDER BY i, n DESC) AS u
 WHERE o.enrolment_id = u.i AND o.host_region = u.r AND u.n > o.decision_number AND o.state IN ('REQUESTED', 'WAITING', 'ACCEPTED', 'REFUSED')`;

/** What the host says of the region's own people. */
@Controller()
export class OutgoingHandlers {
  constructor(private readonly completions: GuestCompletions) {}

  @EventPattern(EnrolmentDecided, 'process')
  async decided(events: readonly ReceivedEvent<typeof EnrolmentDecided>[], { transaction }: EventBatch): Promise<void> {
    await transaction.execute(DECIDE, [
      events.map(({ data }) => data.enrolmentId),
      events.map(({ region }) => region),
      events.map(({ data }) => data.decision),
      events.map(({ data }) => data.decisionNumber),
      events.map(({ data }) => data.reason),
    ]);
  }

  @EventPattern(CompletionReported, 'process')
  async reported(
    events: readonly ReceivedEvent<typeof CompletionReported>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    for (const event of events) await this.completions.take(transaction, event.region, event.data, event.id);
  }
}
