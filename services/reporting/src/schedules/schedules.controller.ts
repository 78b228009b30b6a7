import { newId } from '@betang/contracts';
import {
  AppError,
  Audit,
  CurrentPrincipal,
  Files,
  Idempotency,
  ListQuery,
  OnceRequest,
  PageQuery,
  Requires,
  ServiceController,
  ServiceDatabase,
  Sweeps,
  downloadOf,
  type ExportFormat,
  type IdempotentRequest,
  type ListDefinition,
  type ListRow,
  type OnceAnswer,
  type Page,
  type Principal,
  ApiOkResponse,
  ApiOperation,
  AnswersFile,
  ApiCreatedResponse,
  EXPORT_FORMATS,
} from '@betang/platform';
import { Body, Delete, Get, HttpCode, Param, ParseUUIDPipe, Post, Query, type OnModuleInit } from '@nestjs/common';
import type { StreamableFile } from '@nestjs/common';
import { FigureHistory } from '../history/figure-history.js';
import { ReportCatalogue } from '../reports/report-catalogue.js';
import { assertFilters } from '../figures/report.js';
import { nextDay } from './next-day.decision.js';
import { RunPage, ScheduleInput, SchedulePage, ScheduleView, SchedulesQuery, type RunView } from './schedule.dto.js';
import { ScheduledReports } from './scheduled-reports.js';

const SCHEDULES: ListDefinition = {
  select: `SELECT schedule_id AS id, title, report, format, frequency, to_char(next_on, 'YYYY-MM-DD') AS "nextOn" FROM report_schedule`,
  sorts: { title: { sql: 'title', type: 'text' }, nextOn: { sql: 'next_on', type: 'date' } },
  defaultSort: 'title',
  key: { sql: 'schedule_id', type: 'uuid' },
};
const RUNS: ListDefinition = {
  select: `SELECT run_id AS id, to_char(due_on, 'YYYY-MM-DD') AS "dueOn", made_at AS "madeAt", sha256 IS NOT NULL AS "hasFile",
    error_code AS "errorCode" FROM report_run`,
  sorts: { dueOn: { sql: 'due_on', type: 'date' } },
  defaultSort: '-dueOn',
  key: { sql: 'run_id', type: 'uuid' },
};

/** Reports that come by themselves, each its owner's own: made in the morning of the region, told by notice, fetched here. */
@ServiceController('reporting', 'schedules')
export class SchedulesController implements OnModuleInit {
  constructor(
    private readonly scheduled: ScheduledReports,
    private readonly history: FigureHistory,
    private readonly catalogue: ReportCatalogue,
    private readonly files: Files,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
    private readonly sweeps: Sweeps,
  ) {}

  onModuleInit(): void {
    this.sweeps.register('scheduled-reports', { dailyAt: '05:00' }, () => this.scheduled.makeDue());
    this.sweeps.register('figure-history', { dailyAt: '23:30' }, () => this.history.keepToday());
  }

  @Get()
  @Requires('reports:read')
  @ApiOkResponse({ type: SchedulePage })
  async list(
    @Query() query: SchedulesQuery,
    @CurrentPrincipal() who: Principal,
  ): Promise<Page<Omit<ScheduleView & ListRow, keyof ListRow>>> {
    const list = new ListQuery(SCHEDULES, query)
      .where('owner = ?', who.subject)
      .where('report = ?', query.report)
      .where('frequency = ?', query.frequency)
      .build();
    return list.page(await this.database.query<ScheduleView & ListRow>(list.text, list.values));
  }

  @Post()
  @Requires('reports:read')
  @ApiOperation({ summary: 'Has a report of the current year made regularly' })
  @ApiCreatedResponse({ type: ScheduleView })
  create(
    @Body() input: ScheduleInput,
    @CurrentPrincipal() who: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<ScheduleView>> {
    const definition = this.catalogue.get(input.report);
    const { groupings } = definition;
    assertFilters(definition, input.query);
    const { groupBy } = input.query;
    if (groupBy !== undefined && !Object.hasOwn(groupings, groupBy))
      throw new AppError('grouping-unknown', {
        status: 400,
        field: 'query.groupBy',
        params: { groupings: Object.keys(groupings).join(', ') },
      });
    const { title, report, format, language, frequency } = input;
    return this.idempotency.run(request, async (tx) => {
      const id = newId();
      const nextOn = nextDay(frequency, this.scheduled.today());
      await tx.execute(
        `INSERT INTO report_schedule (schedule_id, title, report, query, format, language, frequency, owner, employee_id, next_on)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
        [
          id,
          title,
          report,
          JSON.stringify(input.query),
          format,
          language,
          frequency,
          who.subject,
          who.employeeId ?? null,
          nextOn,
        ],
      );
      await this.audit.record(tx, {
        actor: who.subject,
        action: 'schedule-report',
        object: { type: 'report-schedule', id },
      });
      return { id, title, report, format, frequency, nextOn };
    });
  }

  @Delete(':id')
  @HttpCode(204)
  @Requires('reports:read')
  async remove(@Param('id', ParseUUIDPipe) id: string, @CurrentPrincipal() who: Principal): Promise<void> {
    await this.database.unitOfWork.run(async (tx) => {
      const runs = await tx.query<{ id: string }>(
        'SELECT run_id AS id FROM report_run JOIN report_schedule USING (schedule_id) WHERE schedule_id = $1 AND owner = $2',
        [id, who.subject],
      );
      const removed = await tx.execute('DELETE FROM report_schedule WHERE schedule_id = $1 AND owner = $2', [
        id,
        who.subject,
      ]);
      if (removed === 0) throw new AppError('report-schedule-unknown', { status: 404 });
      for (const run of runs) await this.files.detach(tx, { type: 'report-run', id: run.id });
      await this.audit.record(tx, {
        actor: who.subject,
        action: 'end-report-schedule',
        object: { type: 'report-schedule', id },
      });
    });
  }

  @Get(':id/runs')
  @Requires('reports:read')
  @ApiOkResponse({ type: RunPage })
  async runs(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: PageQuery,
    @CurrentPrincipal() who: Principal,
  ): Promise<Page<Omit<RunView & ListRow, keyof ListRow>>> {
    await this.assertOwner(id, who);
    const list = new ListQuery(RUNS, query).where('schedule_id = ?', id).build();
    return list.page(await this.database.query<RunView & ListRow>(list.text, list.values));
  }

  @Get(':id/runs/:run/file')
  @Requires('reports:read')
  @AnswersFile(...EXPORT_FORMATS)
  async file(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('run', ParseUUIDPipe) run: string,
    @CurrentPrincipal() who: Principal,
  ): Promise<StreamableFile> {
    await this.assertOwner(id, who);
    const [found] = await this.database.query<{ sha256: string; format: ExportFormat; report: string; dueOn: string }>(
      `SELECT sha256, format, report, to_char(due_on, 'YYYY-MM-DD') AS "dueOn" FROM report_run JOIN report_schedule USING (schedule_id)
        WHERE schedule_id = $1 AND run_id = $2 AND sha256 IS NOT NULL`,
      [id, run],
    );
    if (found === undefined) throw new AppError('report-run-unknown', { status: 404 });
    return downloadOf(await this.files.read(found.sha256), `${found.report}-${found.dueOn}`, found.format);
  }

  private async assertOwner(id: string, who: Principal): Promise<void> {
    const found = await this.database.query('SELECT 1 FROM report_schedule WHERE schedule_id = $1 AND owner = $2', [
      id,
      who.subject,
    ]);
    if (found.length === 0) throw new AppError('report-schedule-unknown', { status: 404 });
  }
}
