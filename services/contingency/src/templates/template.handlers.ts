import { PlanTemplatePublished, PlanTemplateWithdrawn } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { AppError } from '@betang/platform';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';
import { orderOf } from '../people/event-order.js';

/** A template belongs to the region that published it first: nobody else's event touches its row. */
const UPSERT = `INSERT INTO shared_template AS s (template_id, region, template_version, hazard_code, title, sections, roles, needs, published_order)
  SELECT DISTINCT ON (i) * FROM unnest($1::uuid[], $2::text[], $3::integer[], $4::text[], $5::text[], $6::jsonb[], $7::jsonb[], $8::jsonb[], $9::bigint[])
    AS u(i, r, v, h, t, s, o, n, p) ORDER BY i, p DESC
  ON CONFLICT (template_id) DO UPDATE SET template_version = excluded.template_version, hazard_code = excluded.hazard_code, title = excluded.title,
    sections = excluded.sections, roles = excluded.roles, needs = excluded.needs, published_order = excluded.published_order
  WHERE excluded.published_order > s.published_order AND s.region = excluded.region`;
const WITHDRAW = `INSERT INTO shared_template AS s (template_id, region, withdrawn_reason, withdrawn_order)
  SELECT DISTINCT ON (i) * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[]) AS u(i, r, w, o) ORDER BY i, o DESC
  ON CONFLICT (template_id) DO UPDATE SET withdrawn_reason = excluded.withdrawn_reason, withdrawn_order = excluded.withdrawn_order
  WHERE excluded.withdrawn_order > s.withdrawn_order AND s.region = excluded.region`;

/** Templates of all regions, as far as their events have come. */
@Controller()
export class TemplateHandlers {
  @EventPattern(PlanTemplatePublished, 'projection')
  async published(
    events: readonly ReceivedEvent<typeof PlanTemplatePublished>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    for (const { region, data } of events)
      if (data.region !== region) throw new AppError('plan-template-of-another-region', { params: { origin: region } });
    await transaction.prepared('shared-template-upsert', UPSERT, [
      events.map(({ data }) => data.templateId),
      events.map(({ region }) => region),
      events.map(({ data }) => data.templateVersion),
      events.map(({ data }) => data.hazardCode),
      events.map(({ data }) => data.title),
      events.map(({ data }) => JSON.stringify(data.sections)),
      events.map(({ data }) => JSON.stringify(data.roles)),
      events.map(({ data }) => JSON.stringify(data.needs)),
      events.map(orderOf),
    ]);
  }

  @EventPattern(PlanTemplateWithdrawn, 'projection')
  async withdrawn(
    events: readonly ReceivedEvent<typeof PlanTemplateWithdrawn>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    await transaction.prepared('shared-template-withdraw', WITHDRAW, [
      events.map(({ data }) => data.templateId),
      events.map(({ region }) => region),
      events.map(({ data }) => data.reason),
      events.map(orderOf),
    ]);
  }
}
