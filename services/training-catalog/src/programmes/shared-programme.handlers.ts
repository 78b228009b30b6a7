import { ProgrammePublished, ProgrammeWithdrawn } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { AppError } from '@betang/platform';
import { Controller } from '@nestjs/common';
import { orderOf } from '../employees/event-order.js';
import { EventPattern } from '../events.js';

/** A programme belongs to the region that published it first: nobody else's event touches its row. */
const UPSERT = `INSERT INTO shared_programme AS s (programme_id, organiser_region, programme_version, title, path_code, delivery, hours, meetings,
    organiser, development_target, competency_codes, published_at, published_order, competencies, target_groups, development_target_id, told)
  SELECT DISTINCT ON (i) i, r, v, t, p, d, h, m, o, g, ARRAY(SELECT jsonb_array_elements_text(c)), a, n, w->'competencies',
         CASE WHEN w ? 'targetGroups' THEN ARRAY(SELECT jsonb_array_elements_text(w->'targetGroups')) END, (w->>'developmentTargetId')::uuid, w
    FROM unnest($1::uuid[], $2::text[], $3::integer[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::integer[], $9::text[], $10::text[],
                $11::jsonb[], $12::timestamptz[], $13::bigint[], $14::jsonb[]) AS u(i, r, v, t, p, d, h, m, o, g, c, a, n, w)
   ORDER BY i, n DESC
  ON CONFLICT (programme_id) DO UPDATE SET programme_version = excluded.programme_version, title = excluded.title, path_code = excluded.path_code,
    delivery = excluded.delivery, hours = excluded.hours, meetings = excluded.meetings, organiser = excluded.organiser,
    development_target = excluded.development_target, competency_codes = excluded.competency_codes, published_at = excluded.published_at,
    published_order = excluded.published_order, competencies = excluded.competencies, target_groups = excluded.target_groups,
    development_target_id = excluded.development_target_id, told = excluded.told
  WHERE excluded.published_order > s.published_order AND s.organiser_region = excluded.organiser_region`;

/** A withdrawal that comes before its programme is kept, and holds when the programme comes. */
const WITHDRAW = `INSERT INTO shared_programme AS s (programme_id, organiser_region, withdrawn_at, withdrawn_reason, withdrawn_order)
  SELECT DISTINCT ON (i) i, r, a, w, n FROM unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::text[], $5::bigint[]) AS u(i, r, a, w, n)
   ORDER BY i, n DESC
  ON CONFLICT (programme_id) DO UPDATE SET withdrawn_at = excluded.withdrawn_at, withdrawn_reason = excluded.withdrawn_reason,
    withdrawn_order = excluded.withdrawn_order
  WHERE excluded.withdrawn_order > s.withdrawn_order AND s.organiser_region = excluded.organiser_region`;

/** The catalogue of all regions' programmes, as far as their events have come. */
@Controller()
export class SharedProgrammeHandlers {
  @EventPattern(ProgrammePublished, 'projection')
  async published(
    events: readonly ReceivedEvent<typeof ProgrammePublished>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    events.forEach(refuseForeign);
    await transaction.prepared('shared-programme-upsert', UPSERT, [
      events.map(({ data }) => data.programmeId),
      events.map(({ region }) => region),
      events.map(({ data }) => data.programmeVersion),
      events.map(({ data }) => data.title),
      events.map(({ data }) => data.pathCode),
      events.map(({ data }) => data.delivery),
      events.map(({ data }) => data.hours),
      events.map(({ data }) => data.meetings),
      events.map(({ data }) => data.organiser),
      events.map(({ data }) => data.developmentTarget),
      events.map(({ data }) => JSON.stringify(data.competencyCodes)),
      events.map(({ time }) => time),
      events.map(orderOf),
      events.map(({ data }) => JSON.stringify(data)),
    ]);
  }

  @EventPattern(ProgrammeWithdrawn, 'projection')
  async withdrawn(
    events: readonly ReceivedEvent<typeof ProgrammeWithdrawn>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    await transaction.prepared('shared-programme-withdraw', WITHDRAW, [
      events.map(({ data }) => data.programmeId),
      events.map(({ region }) => region),
      events.map(({ time }) => time),
      events.map(({ data }) => data.reason),
      events.map(orderOf),
    ]);
  }
}

/** A region speaks for its own programmes only; anything else is parked. */
function refuseForeign({ region, data }: ReceivedEvent<typeof ProgrammePublished>): void {
  if (data.organiserRegion !== region)
    throw new AppError('programme-of-another-region', { params: { origin: region, organiser: data.organiserRegion } });
}
