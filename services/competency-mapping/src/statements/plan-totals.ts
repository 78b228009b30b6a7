import { PlanStateStated, type EventData } from '@betang/contracts';
import type { SqlClient } from '@betang/platform';
import type { Statable } from './statement-book.js';

type PlanTotals = Omit<EventData<typeof PlanStateStated>, 'statement' | 'asOf'>;

const PLANS = `SELECT p.plan_id AS "planId", p.kind, p.agency_id AS "agencyId", p.first_year AS year, p.last_year AS "lastYear", p.state, p.returned,
    d.due_on::text AS "dueOn", coalesce(l.lines, 0)::integer AS lines, coalesce(l.people, 0)::integer AS people, coalesce(l.hours, 0)::float8 AS hours,
    coalesce(l.budget, 0)::float8 AS budget
  FROM plan AS p
  LEFT JOIN plan_deadline AS d ON d.year = p.first_year AND d.state = CASE p.state WHEN 'DRAFT' THEN 'INVENTORIED' WHEN 'INVENTORIED' THEN 'VERIFIED'
    WHEN 'VERIFIED' THEN 'VALIDATED' WHEN 'VALIDATED' THEN 'APPROVED' WHEN 'APPROVED' THEN 'SYNCED' END
  LEFT JOIN (SELECT plan_id, count(*) AS lines, sum(people) AS people, sum(people::bigint * hours) AS hours, sum(budget) AS budget
               FROM plan_line GROUP BY 1) AS l ON l.plan_id = p.plan_id
 ORDER BY p.plan_id`;

/** How far every plan is, with its totals. A plan names no person, so none is too small to be told of. */
export async function planStatements(db: SqlClient): Promise<Statable[]> {
  const rows = await db.query<PlanTotals>(PLANS);
  return rows.map((content) => ({
    subject: content.planId,
    content,
    event: (statement, asOf) =>
      PlanStateStated.create({
        subject: content.planId,
        time: asOf,
        data: { ...content, statement, asOf: asOf.toISOString() },
      }),
  }));
}
