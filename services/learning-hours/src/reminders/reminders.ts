import { RegionCode, ianaTimeZones, timeZoneOf } from '@betang/asn';
import { newId } from '@betang/contracts';
import {
  AppError,
  Audit,
  Clock,
  Notices,
  RegionConfig,
  UnitOfWork,
  type SqlClient,
  type Transaction,
} from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { DutyPolicies } from '../duty/duty-policies.js';
import { hoursAtPace } from '../duty/fulfilment.decision.js';

export interface ReminderDate {
  readonly reminderId: string;
  readonly month: number;
  readonly day: number;
  readonly below: 'pace' | 'duty';
  readonly active: boolean;
}

export interface ReminderRun {
  readonly runId: string;
  readonly reminderId: string | null;
  readonly year: number;
  readonly dueOn: string;
  readonly below: 'pace' | 'duty';
  readonly startedBy: string;
  readonly startedAt: Date;
  readonly people: number;
  readonly finishedAt: Date | null;
  /** When it was found that it can be of no use any more: it was sent to nobody, or not to all. */
  readonly missedAt: Date | null;
}

/** Who sets the calendar, and who is told what became of it. */
export interface CalendarOfficer {
  readonly subject: string;
  readonly employeeId?: string;
}

const STATUSES = ['CPNS', 'PNS', 'PPPK', 'PPPK_PARUH_WAKTU'];
const PEOPLE_A_COMMIT = 1_000;
/** A reminder that a stopped process missed is sent up to so many days late, in its own year, and not at all after that. */
const LATE_DAYS = 14;
const SYSTEM = 'reminders';
const FIRST = '00000000-0000-0000-0000-000000000000';

/** Dates of the last days that have had no run; none that was over before it was set. */
const DUE = `SELECT r.reminder_id AS "reminderId", r.below, make_date($1, r.month, r.day) AS "dueOn" FROM reminder_date AS r
 WHERE r.active AND make_date($1, r.month, r.day) BETWEEN $2::date - ${LATE_DAYS} AND $2::date
   AND make_date($1, r.month, r.day) >= (r.set_at AT TIME ZONE $3)::date
   AND NOT EXISTS (SELECT 1 FROM reminder_run AS n WHERE n.reminder_id = r.reminder_id AND n.year = $1 AND n.finished_at IS NOT NULL)`;

/** Dates of this year and the last that are too late to be sent, and for which no run came to its end. */
const MISSED = `SELECT r.reminder_id AS "reminderId", r.below, y.year, d.due_on AS "dueOn", r.set_by_employee AS "employeeId"
  FROM reminder_date AS r CROSS JOIN unnest(ARRAY[$1::int - 1, $1::int]) AS y(year) CROSS JOIN LATERAL (SELECT make_date(y.year, r.month, r.day) AS due_on) AS d
 WHERE r.active AND d.due_on >= (r.set_at AT TIME ZONE $3)::date AND (y.year < $1 OR d.due_on < $2::date - ${LATE_DAYS})
   AND NOT EXISTS (SELECT 1 FROM reminder_run AS n WHERE n.reminder_id = r.reminder_id AND n.year = y.year AND n.finished_at IS NOT NULL)
 ORDER BY d.due_on`;

const BEHIND = `WITH duty AS (SELECT * FROM unnest($2::text[], $3::bigint[], $4::bigint[]) AS u(employment_status, minimum, threshold))
SELECT y.employee_id AS id, (d.minimum - y.counted)::float8 AS missing FROM person_year AS y JOIN duty AS d USING (employment_status)
  JOIN person AS p USING (employee_id)
 WHERE y.year = $1 AND y.in_service AND y.counted < d.threshold AND p.left_on IS NULL AND y.employee_id > $5
 ORDER BY y.employee_id LIMIT $6`;

const COLUMNS = `run_id AS "runId", reminder_id AS "reminderId", year, due_on AS "dueOn", below, started_by AS "startedBy", started_at AS "startedAt",
  people, finished_at AS "finishedAt", missed_at AS "missedAt"`;

