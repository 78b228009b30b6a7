import { AgencyPublished } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';
import { newestOf, positionOf } from '../event-order.js';

const UPSERT = `INSERT INTO agency_name AS t (region, agency_id, name, event_order)
  SELECT * FROM unnest($1::text[], $2::uuid[], $3::text[], $4::bigint[])
  ON CONFLICT (region, agency_id) DO UPDATE SET name = EXCLUDED.name, event_order = EXCLUDED.event_order
   WHERE t.event_order < EXCLUDED.event_order`;

/** Names of agencies (perangkat daerah) of all regions. */
@Controller()
export class AgencyPublishedHandler {
  @EventPattern(AgencyPublished, 'projection')
  async handle(events: readonly ReceivedEvent<typeof AgencyPublished>[], { transaction }: EventBatch): Promise<void> {
    const newest = newestOf(events, ({ region, data }) => `${region}|${data.agencyId}`, positionOf);
    await transaction.prepared('reporting-agency-name', UPSERT, [
      newest.map(({ region }) => region),
      newest.map(({ data }) => data.agencyId),
      newest.map(({ data }) => data.name),
      newest.map(positionOf),
    ]);
  }
}
