import { RegionCode, calendarDateAt, timeZoneOf } from '@betang/asn';
import { AppError, ServiceDatabase, decodeCursor, pageOf } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import { ReportCatalogue } from '../reports/report-catalogue.js';
import { ageOf } from '../origins/age.js';
import { outsider } from '../figures/report.js';
import { Reports } from '../reports/reports.js';
import { ReportingConfig } from '../reporting.config.js';
import type { SeriesPoint, SeriesQuery } from './series.dto.js';

const MOST_DAYS = 400;
const DAY = 86_400_000;

const SAVE = `INSERT INTO figure_history (day, report, year, region, figures, as_of, partial, made_at)
  SELECT $1, $2, $3, r, f, a, p, $8 FROM unnest($4::text[], $5::jsonb[], $6::timestamptz[], $7::boolean[]) AS u(r, f, a, p)
  ON CONFLICT (report, year, region, day) DO UPDATE
     SET figures = EXCLUDED.figures, as_of = EXCLUDED.as_of, partial = EXCLUDED.partial, made_at = EXCLUDED.made_at`;

/** Figures of budgets have their stage behind the region. */
const between = (
  direction: 'ASC' | 'DESC',
): string => `SELECT to_char(day, 'YYYY-MM-DD') AS day, region, figures, as_of AS "asOf", made_at AS "madeAt", partial FROM figure_history
  WHERE report = $1 AND year = $2 AND day BETWEEN $3::date AND $4::date AND ($5::text IS NULL OR region = $5 OR starts_with(region, $5 || '/'))
    AND ($6::date IS NULL OR (figure_history.day, region) ${direction === 'ASC' ? '>' : '<'} ($6::date, $7::text))
  ORDER BY figure_history.day ${direction}, region ${direction} LIMIT $8`;

interface PointRow extends Pick<SeriesPoint, 'day' | 'region' | 'figures' | 'partial'> {
  readonly asOf: Date | null;
  readonly madeAt: Date | null;
}

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
        known.map(({ asOf }) => asOf),
        known.map(({ partial }) => partial),
        this.clock.now(),
      ]);
      kept += known.length;
    }
    return kept;
  }

  /** A page of the points of a report's series. Throws `series-too-long` (400). */
  async between(
    report: string,
    { year, from, to, region, cursor, limit, sort }: SeriesQuery,
  ): Promise<{ readonly points: readonly SeriesPoint[]; readonly nextCursor?: string }> {
    const days = (Date.parse(to) - Date.parse(from)) / DAY;
    if (!(days >= 0 && days <= MOST_DAYS))
      throw new AppError('series-too-long', { status: 400, field: 'to', params: { most: MOST_DAYS } });
    const [order = sort, afterDay = null, afterRegion = null] = decodeCursor(cursor, 3) ?? [];
    if (order !== sort) throw new AppError('cursor-invalid', { status: 400, field: 'cursor' });
    const values = [report, year, from, to, region ?? null, afterDay, afterRegion, limit + 1];
    const rows = await this.database.query<PointRow>(between(sort === 'day' ? 'ASC' : 'DESC'), values);
    const { items, nextCursor } = pageOf(rows, limit, (row) => [sort, row.day, row.region]);
    return { points: items.map(pointOf), ...(nextCursor === undefined ? {} : { nextCursor }) };
  }
}

/** Evenings of before times were kept have none. */
function pointOf({ asOf, madeAt, ...point }: PointRow): SeriesPoint {
  return { ...point, ...(madeAt === null ? ageOf(undefined, new Date(0)) : ageOf(asOf ?? undefined, madeAt)) };
}
