import { buffer } from 'node:stream/consumers';
import { RegionCode, calendarDateAt, timeZoneOf } from '@betang/asn';
import { newId } from '@betang/contracts';
import {
  AppError,
  Files,
  Notices,
  ServiceDatabase,
  ServiceLogger,
  exportContent,
  isTransient,
  type ExportFormat,
  type Language,
  type Transaction,
} from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import { reportTable } from '../reports/report-views.js';
import { outsider } from '../figures/report.js';
import { Reports } from '../reports/reports.js';
import { RetentionSweep } from '../retention/retention-sweep.js';
import { ReportingConfig } from '../reporting.config.js';
import { nextDay, yearOf, type Frequency } from './next-day.decision.js';

interface DueSchedule {
  readonly scheduleId: string;
  readonly report: string;
  readonly query: {
    readonly groupBy?: string;
    readonly region?: string;
    readonly agencyId?: string;
    readonly status?: string;
  };
  readonly format: ExportFormat;
  readonly language: Language;
  readonly frequency: Frequency;
  readonly employeeId: string | null;
  readonly dueOn: string;
}

const DUE = `SELECT schedule_id AS "scheduleId", report, query, format, language, frequency, employee_id AS "employeeId",
    to_char(next_on, 'YYYY-MM-DD') AS "dueOn" FROM report_schedule AS s WHERE next_on <= $1
    -- Whoever left the region gets no more of its reports; of who returns the next one is made.
    AND NOT EXISTS (SELECT 1 FROM employee AS e WHERE e.employee_id = s.employee_id AND NOT e.in_service AND e.left_on IS NOT NULL)
  ORDER BY next_on, schedule_id LIMIT 1000`;
const LIMITS = { maxBytes: 32 * 1024 * 1024, types: ['xlsx', 'csv', 'pdf'] } as const;

/** Makes the reports that are due, keeps them as files and tells their owners. A day's report is made once, however often it is tried. */
@Injectable()
export class ScheduledReports {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly reports: Reports,
    private readonly files: Files,
    private readonly notices: Notices,
    private readonly retention: RetentionSweep,
    private readonly config: ReportingConfig,
    private readonly clock: Clock,
    private readonly logger: ServiceLogger,
  ) {}

  today(): string {
    return calendarDateAt(this.clock.now(), timeZoneOf(RegionCode.parse(this.config.region))).iso;
  }

  /** Answers how many were made. A schedule that was due on several days while the region was down is made once. */
  async makeDue(): Promise<number> {
    const today = this.today();
    const due = await this.database.query<DueSchedule>(DUE, [today]);
    let made = 0;
    for (const schedule of due) if (await this.make(schedule, today)) made += 1;
    await this.retention.sweep();
    await this.files.sweep();
    await this.notices.sweep(this.database);
    return made;
  }

  private async make(schedule: DueSchedule, today: string): Promise<boolean> {
    const { sha256, errorCode } = await this.content(schedule, today);
    return this.database.unitOfWork.run(async (tx) => {
      const runId = newId();
      const inserted = await tx.execute(
        `INSERT INTO report_run (run_id, schedule_id, due_on, sha256, error_code) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
        [runId, schedule.scheduleId, schedule.dueOn, sha256 ?? null, errorCode ?? null],
      );
      await tx.execute('UPDATE report_schedule SET next_on = $2 WHERE schedule_id = $1 AND next_on <= $3', [
        schedule.scheduleId,
        nextDay(schedule.frequency, today),
        today,
      ]);
      if (inserted === 0) return false;
      if (sha256 !== undefined) await this.files.attach(tx, sha256, { type: 'report-run', id: runId });
      await this.tell(tx, schedule, runId, sha256 === undefined ? 'report-not-made' : 'report-ready');
      return sha256 !== undefined;
    });
  }

  /** Who waits for a report is told of it, also when it could not be made: nobody looks for what does not come. */
  private async tell(
    tx: Transaction,
    { employeeId, dueOn, scheduleId }: DueSchedule,
    runId: string,
    code: 'report-ready' | 'report-not-made',
  ): Promise<void> {
    if (employeeId === null) return;
    const link = `/reports/schedules/${scheduleId}`;
    await this.notices.tell(tx, [
      { recipientId: employeeId, key: `${code}:${runId}`, code, params: { day: dueOn }, link },
    ]);
  }

  /** The file's content is what anyone outside may see: it may be passed on, and its owner's rights may end. */
  private async content(schedule: DueSchedule, today: string): Promise<{ sha256?: string; errorCode?: string }> {
    const { report, query, format, language } = schedule;
    try {
      const filter = { ...query, year: yearOf(today) };
      const built = await this.reports.build(report, query.groupBy, filter, outsider(language));
      const content = await exportContent(reportTable(built, this.config.region, language), format);
      const bytes = Buffer.isBuffer(content) ? content : await buffer(content);
      return { sha256: (await this.files.put(bytes, { ...LIMITS, types: [...LIMITS.types] })).sha256 };
    } catch (error) {
      if (isTransient(error)) throw error;
      this.logger.error('scheduled report failed', { scheduleId: schedule.scheduleId, error });
      return { errorCode: error instanceof AppError ? error.code : 'internal-error' };
    }
  }
}
