import { PublicationDecided, PublicationSubmitted } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';

const REVIEW = `INSERT INTO publication_review (request_id, region, programme_id, submitted, state, received_at)
  SELECT r, g, p, d, 'PENDING', t FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::jsonb[], $5::timestamptz[]) AS u(r, g, p, d, t)
  ON CONFLICT DO NOTHING`;

/** An older request of the same programme needs no decision any more. */
const SUPERSEDE = `UPDATE publication_review AS r SET state = 'RETURNED', reason = 'superseded', decided_by = 'betang', decided_at = now()
 WHERE state = 'PENDING' AND region = ANY($1::text[]) AND EXISTS (SELECT 1 FROM publication_review AS n
   WHERE n.programme_id = r.programme_id AND n.region = r.region AND n.request_id > r.request_id)`;

/** Only who was asked may answer, and only what is still asked. */
const DECIDE = `UPDATE publication_request AS p SET state = u.d, reason = u.w, decided_at = u.t
  FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::timestamptz[]) AS u(r, g, d, w, t)
 WHERE p.request_id = u.r AND p.approver = u.g AND p.state = 'PENDING'`;

/** Requests of regencies come to the province, and its decisions back. */
@Controller()
export class PublicationHandlers {
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
    ]);
    await transaction.execute(SUPERSEDE, [[...new Set(events.map(({ region }) => region))]]);
  }

  @EventPattern(PublicationDecided, 'process')
  async decided(
    events: readonly ReceivedEvent<typeof PublicationDecided>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    await transaction.execute(DECIDE, [
      events.map(({ data }) => data.requestId),
      events.map(({ region }) => region),
      events.map(({ data }) => data.decision),
      events.map(({ data }) => data.reason),
      events.map(({ time }) => time),
    ]);
  }
}
