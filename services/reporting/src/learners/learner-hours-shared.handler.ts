import { LearnerHoursShared } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';

const ADD = `WITH given AS (
    SELECT u.region, u.entry_id, coalesce(a.learner, u.learner) AS learner, u.agency_id, u.employment_status, u.year, u.month, u.counted
      FROM unnest($1::text[], $2::uuid[], $3::text[], $4::uuid[], $5::text[], $6::int[], $7::int[], $8::bigint[])
        AS u(region, entry_id, learner, agency_id, employment_status, year, month, counted)
      LEFT JOIN learner_alias AS a ON a.region = u.region AND a.former = u.learner),
  fresh AS (INSERT INTO learner_entry (region, entry_id) SELECT region, entry_id FROM given ON CONFLICT DO NOTHING RETURNING region, entry_id),
  counting AS (SELECT DISTINCT ON (region, entry_id) given.* FROM given JOIN fresh USING (region, entry_id))
  INSERT INTO learner_month AS t (year, region, learner, agency_id, employment_status, month, counted, entries)
  SELECT year, region, learner, agency_id, employment_status, month, sum(counted), count(*) FROM counting GROUP BY 1, 2, 3, 4, 5, 6
  ON CONFLICT (year, region, learner, agency_id, employment_status, month) DO UPDATE
     SET counted = t.counted + EXCLUDED.counted, entries = t.entries + EXCLUDED.entries`;

/** Hours of persons under a pseudonym, from regions that opted in: added up by year and month, each entry once, under the person's newest name. */
@Controller()
export class LearnerHoursSharedHandler {
  @EventPattern(LearnerHoursShared, 'projection')
  async handle(
    events: readonly ReceivedEvent<typeof LearnerHoursShared>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    const data = events.map((event) => event.data);
    await transaction.prepared('reporting-learner-month', ADD, [
      events.map(({ region }) => region),
      data.map(({ entryId }) => entryId),
      data.map(({ learner }) => learner),
      data.map(({ agencyId }) => agencyId),
      data.map(({ employmentStatus }) => employmentStatus),
      data.map(({ year }) => year),
      data.map(({ month }) => month),
      data.map(({ counted }) => counted),
    ]);
  }
}
