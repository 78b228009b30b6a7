import { DevelopmentTargetPublished } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';
import { newestOf, orderOf } from '../event-order.js';

const UPSERT = `INSERT INTO development_target AS t (target_id, region, code, title, event_order)
  SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::bigint[])
  ON CONFLICT (target_id) DO UPDATE SET code = EXCLUDED.code, title = EXCLUDED.title, event_order = EXCLUDED.event_order
   WHERE t.event_order < EXCLUDED.event_order AND t.region = EXCLUDED.region`;

type Published = ReceivedEvent<typeof DevelopmentTargetPublished>;
const revisionOf = ({ epoch, data }: Published): number => orderOf(epoch, data.revision);

/** Names of development targets of all regions (RPJMD): what reports call what programmes serve. */
@Controller()
export class DevelopmentTargetHandler {
  @EventPattern(DevelopmentTargetPublished, 'projection')
  async handle(events: readonly Published[], { transaction }: EventBatch): Promise<void> {
    const newest = newestOf(events, ({ data }) => data.targetId, revisionOf);
    await transaction.prepared('reporting-development-target', UPSERT, [
      newest.map(({ data }) => data.targetId),
      newest.map(({ region }) => region),
      newest.map(({ data }) => data.code),
      newest.map(({ data }) => data.title),
      newest.map(revisionOf),
    ]);
  }
}
