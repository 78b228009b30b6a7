import { UnitRecorded } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';
import { newestOf, positionOf } from '../event-order.js';

const UPSERT = `INSERT INTO unit AS t (unit_id, kind, name, agency_id, parent_unit_id, closed_on, event_order, agency_from)
  SELECT u.*, 'infinity'::date
    FROM unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::uuid[], $6::date[], $7::bigint[]) AS u
  ON CONFLICT (unit_id) DO UPDATE
     SET kind = EXCLUDED.kind, name = EXCLUDED.name, agency_id = EXCLUDED.agency_id, parent_unit_id = EXCLUDED.parent_unit_id,
         closed_on = EXCLUDED.closed_on, event_order = EXCLUDED.event_order
   WHERE t.event_order < EXCLUDED.event_order`;

/** An event tells since when the present name and place hold: an agency is as old as the oldest that was told of it, in whatever order events come. */
const BEGUN = `UPDATE unit AS t SET agency_from = least(t.agency_from, f.first)
  FROM (SELECT unit_id, min(day) AS first FROM unnest($1::uuid[], $2::date[]) AS u(unit_id, day) GROUP BY 1) AS f WHERE f.unit_id = t.unit_id`;

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
      newest.map(({ data }) => data.closedOn ?? null),
      newest.map(positionOf),
    ]);
    const agencies = events.filter(({ data }) => data.kind === 'AGENCY');
    await transaction.prepared('reporting-agency-from', BEGUN, [
      agencies.map(({ data }) => data.unitId),
      // One that came with the first list of units has no day: it has always been there, as far as is known.
      agencies.map(({ data }) => data.validFrom ?? '-infinity'),
    ]);
  }
}
