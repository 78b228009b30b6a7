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
}

const STATUSES = ['CPNS', 'PNS', 'PPPK', 'PPPK_PARUH_WAKTU'];
const PEOPLE_A_COMMIT = 1_000;
/** A reminder that a stopped process missed is sent up to so many days late, and not at all after that. */
const LATE_DAYS = 14;
const SYSTEM = 'reminders';
const FIRST = '00000000-0000-0000-0000-000000000000';

/** Dates of the last days that have had no run; none that was over before it was set. */
const DUE = `SELECT r.reminder_id AS "reminderId", r.below, make_date($1, r.month, r.day) AS "dueOn" FROM reminder_date AS r
 WHERE r.active AND make_date($1, r.month, r.day) BETWEEN $2::date - ${LATE_DAYS} AND $2::date
   AND make_date($1, r.month, r.day) >= (r.set_at AT TIME ZONE $3)::date
   AND NOT EXISTS (SELECT 1 FROM reminder_run AS n WHERE n.reminder_id = r.reminder_id AND n.year = $1 AND n.finished_at IS NOT NULL)`;

const BEHIND = `WITH duty AS (SELECT * FROM unnest($2::text[], $3::bigint[], $4::bigint[]) AS u(employment_status, minimum, threshold))
SELECT y.employee_id AS id, (d.minimum - y.counted)::float8 AS missing FROM person_year AS y JOIN duty AS d USING (employment_status)
  JOIN person AS p USING (employee_id)
 WHERE y.year = $1 AND y.in_service AND y.counted < d.threshold AND p.left_on IS NULL AND y.employee_id > $5
 ORDER BY y.employee_id LIMIT $6`;

const COLUMNS = `run_id AS "runId", reminder_id AS "reminderId", year, due_on AS "dueOn", below, started_by AS "startedBy", started_at AS "startedAt",
  people, finished_at AS "finishedAt"`;

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
  async set(tx: Transaction, dates: readonly Omit<ReminderDate, 'reminderId'>[], by: string): Promise<void> {
    const days = new Set(dates.map(({ month, day }) => `${month}-${day}`));
    if (days.size < dates.length) throw new AppError('reminder-twice', { status: 422, field: 'dates' });
    // Dates that stay keep their id, so that a reminder sent this year is not sent again.
    await tx.execute(
      `DELETE FROM reminder_date AS r WHERE NOT EXISTS (
         SELECT 1 FROM unnest($1::smallint[], $2::smallint[]) AS u(m, d) WHERE u.m = r.month AND u.d = r.day)`,
      [dates.map(({ month }) => month), dates.map(({ day }) => day)],
    );
    await tx.execute(
      `INSERT INTO reminder_date AS r (reminder_id, month, day, below, active, set_by)
       SELECT i, m, d, b, a, $6 FROM unnest($1::uuid[], $2::smallint[], $3::smallint[], $4::text[], $5::boolean[]) AS u(i, m, d, b, a)
       ON CONFLICT (month, day) DO UPDATE SET below = excluded.below, active = excluded.active, set_by = excluded.set_by, set_at = now()
         WHERE (r.below, r.active) IS DISTINCT FROM (excluded.below, excluded.active)`,
      [
        dates.map(() => newId()),
        dates.map(({ month }) => month),
        dates.map(({ day }) => day),
        dates.map(({ below }) => below),
        dates.map(({ active }) => active),
        by,
      ],
    );
    const object = { type: 'reminder-calendar', id: 'region' };
    await this.audit.record(tx, { actor: by, action: 'set-reminders', object, after: { dates: [...days].join(' ') } });
  }

  /** What the calendar says is due and has not been sent; for the daily sweep. Answers how many people were told. */
  async runDue(): Promise<number> {
    const today = this.clock.today();
    const year = Number(today.slice(0, 4));
    const zone = ianaTimeZones[timeZoneOf(RegionCode.parse(this.config.region))];
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
  async send(runId: string): Promise<number> {
    let [told, after, more] = [0, FIRST, true];
    while (more) {
      const step = await this.unitOfWork.run((tx) => this.sendSome(tx, runId, after));
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

  private async sendSome(
    tx: Transaction,
    runId: string,
    after: string,
  ): Promise<{ told: number; last: string | undefined }> {
    const [run] = await tx.query<ReminderRun>(`SELECT ${COLUMNS} FROM reminder_run WHERE run_id = $1 FOR UPDATE`, [
      runId,
    ]);
    if (!run || run.finishedAt !== null) return { told: 0, last: undefined };
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
