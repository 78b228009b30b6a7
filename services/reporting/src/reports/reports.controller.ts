import {
  AppError,
  CurrentPrincipal,
  Requires,
  ServiceController,
  decodeCursor,
  exportTable,
  mayActOn,
  pageOf,
  preferredLanguage,
  type Principal,
  ApiOkResponse,
  ApiOperation,
  AnswersFile,
  EXPORT_FORMATS,
} from '@betang/platform';
import { Get, Headers, Param, Query } from '@nestjs/common';
import type { StreamableFile } from '@nestjs/common';
import type { ReportReader } from '../figures/report.js';
import { ReportingConfig } from '../reporting.config.js';
import { compareYears } from './compare-years.decision.js';
import { ReportCatalogue } from './report-catalogue.js';
import {
  ComparisonQuery,
  ComparisonView,
  LineageQuery,
  LineageView,
  ReportFileQuery,
  ReportList,
  ReportRowsQuery,
  ReportView,
} from './report.dto.js';
import { pageOfRows } from './page-of-rows.decision.js';
import { entryView, reportTable, reportView } from './report-views.js';
import { Reports } from './reports.js';

/** All reports in one form: figures, their age, what is missing, and where each figure comes from. */
@ServiceController('reporting', 'reports')
export class ReportsController {
  constructor(
    private readonly reports: Reports,
    private readonly catalogue: ReportCatalogue,
    private readonly config: ReportingConfig,
  ) {}

  @Get()
  @Requires('reports:read')
  @ApiOperation({ summary: 'The reports of this region, their groupings and figures' })
  @ApiOkResponse({ type: ReportList })
  list(@Headers('accept-language') accepted?: string): ReportList {
    const language = preferredLanguage(accepted);
    return { items: this.catalogue.all().map((definition) => entryView(definition, language)) };
  }

  @Get(':report')
  @Requires('reports:read')
  @ApiOperation({ summary: 'A report' })
  @ApiOkResponse({ type: ReportView })
  async show(
    @Param('report') name: string,
    @Query() query: ReportRowsQuery,
    @CurrentPrincipal() who: Principal,
    @Headers('accept-language') accepted?: string,
  ): Promise<ReportView> {
    const reader = readerOf(who, accepted);
    const view = reportView(await this.reports.build(name, query.groupBy, query, reader), reader.language);
    return { ...view, ...pageOfRows(view, query) };
  }

  @Get(':report/file')
  @Requires('reports:read')
  @ApiOperation({ summary: 'A report as .xlsx, .csv or PDF' })
  @AnswersFile(...EXPORT_FORMATS)
  async file(
    @Param('report') name: string,
    @Query() query: ReportFileQuery,
    @CurrentPrincipal() who: Principal,
    @Headers('accept-language') accepted?: string,
  ): Promise<StreamableFile> {
    const reader = readerOf(who, accepted);
    const report = await this.reports.build(name, query.groupBy, query, reader);
    return exportTable(reportTable(report, this.config.region, reader.language), query.format);
  }

  @Get(':report/lineage')
  @Requires('reports:read')
  @ApiOperation({ summary: 'The events that the figures of a row were taken from' })
  @ApiOkResponse({ type: LineageView })
  async lineage(
    @Param('report') name: string,
    @Query() query: LineageQuery,
    @CurrentPrincipal() who: Principal,
    @Headers('accept-language') accepted?: string,
  ): Promise<LineageView> {
    const report = await this.reports.build(name, query.groupBy, query, readerOf(who, accepted), true);
    const row = report.rows.find(({ key }) => key === query.key);
    if (row === undefined) throw new AppError('report-row-unknown', { status: 404, field: 'key' });
    const [after] = decodeCursor(query.cursor, 1) ?? [null];
    // What is not shown does not show how much it is made of either.
    const page = row.suppressed
      ? { sources: [], records: [] }
      : await this.reports.lineage(name, report.groupBy, query, {
          key: row.key,
          after: after === null ? null : String(after),
          rows: query.limit + 1,
        });
    // A row of a whole province names hundreds of statements: they come in the same pages, in the order of their events.
    const named = row.sources.filter(({ eventId }) => after === null || eventId > String(after));
    const inOrder = [...new Map([...named, ...page.sources].map((source) => [source.eventId, source])).values()].sort(
      (a, b) => (a.eventId < b.eventId ? -1 : 1),
    );
    const { items: sources, nextCursor: toEvents } = pageOf(inOrder, query.limit, ({ eventId }) => [eventId]);
    const { items: records, nextCursor: toRecords } = pageOf(page.records, query.limit, ({ id }) => [id]);
    const nextCursor = toEvents ?? toRecords;
    return {
      report: name,
      key: row.key,
      sources: sources.map((source) => ({ ...source, asOf: source.asOf.toISOString() })),
      records,
      ...(nextCursor === undefined ? {} : { nextCursor }),
    };
  }

  @Get(':report/comparison')
  @Requires('reports:read')
  @ApiOperation({ summary: 'One figure of a report over several years' })
  @ApiOkResponse({ type: ComparisonView })
  async compare(
    @Param('report') name: string,
    @Query() { years, figure, ...part }: ComparisonQuery,
    @CurrentPrincipal() who: Principal,
    @Headers('accept-language') accepted?: string,
  ): Promise<ComparisonView> {
    const { columns, ofToday } = this.catalogue.get(name);
    if (ofToday === true) throw new AppError('report-of-today', { status: 400 });
    if (!columns.some((column) => column.name === figure && column.hidden !== true))
      throw new AppError('figure-unknown', { status: 400, field: 'figure' });
    const reader = readerOf(who, accepted);
    const ordered = [...new Set(years)].sort((a, b) => a - b);
    const built = [];
    for (const year of ordered) built.push(await this.reports.build(name, part.groupBy, { ...part, year }, reader));
    const missing = [...new Set(built.flatMap((report) => report.missing))].sort();
    const reports = built.map(({ filter, rows }) => ({ year: filter.year, rows }));
    const ages = built.map(({ filter, asOf, lagSeconds, missing: lacking }) => ({
      ...{ year: filter.year, asOf, lagSeconds, missing: lacking },
    }));
    return { report: name, figure, years: ordered, rows: compareYears(reports, figure), ages, missing };
  }
}

/** A reader is inside a region whose whole figures their role covers; of others, small cells are hidden. */
function readerOf(who: Principal, accepted: string | undefined): ReportReader {
  return {
    isInside: (region) => mayActOn(who, 'reports:read', { region }),
    language: preferredLanguage(accepted),
  };
}
