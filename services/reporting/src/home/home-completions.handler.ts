import { CompletionRevoked, TrainingCompleted } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';
import { newestOf, positionOf } from '../event-order.js';

const COMPLETED = `INSERT INTO home_completion AS t (completion_id, employee_id, programme_id, target_id, title, held_by, year, epoch, position, event_id)
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::int[], $8::text[], $9::bigint[], $10::uuid[])
  ON CONFLICT (completion_id) DO UPDATE
     SET employee_id = EXCLUDED.employee_id, programme_id = EXCLUDED.programme_id, target_id = EXCLUDED.target_id, title = EXCLUDED.title,
         held_by = EXCLUDED.held_by, year = EXCLUDED.year, epoch = EXCLUDED.epoch, position = EXCLUDED.position, event_id = EXCLUDED.event_id
   WHERE t.event_id IS NULL`;
/** A revocation may come before what it revokes: the row then waits for its completion, revoked. */
const REVOKED = `INSERT INTO home_completion AS t (completion_id, employee_id, revoked)
  SELECT c, e, true FROM unnest($1::uuid[], $2::uuid[]) AS u(c, e)
  ON CONFLICT (completion_id) DO UPDATE SET revoked = true`;

/** Completions of the region's own people, to count the use of programmes at home. */
@Controller()
export class HomeCompletionsHandler {
  @EventPattern(TrainingCompleted, 'projection')
  async completed(
    events: readonly ReceivedEvent<typeof TrainingCompleted>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    const once = newestOf(events, ({ data }) => data.completionId, positionOf);
    await transaction.prepared('reporting-home-completed', COMPLETED, [
      once.map(({ data }) => data.completionId),
      once.map(({ data }) => data.employeeId),
      once.map(({ data }) => data.programmeId),
      once.map(({ data }) => data.developmentTargetId ?? null),
      once.map(({ data }) => data.title),
      once.map(({ data }) => data.heldByRegion ?? null),
      once.map(({ data }) => Number(data.completedOn.slice(0, 4))),
      once.map(({ epoch }) => epoch),
      once.map(({ position }) => position),
      once.map(({ id }) => id),
    ]);
  }

  @EventPattern(CompletionRevoked, 'projection')
  async revoked(
    events: readonly ReceivedEvent<typeof CompletionRevoked>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    const once = newestOf(events, ({ data }) => data.completionId, positionOf);
    await transaction.prepared('reporting-home-revoked', REVOKED, [
      once.map(({ data }) => data.completionId),
      once.map(({ data }) => data.employeeId),
    ]);
  }
}
