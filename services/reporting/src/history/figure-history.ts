import { RegionCode, calendarDateAt, timeZoneOf } from '@betang/asn';
import { AppError, ServiceDatabase } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import { ReportCatalogue } from '../reports/report-catalogue.js';
import type { SeriesPoint } from '../reports/report.dto.js';
import { outsider } from '../reports/report.js';
import { Reports } from '../reports/reports.js';
import { ReportingConfig } from '../reporting.config.js';

const MOST_DAYS = 400;
const DAY = 86_400_000;

const SAVE = `INSERT INTO figure_history (day, report, year, region, figures)
  SELECT $1, $2, $3, r, f FROM unnest($4::text[], $5::jsonb[]) AS u(r, f)
  ON CONFLICT (report, year, region, day) DO UPDATE SET figures = EXCLUDED.figures`;

/** Totals by region, kept every evening: series that later corrections do not rewrite. */
@Injectable()
export class FigureHistory {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly catalogue: ReportCatalogue,
    private readonly reports: Reports,
    private readonly config: ReportingConfig,
    private readonly clock: Clock,
  ) {}

  /** Keeps today's totals of this year and of the last one, which late entries still change, as everyone may see them; again the same day replaces them. */
  async keepToday(): Promise<number> {
    const now = this.clock.now();
    const day = calendarDateAt(now, timeZoneOf(RegionCode.parse(this.config.region))).iso;
    const year = Number(day.slice(0, 4));
    return (await this.keep(day, year - 1)) + (await this.keep(day, year));
  }

  private async keep(day: string, year: number): Promise<number> {
    let kept = 0;
    for (const { name, groupings } of this.catalogue.all()) {
      if (!('region' in groupings)) continue;
      const { rows } = await this.reports.build(name, 'region', { year }, outsider('id'));
      const known = rows.filter(({ suppressed }) => !suppressed);
      await this.database.execute(SAVE, [
        day,
        name,
        year,
        known.map(({ key }) => key),
        known.map(({ figures }) => JSON.stringify(figures)),
      ]);
      kept += known.length;
    }
    return kept;
  }

  /** The points of a report's series. Throws `series-too-long` (400). */
  async between(
    report: string,
    {
      year,
      from,
      to,
      region,
    }: { readonly year: number; readonly from: string; readonly to: string; readonly region?: string },
  ): Promise<SeriesPoint[]> {
    const days = (Date.parse(to) - Date.parse(from)) / DAY;
    if (!(days >= 0 && days <= MOST_DAYS))
      throw new AppError('series-too-long', { status: 400, field: 'to', params: { most: MOST_DAYS } });
    return this.database.query<SeriesPoint>(
      `SELECT to_char(day, 'YYYY-MM-DD') AS day, region, figures FROM figure_history
        WHERE report = $1 AND year = $2 AND day BETWEEN $3 AND $4 AND ($5::text IS NULL OR region = $5) ORDER BY day, region`,
      [report, year, from, to, region ?? null],
    );
  }
}
