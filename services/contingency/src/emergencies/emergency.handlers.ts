import { EmergencyDeclared, EmergencyEnded } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { AppError } from '@betang/platform';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';
import { NeighbourNotices } from '../reminders/neighbour-notices.js';

/** An emergency belongs to the region that declared it: nobody else's event touches its row. */
const DECLARE = `INSERT INTO region_emergency AS e (emergency_id, region, declaration, hazard_code, title, area, level, decree_number, decree_on, starts_on, ends_on, told_at)
  SELECT DISTINCT ON (i) * FROM unnest($1::uuid[], $2::text[], $3::integer[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::date[],
    $10::date[], $11::date[], $12::timestamptz[]) AS u(i, r, d, h, t, a, l, n, o, s, b, m) ORDER BY i, d DESC
  ON CONFLICT (emergency_id) DO UPDATE SET declaration = excluded.declaration, hazard_code = excluded.hazard_code, title = excluded.title,
    area = excluded.area, level = excluded.level, decree_number = excluded.decree_number, decree_on = excluded.decree_on,
    starts_on = excluded.starts_on, ends_on = excluded.ends_on, told_at = excluded.told_at
  WHERE excluded.declaration > e.declaration AND e.region = excluded.region`;
const END = `INSERT INTO region_emergency AS e (emergency_id, region, ended_on, ended_declaration, told_at)
  SELECT DISTINCT ON (i) * FROM unnest($1::uuid[], $2::text[], $3::date[], $4::integer[], $5::timestamptz[]) AS u(i, r, o, d, m) ORDER BY i, d DESC
  ON CONFLICT (emergency_id) DO UPDATE SET ended_on = excluded.ended_on, ended_declaration = excluded.ended_declaration, told_at = excluded.told_at
  WHERE excluded.ended_declaration > e.ended_declaration AND e.region = excluded.region`;

/** Emergencies of all regions: neighbours know at once, and who sees to a plan of the same hazard is told. */
@Controller()
export class EmergencyHandlers {
  constructor(private readonly notices: NeighbourNotices) {}

  @EventPattern(EmergencyDeclared, 'projection')
  async declared(
    events: readonly ReceivedEvent<typeof EmergencyDeclared>[],
    { transaction, rebuilding }: EventBatch,
  ): Promise<void> {
    events.forEach(refuseForeign);
    await transaction.prepared('region-emergency-declare', DECLARE, [
      events.map(({ data }) => data.emergencyId),
      events.map(({ region }) => region),
      events.map(({ data }) => data.declaration),
      events.map(({ data }) => data.hazardCode),
      events.map(({ data }) => data.title),
      events.map(({ data }) => data.area),
      events.map(({ data }) => data.level),
      events.map(({ data }) => data.decreeNumber),
      events.map(({ data }) => data.decreeOn),
      events.map(({ data }) => data.startsOn),
      events.map(({ data }) => data.endsOn),
      events.map(({ time }) => time),
    ]);
    if (!rebuilding)
      await this.notices.emergencies(
        transaction,
        events.map(({ data }) => data),
      );
  }

  @EventPattern(EmergencyEnded, 'projection')
  async ended(events: readonly ReceivedEvent<typeof EmergencyEnded>[], { transaction }: EventBatch): Promise<void> {
    events.forEach(refuseForeign);
    await transaction.prepared('region-emergency-end', END, [
      events.map(({ data }) => data.emergencyId),
      events.map(({ region }) => region),
      events.map(({ data }) => data.endedOn),
      events.map(({ data }) => data.declaration),
      events.map(({ time }) => time),
    ]);
  }
}

/** A region speaks for its own emergencies only; anything else is parked. */
function refuseForeign({
  region,
  data,
}: {
  readonly region: string;
  readonly data: { readonly region: string };
}): void {
  if (data.region !== region) throw new AppError('emergency-of-another-region', { params: { origin: region } });
}
