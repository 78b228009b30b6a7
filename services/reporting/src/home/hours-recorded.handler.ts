import { HoursRecorded } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';

const ADD = `WITH given AS (
    SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::int[], $5::bigint[], $6::text[], $7::bigint[], $8::uuid[])
      AS u(entry_id, employee_id, year, month, counted, epoch, position, event_id)),
  fresh AS (INSERT INTO hours_entry (entry_id, employee_id, year, month, counted, epoch, position, event_id)
    SELECT * FROM given ON CONFLICT DO NOTHING RETURNING employee_id, year, month, counted),
  -- An update, not nothing: its row lock keeps a sum from being made between mark and commit.
  marked AS (INSERT INTO home_mark AS t (unit_id, year)
    SELECT DISTINCT s.unit_id, f.year FROM fresh f JOIN employee_state s USING (employee_id)
    ON CONFLICT (unit_id, year) DO UPDATE SET marked_at = t.marked_at)
  INSERT INTO employee_month AS t (employee_id, year, month, counted, entries)
  SELECT employee_id, year, month, sum(counted), count(*) FROM fresh GROUP BY 1, 2, 3
  ON CONFLICT (employee_id, year, month) DO UPDATE SET counted = t.counted + EXCLUDED.counted, entries = t.entries + EXCLUDED.entries`;

/** Ledger entries of the region's own people, added up by month; a reversal is an entry with negative hours. */
@Controller()
export class HoursRecordedHandler {
  @EventPattern(HoursRecorded, 'projection')
  async handle(events: readonly ReceivedEvent<typeof HoursRecorded>[], { transaction }: EventBatch): Promise<void> {
    const data = events.map((event) => event.data);
    await transaction.prepared('reporting-employee-month', ADD, [
      data.map(({ entryId }) => entryId),
      data.map(({ employeeId }) => employeeId),
      data.map(({ year }) => year),
      data.map(({ month }) => month),
      data.map(({ counted }) => counted),
      events.map(({ epoch }) => epoch),
      events.map(({ position }) => position),
      events.map(({ id }) => id),
    ]);
  }
}
