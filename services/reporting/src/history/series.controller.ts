import { Requires, ServiceController, ApiOkResponse, ApiOperation } from '@betang/platform';
import { Get, Param, Query } from '@nestjs/common';
import { ReportCatalogue } from '../reports/report-catalogue.js';
import { FigureHistory } from './figure-history.js';
import { SeriesQuery, SeriesView } from './series.dto.js';

/** What the reports said evening by evening. */
@ServiceController('reporting', 'reports')
export class SeriesController {
  constructor(
    private readonly catalogue: ReportCatalogue,
    private readonly history: FigureHistory,
  ) {}

  @Get(':report/series')
  @Requires('reports:read')
  @ApiOperation({ summary: 'Totals of a report by region, evening by evening' })
  @ApiOkResponse({ type: SeriesView })
  async series(@Param('report') name: string, @Query() query: SeriesQuery): Promise<SeriesView> {
    this.catalogue.get(name);
    return { report: name, year: query.year, ...(await this.history.between(name, query)) };
  }
}
