import { UnitRecorded } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';
import { orderOf } from './event-order.js';

const UPSERT = `INSERT INTO unit AS a (unit_id, kind, name, agency_id, parent_unit_id, unit_order)
  SELECT DISTINCT ON (i) i, k, n, g, p, o FROM unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::uuid[], $6::bigint[]) AS u(i, k, n, g, p, o)
   ORDER BY i, o DESC
  ON CONFLICT (unit_id) DO UPDATE SET kind = excluded.kind, name = excluded.name, agency_id = excluded.agency_id,
    parent_unit_id = excluded.parent_unit_id, unit_order = excluded.unit_order
  WHERE excluded.unit_order > a.unit_order`;

/** The region's agencies (perangkat daerah) and units (unit kerja): names to read totals by, and the tree that rights follow. */
@Controller()
export class UnitRecordedHandler {
  @EventPattern(UnitRecorded, 'projection')
  async handle(events: readonly ReceivedEvent<typeof UnitRecorded>[], { transaction }: EventBatch): Promise<void> {
    await transaction.prepared('unit-upsert', UPSERT, [
      events.map(({ data }) => data.unitId),
      events.map(({ data }) => data.kind),
      events.map(({ data }) => data.name),
      events.map(({ data }) => data.agencyId),
      events.map(({ data }) => data.parentUnitId),
      events.map(orderOf),
    ]);
  }
}
