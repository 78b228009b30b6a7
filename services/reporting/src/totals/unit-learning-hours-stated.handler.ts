import { UnitLearningHoursStated } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';
import { newestStatements } from './newest-statements.decision.js';

const UPSERT = `INSERT INTO stated_total AS t (year, region, agency_id, employment_status, statement_order, as_of, people,
    band_none, band_started, band_halfway, band_fulfilled, counted, by_month, epoch, position, event_id, withheld)
  SELECT y, r, a, e, s, o, p, n, b, h, f, c, m::bigint[], ep, po, ev, w
    FROM unnest($1::int[], $2::text[], $3::uuid[], $4::text[], $5::bigint[], $6::timestamptz[], $7::int[],
                $8::int[], $9::int[], $10::int[], $11::int[], $12::bigint[], $13::text[], $14::text[], $15::bigint[], $16::uuid[],
                $17::boolean[]) AS u(y, r, a, e, s, o, p, n, b, h, f, c, m, ep, po, ev, w)
  ON CONFLICT (year, region, agency_id, employment_status) DO UPDATE
     SET statement_order = EXCLUDED.statement_order, as_of = EXCLUDED.as_of, people = EXCLUDED.people,
         band_none = EXCLUDED.band_none, band_started = EXCLUDED.band_started, band_halfway = EXCLUDED.band_halfway,
         band_fulfilled = EXCLUDED.band_fulfilled, counted = EXCLUDED.counted, by_month = EXCLUDED.by_month,
         epoch = EXCLUDED.epoch, position = EXCLUDED.position, event_id = EXCLUDED.event_id, withheld = EXCLUDED.withheld
   WHERE t.statement_order < EXCLUDED.statement_order`;

/** Totals that regions state, the province's own among them; the newest statement replaces the one before. */
@Controller()
export class UnitLearningHoursStatedHandler {
  @EventPattern(UnitLearningHoursStated, 'projection')
  async handle(
    events: readonly ReceivedEvent<typeof UnitLearningHoursStated>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    const statements = newestStatements(events);
    const data = statements.map((statement) => statement.data);
    await transaction.prepared('reporting-stated-total', UPSERT, [
      data.map(({ year }) => year),
      statements.map(({ region }) => region),
      data.map(({ agencyId }) => agencyId),
      data.map(({ employmentStatus }) => employmentStatus),
      statements.map(({ order }) => order),
      data.map(({ asOf }) => asOf),
      data.map(({ people }) => people),
      data.map(({ bands }) => bands.none),
      data.map(({ bands }) => bands.started),
      data.map(({ bands }) => bands.halfway),
      data.map(({ bands }) => bands.fulfilled),
      data.map(({ counted }) => counted),
      // As text: unnest would flatten an array of arrays.
      data.map(({ byMonth }) => `{${byMonth.join(',')}}`),
      statements.map(({ event }) => event.epoch),
      statements.map(({ event }) => event.position),
      statements.map(({ event }) => event.id),
      data.map(({ withheld }) => withheld === true),
    ]);
  }
}
