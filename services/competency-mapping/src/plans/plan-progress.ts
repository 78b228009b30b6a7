import { Clock, ServiceDatabase } from '@betang/platform';
import type { PlanState } from '@betang/contracts';
import { Injectable } from '@nestjs/common';
import { countGapsByAgency } from '../needs/need-figures.js';
import { inVisibleUnits, type VisibleUnits } from '../people/people-access.js';
import { nextState } from './plan-flow.decision.js';
import type { AgencyProgressView } from './plan-progress.dto.js';

/** $1 year, $2 visible units: every agency that has people or a plan, so that one without a plan is seen too. */
const AGENCIES = `SELECT u.unit_id AS "agencyId", u.name, coalesce(w.people, 0)::integer AS people, p.plan_id AS "planId", p.state, p.returned,
    p.changed_at AS "changedAt", coalesce(l.lines, 0)::integer AS lines, coalesce(l.budget, 0)::float8 AS budget, coalesce(i.people, 0)::integer AS "peopleInPlan",
    r.reason AS "returnReason", r.from_state AS "returnedFrom", r.at AS "returnedAt"
  FROM unit AS u
  LEFT JOIN (SELECT agency_id, count(*) AS people FROM person WHERE left_on IS NULL AND state_order > 0 GROUP BY 1) AS w ON w.agency_id = u.unit_id
  LEFT JOIN plan AS p ON p.agency_id = u.unit_id AND p.kind = 'ANNUAL' AND p.first_year = $1
  LEFT JOIN (SELECT plan_id, count(*) AS lines, sum(budget) AS budget FROM plan_line GROUP BY 1) AS l ON l.plan_id = p.plan_id
  LEFT JOIN (SELECT plan_id, count(DISTINCT employee_id) AS people FROM plan_line JOIN plan_line_person USING (line_id) GROUP BY 1) AS i ON i.plan_id = p.plan_id
  LEFT JOIN LATERAL (SELECT reason, from_state, at FROM plan_step AS s WHERE s.plan_id = p.plan_id AND s.action = 'RETURN' ORDER BY step DESC LIMIT 1) AS r ON true
 WHERE u.kind = 'AGENCY' AND (w.people > 0 OR p.plan_id IS NOT NULL) AND ${inVisibleUnits('u.unit_id', 2)}`;

const DEADLINES = `SELECT state, due_on::text AS "dueOn" FROM plan_deadline WHERE year = $1`;

type Row = Omit<AgencyProgressView, 'nextState' | 'dueOn' | 'daysLate' | 'peopleWithGap' | 'coveredPercent'>;

const DAY_MS = 86_400_000;

/** How far the inventory of a year is, agency by agency: what each has filled in, what was sent back and why, and what is late. */
@Injectable()
export class PlanProgress {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly clock: Clock,
  ) {}

  async agencies(year: number, visible: VisibleUnits): Promise<AgencyProgressView[]> {
    const rows = await this.database.query<Row>(AGENCIES, [year, visible]);
    const deadlines = await this.database.query<{ state: PlanState; dueOn: string }>(DEADLINES, [year]);
    const dueOn = new Map(deadlines.map((row) => [row.state, row.dueOn]));
    const gaps = await countGapsByAgency(this.database, { agencyId: null, visible });
    const today = this.clock.today();
    return rows.map((row) => {
      // Without a plan the inventory is what comes next.
      const next = row.state === null ? 'INVENTORIED' : (nextState(row.state) ?? null);
      const due = next === null ? undefined : dueOn.get(next);
      const peopleWithGap = gaps.get(row.agencyId) ?? 0;
      return {
        ...row,
        peopleWithGap,
        coveredPercent: coveredPercent(row.peopleInPlan, peopleWithGap),
        nextState: next,
        dueOn: due ?? null,
        daysLate: due === undefined ? 0 : daysLate(due, today),
      };
    });
  }
}

/** Whole days after a deadline; 0 until it has passed. */
export function daysLate(dueOn: string, today: string): number {
  return Math.max(0, Math.round((Date.parse(today) - Date.parse(dueOn)) / DAY_MS));
}

/** Percent of the people with a gap whom the plan names, rounded down, at most 100; whole where nobody has a gap. */
function coveredPercent(peopleInPlan: number, peopleWithGap: number): number {
  return peopleWithGap === 0 ? 100 : Math.min(100, Math.floor((peopleInPlan * 100) / peopleWithGap));
}
