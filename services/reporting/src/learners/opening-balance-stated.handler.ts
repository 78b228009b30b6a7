import { OpeningBalanceStated } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { Controller } from '@nestjs/common';
import { positionOf } from '../event-order.js';
import { EventPattern } from '../events.js';
import { dayToldOf } from './told-day.js';

/** A move that is told again is the one move: names by the newest word of it; its day by any word that has one, of two the later. */
const MOVED = `WITH given AS (
    SELECT region, transfer_id, (array_agg(learner ORDER BY event_order DESC))[1] AS learner, (array_agg(former ORDER BY event_order DESC))[1] AS former,
           max(moved_on) AS moved_on, min(told_on) AS first_told, max(told_on) AS last_told, max(event_order) AS event_order
      FROM unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::date[], $6::date[], $7::bigint[])
        AS u(region, transfer_id, learner, former, moved_on, told_on, event_order)
     GROUP BY region, transfer_id)
  INSERT INTO learner_move AS t (region, transfer_id, learner, former, moved_on, first_told, last_told, event_order)
  SELECT region, transfer_id, learner, former, moved_on, first_told, last_told, event_order FROM given
  ON CONFLICT (region, transfer_id) DO UPDATE SET
    learner = CASE WHEN EXCLUDED.event_order > t.event_order THEN EXCLUDED.learner ELSE t.learner END,
    former = CASE WHEN EXCLUDED.event_order > t.event_order THEN EXCLUDED.former ELSE t.former END,
    moved_on = greatest(t.moved_on, EXCLUDED.moved_on), first_told = least(t.first_told, EXCLUDED.first_told),
    last_told = greatest(t.last_told, EXCLUDED.last_told), event_order = greatest(t.event_order, EXCLUDED.event_order)`;

/** Persons under a pseudonym who came from another region: when, and under which name they were known there. */
@Controller()
export class OpeningBalanceStatedHandler {
  @EventPattern(OpeningBalanceStated, 'projection')
  async handle(
    events: readonly ReceivedEvent<typeof OpeningBalanceStated>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    const data = events.map((event) => event.data);
    await transaction.prepared('reporting-learner-moved', MOVED, [
      events.map(({ region }) => region),
      data.map(({ transferId }) => transferId),
      data.map(({ learner }) => learner),
      data.map(({ former }) => former),
      data.map(({ movedOn }) => movedOn ?? null),
      events.map(dayToldOf),
      events.map(positionOf),
    ]);
  }
}
