import { DevelopmentTargetPublished } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { AppError } from '@betang/platform';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';
import { orderOf } from '../people/event-order.js';

const UPSERT = `INSERT INTO shared_target AS s (target_id, region, revision, parent_id, kind, code, title, unit, yearly, valid_from, valid_to, withdrawn, target_order)
  SELECT DISTINCT ON (i) i, r, v, p, k, c, t, u, y, f, l, w, o
    FROM unnest($1::uuid[], $2::text[], $3::integer[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], $9::jsonb[], $10::date[],
                $11::date[], $12::boolean[], $13::bigint[]) AS x(i, r, v, p, k, c, t, u, y, f, l, w, o)
   ORDER BY i, o DESC
  ON CONFLICT (target_id) DO UPDATE SET revision = excluded.revision, parent_id = excluded.parent_id, kind = excluded.kind,
    code = excluded.code, title = excluded.title, unit = excluded.unit, yearly = excluded.yearly, valid_from = excluded.valid_from,
    valid_to = excluded.valid_to, withdrawn = excluded.withdrawn, target_order = excluded.target_order
  WHERE excluded.target_order > s.target_order AND s.region = excluded.region`;

type Published = ReceivedEvent<typeof DevelopmentTargetPublished>;

/** Development targets of all regions, as far as their events have come. */
@Controller()
export class SharedTargetsHandler {
  @EventPattern(DevelopmentTargetPublished, 'projection')
  async published(events: readonly Published[], { transaction }: EventBatch): Promise<void> {
    events.forEach(refuseForeign);
    await transaction.prepared('shared-target-upsert', UPSERT, [
      events.map(({ data }) => data.targetId),
      events.map(({ region }) => region),
      events.map(({ data }) => data.revision),
      events.map(({ data }) => data.parentId),
      events.map(({ data }) => data.kind),
      events.map(({ data }) => data.code),
      events.map(({ data }) => data.title),
      events.map(({ data }) => data.unit),
      events.map(({ data }) => JSON.stringify(data.values)),
      events.map(({ data }) => data.validFrom),
      events.map(({ data }) => data.validTo),
      events.map(({ data }) => data.withdrawn),
      events.map(orderOf),
    ]);
  }
}

/** A region speaks for its own plan only; anything else is parked. */
function refuseForeign({ region, data }: Published): void {
  if (data.region !== region)
    throw new AppError('event-of-another-region', { params: { origin: region, named: data.region } });
}
