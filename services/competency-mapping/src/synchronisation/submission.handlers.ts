import { PlanLineSubmitted, PlanSubmitted, PlanWithdrawn } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';
import { Consolidator } from './consolidator.js';

const UPSERT_PLANS = `INSERT INTO submitted_plan AS p (plan_id, region, year, submission, title, submitted_at, late, lines, budget, withdrawn)
  SELECT DISTINCT ON (i) i, r, y, s, t, a, l, n, b, false
    FROM unnest($1::uuid[], $2::text[], $3::integer[], $4::integer[], $5::text[], $6::timestamptz[], $7::boolean[], $8::integer[], $9::bigint[])
      AS u(i, r, y, s, t, a, l, n, b)
   ORDER BY i, s DESC
  ON CONFLICT (plan_id) DO UPDATE SET submission = excluded.submission, title = excluded.title, submitted_at = excluded.submitted_at,
    late = excluded.late, lines = excluded.lines, budget = excluded.budget, withdrawn = false
  WHERE excluded.submission > p.submission AND p.region = excluded.region`;

const WITHDRAW = `INSERT INTO submitted_plan AS p (plan_id, region, year, submission, title, submitted_at, late, lines, budget, withdrawn)
  SELECT DISTINCT ON (i) i, r, y, s, '-', a, false, 0, 0, true
    FROM unnest($1::uuid[], $2::text[], $3::integer[], $4::integer[], $5::timestamptz[]) AS u(i, r, y, s, a) ORDER BY i, s DESC
  ON CONFLICT (plan_id) DO UPDATE SET submission = excluded.submission, withdrawn = true, lines = 0, budget = 0
  WHERE excluded.submission > p.submission AND p.region = excluded.region`;

const INSERT_LINES = `INSERT INTO submitted_line (line_id, submission, plan_id, region, year, agency_id, competency_code, level, target_group, people, path_code,
    organiser, quarter, curriculum_standard, budget, hours, development_target_id, urgency)
  SELECT * FROM unnest($1::uuid[], $2::integer[], $3::uuid[], $4::text[], $5::integer[], $6::uuid[], $7::text[], $8::smallint[], $9::text[], $10::integer[],
    $11::text[], $12::text[], $13::smallint[], $14::text[], $15::bigint[], $16::integer[], $17::uuid[], $18::smallint[])
  ON CONFLICT DO NOTHING`;

/** Plans that the regions submit, as the province takes them in: late, again, or withdrawn, in whatever order regions come and go. */
@Controller()
export class SubmissionHandlers {
  constructor(private readonly consolidator: Consolidator) {}

  @EventPattern(PlanSubmitted, 'process')
  async submitted(events: readonly ReceivedEvent<typeof PlanSubmitted>[], { transaction }: EventBatch): Promise<void> {
    await transaction.execute(UPSERT_PLANS, [
      events.map(({ data }) => data.planId),
      events.map(({ region }) => region),
      events.map(({ data }) => data.year),
      events.map(({ data }) => data.submission),
      events.map(({ data }) => data.title),
      events.map(({ data }) => data.submittedAt),
      events.map(({ data }) => data.late),
      events.map(({ data }) => data.lines),
      events.map(({ data }) => data.budget),
    ]);
    await this.consolidator.takeIn(
      transaction,
      events.map(({ data }) => data.planId),
    );
  }

  @EventPattern(PlanLineSubmitted, 'process')
  async line(events: readonly ReceivedEvent<typeof PlanLineSubmitted>[], { transaction }: EventBatch): Promise<void> {
    await transaction.execute(INSERT_LINES, [
      events.map(({ data }) => data.lineId),
      events.map(({ data }) => data.submission),
      events.map(({ data }) => data.planId),
      events.map(({ region }) => region),
      events.map(({ data }) => data.year),
      events.map(({ data }) => data.agencyId),
      events.map(({ data }) => data.competencyCode),
      events.map(({ data }) => data.level),
      events.map(({ data }) => data.targetGroup),
      events.map(({ data }) => data.people),
      events.map(({ data }) => data.pathCode),
      events.map(({ data }) => data.organiser),
      events.map(({ data }) => data.quarter),
      events.map(({ data }) => data.curriculumStandard),
      events.map(({ data }) => data.budget),
      events.map(({ data }) => data.hours),
      events.map(({ data }) => data.developmentTargetId),
      events.map(({ data }) => data.urgency),
    ]);
    await this.consolidator.takeIn(
      transaction,
      events.map(({ data }) => data.planId),
    );
  }

  @EventPattern(PlanWithdrawn, 'process')
  async withdrawn(events: readonly ReceivedEvent<typeof PlanWithdrawn>[], { transaction }: EventBatch): Promise<void> {
    await transaction.execute(WITHDRAW, [
      events.map(({ data }) => data.planId),
      events.map(({ region }) => region),
      events.map(({ data }) => data.year),
      events.map(({ data }) => data.submission),
      events.map(({ data }) => data.withdrawnAt),
    ]);
    await this.consolidator.takeIn(
      transaction,
      events.map(({ data }) => data.planId),
    );
  }
}
