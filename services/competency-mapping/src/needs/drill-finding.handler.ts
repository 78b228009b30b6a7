import { DrillFindingRaisedV2 } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';

const INSERT = `INSERT INTO raised_need (need_id, source, source_id, competency_code, level, people, unit_id, severity, title, raised_on, due_on, recorded_by)
  SELECT *, 'contingency' FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[], $5::smallint[], $6::integer[], $7::uuid[], $8::text[], $9::text[],
    $10::date[], $11::date[])
  ON CONFLICT (need_id) DO NOTHING`;

/** Findings of drills and after-action reviews become needs; the finding's id keeps one from counting twice. */
@Controller()
export class DrillFindingHandler {
  @EventPattern(DrillFindingRaisedV2, 'process')
  async raised(
    events: readonly ReceivedEvent<typeof DrillFindingRaisedV2>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    await transaction.execute(INSERT, [
      events.map(({ data }) => data.findingId),
      events.map(({ data }) => data.source),
      events.map(({ data }) => data.sourceId),
      events.map(({ data }) => data.competencyCode),
      events.map(({ data }) => data.level),
      events.map(({ data }) => data.people),
      events.map(({ data }) => data.unitId),
      events.map(({ data }) => data.severity),
      events.map(({ data }) => data.title),
      events.map(({ data }) => data.raisedOn),
      events.map(({ data }) => data.dueOn),
    ]);
  }
}
