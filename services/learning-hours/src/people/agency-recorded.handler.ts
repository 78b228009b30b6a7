import { UnitRecorded } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';
import { orderOf } from './event-order.js';

const UPSERT = `INSERT INTO agency AS a (agency_id, name, "order")
  SELECT DISTINCT ON (i) i, n, o FROM unnest($1::uuid[], $2::text[], $3::bigint[]) AS u(i, n, o) ORDER BY i, o DESC
  ON CONFLICT (agency_id) DO UPDATE SET name = excluded.name, "order" = excluded."order" WHERE excluded."order" > a."order"`;

/** Names of the region's agencies (perangkat daerah), for people to read totals by. */
@Controller()
export class AgencyRecordedHandler {
  @EventPattern(UnitRecorded, 'projection')
  async handle(events: readonly ReceivedEvent<typeof UnitRecorded>[], { transaction }: EventBatch): Promise<void> {
    const agencies = events.filter(({ data }) => data.kind === 'AGENCY');
    if (agencies.length === 0) return;
    await transaction.prepared('agency-upsert', UPSERT, [
      agencies.map(({ data }) => data.unitId),
      agencies.map(({ data }) => data.name),
      agencies.map(orderOf),
    ]);
  }
}
