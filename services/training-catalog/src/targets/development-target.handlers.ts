import { DevelopmentTargetPublished, DevelopmentTargetRecorded } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { AppError } from '@betang/platform';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';

const UPSERT = `INSERT INTO development_target AS t (target_id, region, revision, parent_id, kind, code, title, unit, target_values, valid_from, valid_to, withdrawn, told_event, told_at)
  SELECT DISTINCT ON (d."targetId") d."targetId", e.region, d.revision, d."parentId", d.kind, d.code, d.title, d.unit, d.values, d."validFrom", d."validTo", d.withdrawn, e.event, e.at
    FROM unnest($1::jsonb[], $2::text[], $3::uuid[], $4::timestamptz[]) AS e(data, region, event, at), jsonb_to_record(e.data) AS d("targetId" uuid, revision integer, "parentId" uuid, kind text,
         code text, title text, unit text, values jsonb, "validFrom" date, "validTo" date, withdrawn boolean)
   ORDER BY d."targetId", d.revision DESC
  ON CONFLICT (target_id) DO UPDATE SET revision = excluded.revision, parent_id = excluded.parent_id, kind = excluded.kind, code = excluded.code,
    title = excluded.title, unit = excluded.unit, target_values = excluded.target_values, valid_from = excluded.valid_from,
    valid_to = excluded.valid_to, withdrawn = excluded.withdrawn, told_event = excluded.told_event, told_at = excluded.told_at
  WHERE excluded.region = t.region AND (excluded.revision > t.revision OR (excluded.revision = t.revision AND t.told_event IS NULL))`;

type TargetEvent = ReceivedEvent<typeof DevelopmentTargetRecorded> | ReceivedEvent<typeof DevelopmentTargetPublished>;

/** The register of development targets: the own region's as they are recorded, others' as they are published. */
@Controller()
export class DevelopmentTargetHandlers {
  @EventPattern(DevelopmentTargetRecorded, 'projection')
  async recorded(
    events: readonly ReceivedEvent<typeof DevelopmentTargetRecorded>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    await upsert(transaction, events);
  }

  @EventPattern(DevelopmentTargetPublished, 'projection')
  async published(
    events: readonly ReceivedEvent<typeof DevelopmentTargetPublished>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    for (const { region, data } of events) {
      if (data.region !== region)
        throw new AppError('target-of-another-region', { params: { origin: region, named: data.region } });
    }
    await upsert(transaction, events);
  }
}

async function upsert(transaction: EventBatch['transaction'], events: readonly TargetEvent[]): Promise<void> {
  await transaction.prepared('development-target-upsert', UPSERT, [
    events.map(({ data }) => JSON.stringify(data)),
    events.map(({ region }) => region),
    events.map(({ id }) => id),
    events.map(({ time }) => time),
  ]);
}
