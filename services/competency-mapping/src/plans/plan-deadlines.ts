import type { PlanState } from '@betang/contracts';
import { Audit, Clock, Notices, Sweeps, UnitOfWork, type NewNotice, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { CalendarDate } from '@betang/asn';
import { nextState } from './plan-flow.decision.js';

const PLAN_SWEEP = 'competency-plan-deadlines';
const DAYS_BEFORE = 7;

const NEXT = `CASE p.state WHEN 'DRAFT' THEN 'INVENTORIED' WHEN 'INVENTORIED' THEN 'VERIFIED'
   WHEN 'VERIFIED' THEN 'VALIDATED' WHEN 'VALIDATED' THEN 'APPROVED' ELSE 'SYNCED' END`;
const SUPERVISORS = `(SELECT DISTINCT agency_id, supervisor_id AS employee_id FROM person WHERE left_on IS NULL AND supervisor_id IS NOT NULL)`;

/** Plans whose next step is due within days or late: told to who drew them up or took a step, and to the supervisors of the agency. */
const DUE = `SELECT DISTINCT p.plan_id AS "planId", p.state, p.title, p.returned, d.due_on::text AS "dueOn", h.employee_id AS "recipientId"
  FROM plan AS p JOIN plan_deadline AS d ON d.year = p.first_year AND d.due_on <= $1
  JOIN LATERAL (SELECT s.employee_id FROM ${SUPERVISORS} AS s WHERE s.agency_id = p.agency_id
      UNION SELECT p.created_employee_id UNION SELECT actor_employee_id FROM plan_step AS t WHERE t.plan_id = p.plan_id) AS h ON h.employee_id IS NOT NULL
 WHERE p.state <> 'SYNCED' AND d.state = ${NEXT}
   -- An agency's own plan ends with its approval; the region's goes to the province. Once it went as it is, or was taken back, the next step is not theirs.
   AND (p.state <> 'APPROVED' OR (p.agency_id IS NULL
     AND NOT EXISTS (SELECT 1 FROM plan_submission AS s WHERE s.plan_id = p.plan_id AND s.revision = p.revision)))`;
/** Reminders of a plan that nobody has to heed any more; the mails that still wait for them go too. */
const CLOSE_REMINDERS = `WITH closed AS (
    UPDATE notice SET read_at = now() WHERE read_at IS NULL AND link = $1 AND code IN ('plan-due', 'plan-late') RETURNING notice_id),
  mails AS (DELETE FROM notice_mail WHERE state = 'WAITING' AND notice_id IN (SELECT notice_id FROM closed))
  SELECT count(*)::integer AS n FROM closed`;

/** Agencies with people and no annual plan although its inventory is due within days or late, told to their supervisors. */
const MISSING = `SELECT d.year, d.due_on::text AS "dueOn", s.employee_id AS "recipientId"
  FROM plan_deadline AS d JOIN ${SUPERVISORS} AS s ON true
 WHERE d.state = 'INVENTORIED' AND d.due_on <= $1 AND d.year >= $2
   AND NOT EXISTS (SELECT 1 FROM plan AS p WHERE p.kind = 'ANNUAL' AND p.first_year = d.year AND p.agency_id = s.agency_id)`;

interface MissingPlan {
  readonly year: number;
  readonly dueOn: string;
  readonly recipientId: string;
}

interface DuePlan {
  readonly planId: string;
  readonly state: PlanState;
  readonly title: string;
  readonly returned: number;
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

  /** Closes what was asked of people for a plan that was taken back: reminders that nobody read yet. Answers how many. */
  async close(tx: Transaction, planId: string): Promise<number> {
    const [row] = await tx.query<{ n: number }>(CLOSE_REMINDERS, [linkOf(planId)]);
    return row!.n;
  }

  /** Tells each of them once before a step's deadline and once when it has passed; answers how many were told. */
  remind(): Promise<number> {
    return this.unitOfWork.run(async (tx) => {
      const today = this.clock.today();
      const until = addDays(today, DAYS_BEFORE);
      const due = await tx.query<DuePlan>(DUE, [until]);
      const missing = await tx.query<MissingPlan>(MISSING, [until, Number(today.slice(0, 4))]);
      const notices = [
        ...due.map((plan) => noticeOf(plan, today)),
        ...missing.map((plan) => missingNotice(plan, today)),
      ];
      return this.notices.tell(tx, notices);
    });
  }
}

function noticeOf({ planId, state, title, returned, dueOn, recipientId }: DuePlan, today: string): NewNotice {
  const code = dueOn < today ? 'plan-late' : 'plan-due';
  return {
    recipientId,
    // Sent back, a plan comes to the same step again.
    key: `${code}:${planId}:${state}:${dueOn}:${returned}`,
    code,
    params: { title, dueOn, state: nextState(state) ?? state },
    link: linkOf(planId),
  };
}

function linkOf(planId: string): string {
  return `/plans/${planId}`;
}

function missingNotice({ year, dueOn, recipientId }: MissingPlan, today: string): NewNotice {
  const phase = dueOn < today ? 'late' : 'due';
  return { recipientId, key: `plan-missing:${year}:${dueOn}:${phase}`, code: 'plan-missing', params: { year, dueOn } };
}

function addDays(day: string, days: number): string {
  const { year, month, day: of } = CalendarDate.parse(day);
  return new Date(Date.UTC(year, month - 1, of + days)).toISOString().slice(0, 10);
}
