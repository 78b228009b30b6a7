import { CalendarDate } from '@betang/asn';
import { Clock, Notices, UnitOfWork, type NewNotice, type SqlClient, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { toRow } from '../database/table.js';
import { Rules } from '../rules/rules.js';
import { keeperNotices } from './keeper-notices.js';
import './notice.messages.js';

/** People of a plan's roles, in service today. */
const PEOPLE_OF_PLAN = `SELECT DISTINCT a.employee_id FROM assignment AS a JOIN plan_role AS r USING (role_id) JOIN person AS p USING (employee_id)
  WHERE r.plan_id = $1 AND NOT r.removed AND NOT a.ended AND (p.left_on IS NULL OR p.left_on > $2)`;
const EXPIRING = `SELECT DISTINCT ON (a.employee_id, c.competency_code) a.employee_id, c.competency_code, c.valid_until, coalesce(r.name, s.name) AS name
  FROM assignment AS a LEFT JOIN plan_role AS r ON r.role_id = a.role_id AND NOT r.removed
    AND EXISTS (SELECT 1 FROM plan AS p WHERE p.plan_id = r.plan_id AND p.state = 'ACTIVE')
  LEFT JOIN critical_service AS s ON s.service_id = a.service_id AND NOT s.ended
  CROSS JOIN LATERAL jsonb_to_recordset(coalesce(r.competencies, s.competencies)) AS q("competencyCode" text)
  JOIN person_competency AS c ON c.employee_id = a.employee_id AND c.competency_code = q."competencyCode"
 WHERE NOT a.ended AND c.level IS NOT NULL AND c.valid_until BETWEEN $1 AND $2 ORDER BY a.employee_id, c.competency_code, name`;
const DUE_ACTIONS = `SELECT * FROM action WHERE done_on IS NULL AND owner_employee_id IS NOT NULL AND due_on <= $1 ORDER BY action_id`;

/** A drill as those are told of it who take part. */
interface ToldDrill {
  readonly drillId: string;
  readonly title: string;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly place: string;
}

/** An action as its owner is told of it. */
interface ToldAction {
  readonly actionId: string;
  readonly ownerEmployeeId: string | null;
  readonly title: string;
  readonly dueOn: string;
}

/** An emergency of this region as those are told of it who have a part in its plan. */
interface OwnEmergency {
  readonly emergencyId: string;
  readonly planId: string | null;
  readonly title: string;
  readonly level: string;
  readonly declaration: number;
}

/** What people are told of their part in plans: in the transaction of the cause, or by the sweep as a day comes near. One cause tells a person once. */
@Injectable()
export class Reminders {
  constructor(
    private readonly notices: Notices,
    private readonly unitOfWork: UnitOfWork,
    private readonly rules: Rules,
    private readonly clock: Clock,
  ) {}

  async assigned(tx: Transaction, assignmentId: string, employeeId: string, name: string): Promise<void> {
    const key = `contingency-assigned:${assignmentId}`;
    await this.notices.tell(tx, [{ recipientId: employeeId, key, code: 'contingency-assigned', params: { name } }]);
  }

  async invited(tx: Transaction, drill: ToldDrill, employeeIds: readonly string[]): Promise<void> {
    const { drillId, title, startsOn, endsOn, place } = drill;
    const told = {
      // Told again once its days or its place are other ones.
      key: `drill:${drillId}:${startsOn}:${endsOn}:${place}`,
      code: 'contingency-drill-invited',
      params: { title, startsOn, endsOn, place },
    };
    await this.notices.tell(
      tx,
      employeeIds.map((recipientId) => ({ recipientId, ...told })),
    );
  }

  async drillCancelled(
    tx: Transaction,
    { drillId, title }: Pick<ToldDrill, 'drillId' | 'title'>,
    reason: string,
    people: readonly string[],
  ): Promise<void> {
    const told = { key: `drill-cancelled:${drillId}`, code: 'contingency-drill-cancelled', params: { title, reason } };
    await this.notices.tell(
      tx,
      people.map((recipientId) => ({ recipientId, ...told })),
    );
  }

  async actionPlanned(tx: Transaction, action: ToldAction): Promise<void> {
    if (action.ownerEmployeeId !== null) await this.notices.tell(tx, [actionNotice(action, 'planned')]);
  }

  async planKept(tx: Transaction, planId: string, keeperId: string, title: string): Promise<void> {
    const key = `plan-kept:${planId}:${keeperId}`;
    await this.notices.tell(tx, [{ recipientId: keeperId, key, code: 'contingency-plan-kept', params: { title } }]);
  }

  /** Everyone with a part in the plan knows at once: of the first decree, of each other level, and of the end. */
  async emergency(tx: Transaction, { emergencyId, planId, title, level, declaration }: OwnEmergency): Promise<void> {
    if (planId === null) return;
    const rows = await tx.query<{ employee_id: string }>(PEOPLE_OF_PLAN, [planId, this.clock.today()]);
    const ended = level === 'ENDED';
    const told = {
      key: declaration === 1 ? `emergency:${emergencyId}` : `emergency:${emergencyId}:${declaration}`,
      code: ended ? 'contingency-emergency-ended' : 'contingency-emergency',
      params: { title },
    };
    await this.notices.tell(
      tx,
      rows.map((row) => ({ recipientId: row.employee_id, ...told })),
    );
  }

  /** For the sweep: competencies that run out, actions that are due. May be repeated; answers how many people were told. */
  async remind(): Promise<number> {
    return this.unitOfWork.run(async (tx) => {
      const today = this.clock.today();
      const { competencyDays, actionDays } = (await this.rules.book(tx)).get('reminder.ahead', today);
      const day = (days: number) => CalendarDate.parse(today).plusDays(days).iso;
      const notices = [
        ...(await expiring(tx, today, day(competencyDays))),
        ...(await dueActions(tx, today, day(actionDays))),
        ...(await keeperNotices(tx, today, (await this.rules.book(tx)).get('reminder.keeper', today))),
      ];
      return this.notices.tell(tx, notices);
    });
  }
}

async function expiring(db: SqlClient, today: string, until: string): Promise<NewNotice[]> {
  type Row = { employeeId: string; competencyCode: string; validUntil: string; name: string };
  return (await db.query(EXPIRING, [today, until]))
    .map(toRow<Row>)
    .map(({ employeeId, competencyCode, validUntil, name }) => ({
      recipientId: employeeId,
      key: `competency:${competencyCode}:${validUntil}`,
      code: 'contingency-competency-expiring',
      params: { competency: competencyCode, validUntil, name },
    }));
}

async function dueActions(db: SqlClient, today: string, until: string): Promise<NewNotice[]> {
  const actions = (await db.query(DUE_ACTIONS, [until])).map(toRow<ToldAction>);
  return actions.map((action) => actionNotice(action, action.dueOn < today ? 'overdue' : 'due'));
}

function actionNotice(
  { actionId, ownerEmployeeId, title, dueOn }: ToldAction,
  kind: 'planned' | 'due' | 'overdue',
): NewNotice {
  const key = `action-${kind}:${actionId}:${dueOn}`;
  return { recipientId: ownerEmployeeId!, key, code: `contingency-action-${kind}`, params: { title, dueOn } };
}
