import { JointSessionProposed } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';

const UPSERT = `INSERT INTO joint_session_proposal AS p (proposal_id, revision, withdrawn, title, year, quarter, proposed, told_event)
  SELECT DISTINCT ON (d."proposalId") d."proposalId", d.revision, d.withdrawn, d.title, d.year, d.quarter, e.data, e.event
    FROM unnest($1::jsonb[], $2::uuid[]) AS e(data, event), jsonb_to_record(e.data) AS d("proposalId" uuid, revision integer, withdrawn boolean, title text, year integer, quarter integer)
   ORDER BY d."proposalId", d.revision DESC
  ON CONFLICT (proposal_id) DO UPDATE SET revision = excluded.revision, withdrawn = excluded.withdrawn, title = excluded.title, year = excluded.year,
    quarter = excluded.quarter, proposed = excluded.proposed, told_event = excluded.told_event
  WHERE excluded.revision > p.revision OR (excluded.revision = p.revision AND p.told_event IS NULL)`;

/** Joint sessions (angkatan bersama) that the pooled demand of the regions asks for. */
@Controller()
export class JointSessionHandlers {
  @EventPattern(JointSessionProposed, 'projection')
  async proposed(
    events: readonly ReceivedEvent<typeof JointSessionProposed>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    await transaction.prepared('joint-session-upsert', UPSERT, [
      events.map(({ data }) => JSON.stringify(data)),
      events.map(({ id }) => id),
    ]);
  }
}
