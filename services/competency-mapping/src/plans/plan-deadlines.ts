import type { PlanState } from '@betang/contracts';
import { Audit, Notices, Sweeps, UnitOfWork, type NewNotice, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { CalendarDate } from '@betang/asn';
import { Clock } from '../clock.js';
import { nextState } from './plan-flow.decision.js';

export const PLAN_SWEEP = 'competency-plan-deadlines';
const DAYS_BEFORE = 7;

/** Plans whose next step is due within days, and the supervisors of the agency's units: those who are named nowhere are not told. */
const DUE = `SELECT p.plan_id AS "planId", p.state, p.title, d.due_on::text AS "dueOn", h.employee_id AS "recipientId"
  FROM plan AS p JOIN plan_deadline AS d ON d.year = p.first_year AND d.due_on <= $1
  JOIN (SELECT DISTINCT agency_id, supervisor_id AS employee_id FROM person WHERE left_on IS NULL AND supervisor_id IS NOT NULL) AS h
    ON h.agency_id = p.agency_id
 WHERE p.state <> 'SYNCED' AND d.state = CASE p.state WHEN 'DRAFT' THEN 'INVENTORIED' WHEN 'INVENTORIED' THEN 'VERIFIED'
   WHEN 'VERIFIED' THEN 'VALIDATED' WHEN 'VALIDATED' THEN 'APPROVED' ELSE 'SYNCED' END`;

interface DuePlan {
  readonly planId: string;
  readonly state: PlanState;
  readonly title: string;
  readonly dueOn: string;
  readonly recipientId: string;
}

/** Deadlines of the AKPK, and the reminders that they give. */
@Injectable()
export class PlanDeadlines {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly notices: Notices,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  register(sweeps: Sweeps): void {
    sweeps.register(PLAN_SWEEP, { dailyAt: '07:00' }, () => this.remind());
  }

  async set(
    tx: Transaction,
    { year, state, dueOn }: { readonly year: number; readonly state: PlanState; readonly dueOn: string },
    actor: string,
  ): Promise<void> {
    await tx.execute(
      `INSERT INTO plan_deadline (year, state, due_on, set_by) VALUES ($1, $2, $3, $4)
       ON CONFLICT (year, state) DO UPDATE SET due_on = excluded.due_on, set_by = excluded.set_by`,
      [year, state, dueOn, actor],
    );
    const object = { type: 'plan-deadline', id: `${year}/${state}` };
    await this.audit.record(tx, { actor, action: 'set-plan-deadline', object, after: { dueOn } });
  }

  /** Tells each of them once a step and deadline; answers how many were told. */
  remind(): Promise<number> {
    return this.unitOfWork.run(async (tx) => {
      const until = addDays(this.clock.today(), DAYS_BEFORE);
      const due = await tx.query<DuePlan>(DUE, [until]);
      return this.notices.tell(tx, due.map(noticeOf));
    });
  }
}

function noticeOf({ planId, state, title, dueOn, recipientId }: DuePlan): NewNotice {
  return {
    recipientId,
    key: `plan-due:${planId}:${state}:${dueOn}`,
    code: 'plan-due',
    params: { title, dueOn, state: nextState(state) ?? state },
    link: `/plans/${planId}`,
  };
}

function addDays(day: string, days: number): string {
  const { year, month, day: of } = CalendarDate.parse(day);
  return new Date(Date.UTC(year, month - 1, of + days)).toISOString().slice(0, 10);
}
