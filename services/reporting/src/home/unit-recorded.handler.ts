import { UnitRecorded } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';
import { newestOf, positionOf } from '../event-order.js';

const UPSERT = `INSERT INTO unit AS t (unit_id, kind, name, agency_id, parent_unit_id, event_order)
  SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::uuid[], $6::bigint[])
  ON CONFLICT (unit_id) DO UPDATE
     SET kind = EXCLUDED.kind, name = EXCLUDED.name, agency_id = EXCLUDED.agency_id, parent_unit_id = EXCLUDED.parent_unit_id,
         event_order = EXCLUDED.event_order
   WHERE t.event_order < EXCLUDED.event_order`;

/** Units and agencies of the own region, as they are now. */
@Controller()
export class UnitRecordedHandler {
  @EventPattern(UnitRecorded, 'projection')
  async handle(events: readonly ReceivedEvent<typeof UnitRecorded>[], { transaction }: EventBatch): Promise<void> {
    const newest = newestOf(events, ({ data }) => data.unitId, positionOf);
    await transaction.prepared('reporting-unit', UPSERT, [
      newest.map(({ data }) => data.unitId),
      newest.map(({ data }) => data.kind),
      newest.map(({ data }) => data.name),
      newest.map(({ data }) => data.agencyId),
      newest.map(({ data }) => data.parentUnitId),
      newest.map(positionOf),
    ]);
  }
}
