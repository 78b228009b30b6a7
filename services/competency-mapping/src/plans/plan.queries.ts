import { AppError, Clock, ListQuery, PageQuery, ServiceDatabase, type ListRow, type Page } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import type { VisibleUnits } from '../people/people-access.js';
import { LINE_COLUMNS } from './plan-store.js';
import type { PlanLine } from './plan.js';
import type { LinePersonView, LineQuery } from './plan-line.dto.js';
import type { DeadlineView, PlanQuery, PlanStepView, PlanView } from './plan.dto.js';

const NEXT = `CASE p.state WHEN 'DRAFT' THEN 'INVENTORIED' WHEN 'INVENTORIED' THEN 'VERIFIED' WHEN 'VERIFIED' THEN 'VALIDATED'
  WHEN 'VALIDATED' THEN 'APPROVED' WHEN 'APPROVED' THEN 'SYNCED' END`;
const SELECT = `SELECT p.plan_id AS "planId", p.kind, p.agency_id AS "agencyId", p.title, p.first_year AS "firstYear", p.last_year AS "lastYear", p.state,
    p.revision, p.returned, p.decree, d.due_on::text AS "dueOn", coalesce(l.lines, 0)::integer AS lines, coalesce(l.people, 0)::integer AS people,
    coalesce(l.budget, 0)::float8 AS budget
  FROM plan AS p
  LEFT JOIN plan_deadline AS d ON d.year = p.first_year AND d.state = ${NEXT}
  LEFT JOIN (SELECT plan_id, count(*) AS lines, sum(people) AS people, sum(budget) AS budget FROM plan_line GROUP BY 1) AS l ON l.plan_id = p.plan_id`;

const PLANS = {
  select: SELECT,
  sorts: {
    title: { sql: 'p.title', type: 'text' },
    year: { sql: 'p.first_year', type: 'integer' },
    changed: { sql: 'p.changed_at', type: 'timestamptz' },
  },
  defaultSort: '-year',
  key: { sql: 'p.plan_id', type: 'uuid' },
} as const;
const LINES = {
  select: `SELECT ${LINE_COLUMNS} FROM plan_line`,
  sorts: {
    urgency: { sql: 'urgency', type: 'integer' },
    budget: { sql: 'budget', type: 'bigint' },
    competency: { sql: 'competency_code', type: 'text' },
  },
  defaultSort: '-urgency',
  key: { sql: 'line_id', type: 'uuid' },
} as const;
const PEOPLE = {
  select: `SELECT p.employee_id AS "employeeId", p.name, p.position_name AS "positionName"
    FROM plan_line_person AS l JOIN person AS p USING (employee_id)`,
  sorts: { name: { sql: `coalesce(p.name, '')`, type: 'text' } },
  defaultSort: 'name',
  key: { sql: 'p.employee_id', type: 'uuid' },
} as const;
const BELOW = `p.agency_id IN (WITH RECURSIVE below AS (SELECT unnest(?::uuid[]) AS unit_id
    UNION SELECT u.unit_id FROM unit AS u JOIN below AS b ON u.parent_unit_id = b.unit_id) SELECT unit_id FROM below)`;

/** Reads plans. */
@Injectable()
export class PlanQueries {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly clock: Clock,
  ) {}

  async page(query: PlanQuery, visible: VisibleUnits): Promise<Page<PlanView>> {
    const list = new ListQuery(PLANS, query)
      .where('? BETWEEN p.first_year AND p.last_year', query.year)
      .where('p.kind = ?', query.kind)
      .where('p.state = ?', query.state)
      .where('p.agency_id = ?', query.agencyId);
    if (visible !== null) list.where(BELOW, visible);
    if (query.overdue === true) list.where('d.due_on < ?', this.clock.today());
    const statement = list.build();
    return statement.page(await this.database.query<PlanView & ListRow>(statement.text, statement.values));
  }

  /** Throws `plan-not-found` (404). */
  async get(planId: string): Promise<PlanView> {
    const [row] = await this.database.query<PlanView>(`${SELECT} WHERE p.plan_id = $1`, [planId]);
    if (!row) throw new AppError('plan-not-found', { status: 404 });
    return row;
  }

  async lines(planId: string, query: LineQuery): Promise<Page<PlanLine>> {
    const list = new ListQuery(LINES, query)
      .where('plan_id = ?', planId)
      .where('agency_id = ?', query.agencyId)
      .where('competency_code = ?', query.competencyCode)
      .where('year = ?', query.year)
      .where('development_target_id = ?', query.developmentTargetId)
      .build();
    return list.page(await this.database.query<PlanLine & ListRow>(list.text, list.values));
  }

  async linePeople(lineId: string, query: PageQuery): Promise<Page<LinePersonView>> {
    const list = new ListQuery(PEOPLE, query).where('l.line_id = ?', lineId).build();
    return list.page(await this.database.query<LinePersonView & ListRow>(list.text, list.values));
  }

  steps(planId: string): Promise<PlanStepView[]> {
    return this.database.query<PlanStepView>(
      `SELECT step, action, from_state AS "fromState", to_state AS "toState", actor, on_behalf_of AS "onBehalfOf", reason, at
         FROM plan_step WHERE plan_id = $1 ORDER BY step`,
      [planId],
    );
  }

  deadlines(year: number): Promise<DeadlineView[]> {
    return this.database.query<DeadlineView>(
      'SELECT year, state, due_on::text AS "dueOn" FROM plan_deadline WHERE year = $1 ORDER BY due_on',
      [year],
    );
  }
}