/** Reminds people who are behind with their hours on the days of the calendar that the region's officers set. */
@Injectable()
export class Reminders {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly policies: DutyPolicies,
    private readonly notices: Notices,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly config: RegionConfig,
  ) {}

  list(db: SqlClient): Promise<ReminderDate[]> {
    return db.query<ReminderDate>(
      'SELECT reminder_id AS "reminderId", month, day, below, active FROM reminder_date ORDER BY month, day',
    );
  }

  /** Replaces the whole calendar. Throws `reminder-twice` (422) where two stand on one day. */
  async set(tx: Transaction, dates: readonly Omit<ReminderDate, 'reminderId'>[], by: CalendarOfficer): Promise<void> {
    const days = new Set(dates.map(({ month, day }) => `${month}-${day}`));
    if (days.size < dates.length) throw new AppError('reminder-twice', { status: 422, field: 'dates' });
    // Dates that stay keep their id, so that a reminder sent this year is not sent again.
    await tx.execute(
      `DELETE FROM reminder_date AS r WHERE NOT EXISTS (
         SELECT 1 FROM unnest($1::smallint[], $2::smallint[]) AS u(m, d) WHERE u.m = r.month AND u.d = r.day)`,
      [dates.map(({ month }) => month), dates.map(({ day }) => day)],
    );
    await tx.execute(
      `INSERT INTO reminder_date AS r (reminder_id, month, day, below, active, set_by, set_by_employee)
       SELECT i, m, d, b, a, $6, $7 FROM unnest($1::uuid[], $2::smallint[], $3::smallint[], $4::text[], $5::boolean[]) AS u(i, m, d, b, a)
       ON CONFLICT (month, day) DO UPDATE SET below = excluded.below, active = excluded.active, set_by = excluded.set_by,
         set_by_employee = excluded.set_by_employee, set_at = now()
         WHERE (r.below, r.active) IS DISTINCT FROM (excluded.below, excluded.active)`,
      [
        dates.map(() => newId()),
        dates.map(({ month }) => month),
        dates.map(({ day }) => day),
        dates.map(({ below }) => below),
        dates.map(({ active }) => active),
        by.subject,
        by.employeeId ?? null,
      ],
    );
    const object = { type: 'reminder-calendar', id: 'region' };
    await this.audit.record(tx, {
      actor: by.subject,
      action: 'set-reminders',
      object,
      after: { dates: [...days].join(' ') },
    });
  }

  /** What the calendar says is due and has not been sent; for the daily sweep. Answers how many people were told. */
  async runDue(): Promise<number> {
    const today = this.clock.today();
    const year = Number(today.slice(0, 4));
    const zone = ianaTimeZones[timeZoneOf(RegionCode.parse(this.config.region))];
    await this.unitOfWork.run((tx) => this.noteMissed(tx, year, today, zone));
    const due = await this.unitOfWork.run((tx) =>
      tx.query<{ reminderId: string; below: 'pace' | 'duty'; dueOn: string }>(DUE, [year, today, zone]),
    );
    let told = 0;
    for (const { reminderId, below, dueOn } of due) {
      const runId = await this.unitOfWork.run((tx) => this.begin(tx, { reminderId, year, dueOn, below, by: SYSTEM }));
      told += await this.send(runId);
    }
    return told;
  }

  /** Begins a run by hand; {@link send} tells the people. */
  async begin(
    tx: Transaction,
    run: { reminderId: string | null; year: number; dueOn: string; below: 'pace' | 'duty'; by: string },
  ): Promise<string> {
    const { reminderId, year, dueOn, below, by } = run;
    const [row] = await tx.query<{ runId: string }>(
      `INSERT INTO reminder_run (run_id, reminder_id, year, due_on, below, started_by) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (reminder_id, year, due_on) DO UPDATE SET year = excluded.year RETURNING run_id AS "runId"`,
      [newId(), reminderId, year, dueOn, below, by],
    );
    if (by !== SYSTEM)
      await this.audit.record(tx, {
        actor: by,
        action: 'run-reminders',
        object: { type: 'reminder-run', id: row!.runId },
      });
    return row!.runId;
  }

  /** Tells everyone who is behind, thousand by thousand; who was told by this run is not told again when it goes on. */
  async send(runId: string, signal?: AbortSignal): Promise<number> {
    const unitOfWork = this.unitOfWork.until(signal);
    let [told, after, more] = [0, FIRST, true];
    while (more) {
      const step = await unitOfWork.run((tx) => this.sendSome(tx, runId, after));
      told += step.told;
      more = step.last !== undefined;
      after = step.last ?? after;
    }
    return told;
  }

  listRuns(db: SqlClient, before: unknown, limit: number): Promise<ReminderRun[]> {
    return db.query<ReminderRun>(
      `SELECT ${COLUMNS} FROM reminder_run WHERE $1::uuid IS NULL OR run_id < $1 ORDER BY run_id DESC LIMIT $2`,
      [before, limit],
    );
  }

  /** Begun in a year that is over by now. What the calendar began is for the sweep to note, which tells of it. */
  private async leaveOff(tx: Transaction, { runId, reminderId }: ReminderRun): Promise<{ told: 0; last: undefined }> {
    if (reminderId === null)
      await tx.execute('UPDATE reminder_run SET finished_at = now(), missed_at = now() WHERE run_id = $1', [runId]);
    return { told: 0, last: undefined };
  }

  /** Keeps on record what was not sent and is of no use any more, and tells whoever set the day: a run by hand may still help. */
  private async noteMissed(tx: Transaction, year: number, today: string, zone: string): Promise<void> {
    type Missed = { reminderId: string; below: string; year: number; dueOn: string; employeeId: string | null };
    for (const missed of await tx.query<Missed>(MISSED, [year, today, zone])) {
      const { reminderId, below, dueOn, employeeId } = missed;
      const [run] = await tx.query<{ runId: string }>(
        `INSERT INTO reminder_run AS n (run_id, reminder_id, year, due_on, below, started_by, finished_at, missed_at) VALUES ($1, $2, $3, $4, $5, $6, now(), now())
         ON CONFLICT (reminder_id, year, due_on) DO UPDATE SET finished_at = now(), missed_at = now() WHERE n.finished_at IS NULL RETURNING run_id AS "runId"`,
        [newId(), reminderId, missed.year, dueOn, below, SYSTEM],
      );
      if (run && employeeId !== null) await this.tellMissed(tx, run.runId, dueOn, employeeId);
    }
  }

  private async tellMissed(tx: Transaction, runId: string, dueOn: string, recipientId: string): Promise<void> {
    const notice = { key: `reminder-missed:${runId}`, code: 'reminder-missed', params: { dueOn }, link: '/reminders' };
    await this.notices.tell(tx, [{ recipientId, ...notice }]);
  }

  private async sendSome(
    tx: Transaction,
    runId: string,
    after: string,
  ): Promise<{ told: number; last: string | undefined }> {
    const [run] = await tx.query<ReminderRun>(`SELECT ${COLUMNS} FROM reminder_run WHERE run_id = $1 FOR UPDATE`, [
      runId,
    ]);
    if (!run || run.finishedAt !== null) return { told: 0, last: undefined };
    if (run.year < Number(this.clock.today().slice(0, 4))) return this.leaveOff(tx, run);
    const behind = await tx.query<{ id: string; missing: number }>(BEHIND, [
      run.year,
      ...(await this.bars(run)),
      after,
      PEOPLE_A_COMMIT,
    ]);
    const told = await this.notices.tell(
      tx,
      behind.map(({ id, missing }) => ({
        recipientId: id,
        key: `hours-missing:${runId}`,
        code: 'hours-missing',
        params: { year: run.year, missing: missing / 100 },
        link: '/hours',
      })),
    );
    const last = behind.length === PEOPLE_A_COMMIT ? behind.at(-1)!.id : undefined;
    await tx.execute(
      `UPDATE reminder_run SET people = people + $2, finished_at = CASE WHEN $3 THEN now() END WHERE run_id = $1`,
      [runId, told, last === undefined],
    );
    return { told, last };
  }

  /** Statuses, what they owe, and the bar under which someone is told. */
  private async bars({ year, below }: ReminderRun): Promise<[string[], number[], number[]]> {
    const book = await this.policies.book();
    const minimums = STATUSES.map((status) => book.find(status, year)?.minimumHundredths ?? 0);
    const today = this.clock.today();
    const thresholds = minimums.map((minimum) => (below === 'duty' ? minimum : hoursAtPace(minimum, year, today)));
    return [STATUSES, minimums, thresholds];
  }
}
