import { Clock, Notices, Sweeps, UnitOfWork, type NewNotice } from '@betang/platform';
import { Injectable } from '@nestjs/common';

const COMPLETENESS_SWEEP = 'competency-completeness';

/** People in service without an individual plan of the year that at least waits for approval. */
const WITHOUT_PLAN = `SELECT p.employee_id AS "recipientId" FROM person AS p
  WHERE p.left_on IS NULL AND p.state_order > 0
    AND NOT EXISTS (SELECT 1 FROM individual_plan AS i WHERE i.employee_id = p.employee_id AND i.year = $1 AND i.state IN ('SUBMITTED', 'APPROVED'))
    AND ($2::uuid IS NULL OR p.employee_id > $2) ORDER BY p.employee_id LIMIT $3`;

/** Supervisors, and how many of the people whom they supervise nobody has assessed. */
const WITHOUT_ASSESSMENT = `SELECT p.supervisor_id AS "recipientId", count(*)::integer AS people FROM person AS p
    LEFT JOIN profile_summary AS s USING (employee_id)
   WHERE p.left_on IS NULL AND p.supervisor_id IS NOT NULL AND coalesce(s.assessed, 0) = 0
     AND EXISTS (SELECT 1 FROM person AS b WHERE b.employee_id = p.supervisor_id AND b.left_on IS NULL) GROUP BY 1`;

const PEOPLE_A_COMMIT = 1_000;

/** Monthly reminders of what is not filled in: to the person for the own plan, to the supervisor for people without an assessment. */
@Injectable()
export class CompletenessReminders {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly notices: Notices,
    private readonly clock: Clock,
  ) {}

  register(sweeps: Sweeps): void {
    sweeps.register(COMPLETENESS_SWEEP, { monthlyOn: 5, at: '07:30' }, () => this.remind());
    sweeps.register('notices', { dailyAt: '02:45' }, () => this.unitOfWork.run((tx) => this.notices.sweep(tx)));
  }

  /** Tells each of them once a month; answers how many were told. */
  async remind(): Promise<number> {
    const month = this.clock.today().slice(0, 7);
    const year = Number(month.slice(0, 4));
    let told = await this.unitOfWork.run(async (tx) => {
      const rows = await tx.query<{ recipientId: string; people: number }>(WITHOUT_ASSESSMENT);
      return this.notices.tell(
        tx,
        rows.map(({ recipientId, people }) => notice(recipientId, 'people-not-assessed', month, { people })),
      );
    });
    for (let after: string | null = null; ;) {
      const batch: { recipients: string[]; told: number } = await this.unitOfWork.run(async (tx) => {
        const rows = await tx.query<{ recipientId: string }>(WITHOUT_PLAN, [year, after, PEOPLE_A_COMMIT]);
        const recipients = rows.map(({ recipientId }) => recipientId);
        const notices = recipients.map((recipientId) =>
          notice(recipientId, 'individual-plan-missing', month, { year }),
        );
        return { recipients, told: await this.notices.tell(tx, notices) };
      });
      told += batch.told;
      if (batch.recipients.length < PEOPLE_A_COMMIT) return told;
      after = batch.recipients.at(-1)!;
    }
  }
}

function notice(recipientId: string, code: string, month: string, params: Record<string, number>): NewNotice {
  return { recipientId, key: `${code}:${month}`, code, params };
}
