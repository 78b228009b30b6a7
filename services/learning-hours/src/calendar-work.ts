import { Clock, Files, Notices, ServiceDatabase, UnitOfWork, type Sweeps } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { LaterUses } from './later-use/later-uses.js';
import { Reminders } from './reminders/reminders.js';
import { RetentionSweep } from './retention/retention-sweep.js';

/**
 * Claims past their deadline, told once a week to whom they wait for: the one who was named to verify, else the supervisor, and whoever stands
 * in for them today. The count, nobody's name.
 */
const OVERDUE = `WITH waiting AS (
    SELECT coalesce(c.assigned_to, p.supervisor_id) AS verifier, c.claim_id
      FROM claim AS c JOIN person AS p ON p.employee_id = c.employee_id
     WHERE c.state = 'SUBMITTED' AND c.due_on < $1 AND coalesce(c.assigned_to, p.supervisor_id) IS NOT NULL),
  told AS (
    SELECT verifier AS recipient, claim_id FROM waiting
    UNION SELECT d.to_employee, w.claim_id FROM waiting AS w JOIN verification_delegation AS d ON d.from_employee = w.verifier
     WHERE d.ended_at IS NULL AND $1 BETWEEN d.valid_from AND d.valid_to)
  SELECT recipient AS "recipientId", count(*)::integer AS count FROM told GROUP BY recipient`;

/** What comes round by the calendar of the region: reminders, questions about later use, deadlines, files that nobody refers to. */
@Injectable()
export class CalendarWork {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly database: ServiceDatabase,
    private readonly reminders: Reminders,
    private readonly laterUses: LaterUses,
    private readonly notices: Notices,
    private readonly files: Files,
    private readonly retention: RetentionSweep,
    private readonly clock: Clock,
  ) {}

  register(sweeps: Sweeps): void {
    sweeps.register('reminders', { dailyAt: '07:00' }, () => this.reminders.runDue());
    sweeps.register('later-use', { dailyAt: '07:30' }, () => this.laterUses.ask());
    sweeps.register('overdue-claims', { dailyAt: '08:00' }, () => this.tellOverdue());
    sweeps.register('files', { dailyAt: '02:30' }, () => this.files.sweep());
    sweeps.register('retention', { dailyAt: '02:35' }, () => this.retention.sweep());
    sweeps.register('notices', { dailyAt: '02:45' }, () => this.notices.sweep(this.database));
  }

  tellOverdue(): Promise<number> {
    return this.unitOfWork.run(async (tx) => {
      const today = this.clock.today();
      const rows = await tx.query<{ recipientId: string; count: number }>(OVERDUE, [today]);
      const notices = rows.map(({ recipientId, count }) => ({
        recipientId,
        key: `claim-overdue:${weekOf(today)}`,
        code: 'claim-overdue',
        params: { count },
        link: '/verification?overdue=true',
      }));
      return this.notices.tell(tx, notices);
    });
  }
}

/** Number of the week since 1970: tells one week from the next. */
function weekOf(day: string): number {
  return Math.floor(Date.parse(day) / (7 * 86_400_000));
}
