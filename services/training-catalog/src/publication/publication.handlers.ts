import { PublicationDecided, PublicationSubmitted, PublicationWithdrawn } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';
import { DECIDED_COLUMNS, PublicationNotices, type DecidedRequest } from './publication-notices.js';

const REVIEW = `INSERT INTO publication_review (request_id, region, programme_id, submitted, state, received_at, told_event)
  SELECT r, g, p, d, 'PENDING', t, e FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::jsonb[], $5::timestamptz[], $6::uuid[]) AS u(r, g, p, d, t, e)
  ON CONFLICT DO NOTHING`;

/** An older request of the same programme needs no decision any more: regions of before this release do not say so. */
const SUPERSEDE = `UPDATE publication_review AS r SET state = 'RETURNED', reason = 'superseded', decided_by = 'betang', decided_at = now()
 WHERE state = 'PENDING' AND region = ANY($1::text[]) AND EXISTS (SELECT 1 FROM publication_review AS n
   WHERE n.programme_id = r.programme_id AND n.region = r.region AND n.request_id > r.request_id)`;

/** Each region takes back its own; what was approved and never used too. */
const WITHDRAW = `UPDATE publication_review AS r SET state = 'WITHDRAWN', reason = u.w, decided_at = u.t
  FROM unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[]) AS u(r, g, w, t)
 WHERE r.request_id = u.r AND r.region = u.g AND r.state IN ('PENDING', 'APPROVED')`;

/** Only who was asked may answer what is still asked, and take back an approval that was not used: publishing makes another revision. */
const DECIDE = `UPDATE publication_request AS p SET state = $3, reason = $4, decided_at = $5
 WHERE p.request_id = $1 AND p.approver = $2 AND (p.state = 'PENDING' OR (p.state = 'APPROVED' AND $3 <> 'APPROVED'
   AND EXISTS (SELECT 1 FROM programme AS g WHERE g.programme_id = p.programme_id AND g.revision = p.revision)))
 RETURNING ${DECIDED_COLUMNS}`;

/** Requests of regencies come to the province, and its decisions back. */
@Controller()
export class PublicationHandlers {
  constructor(private readonly notices: PublicationNotices) {}

  @EventPattern(PublicationSubmitted, 'process')
  async submitted(
    events: readonly ReceivedEvent<typeof PublicationSubmitted>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    await transaction.execute(REVIEW, [
      events.map(({ data }) => data.requestId),
      events.map(({ region }) => region),
      events.map(({ data }) => data.programmeId),
      events.map(({ data }) => JSON.stringify(data)),
      events.map(({ time }) => time),
      events.map(({ id }) => id),
    ]);
    await transaction.execute(SUPERSEDE, [[...new Set(events.map(({ region }) => region))]]);
  }

  @EventPattern(PublicationWithdrawn, 'process')
  async withdrawn(
    events: readonly ReceivedEvent<typeof PublicationWithdrawn>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    await transaction.execute(WITHDRAW, [
      events.map(({ data }) => data.requestId),
      events.map(({ region }) => region),
      events.map(({ data }) => data.reason),
      events.map(({ time }) => time),
    ]);
  }

  /** One after the other: an approval and its withdrawal may come together. */
  @EventPattern(PublicationDecided, 'process')
  async decided(
    events: readonly ReceivedEvent<typeof PublicationDecided>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    for (const { region, data, time } of events) {
      const { requestId, decision, reason } = data;
      const decided = await transaction.query<DecidedRequest>(DECIDE, [requestId, region, decision, reason, time]);
      await this.notices.tell(transaction, decided);
    }
  }
}
