import type { PeriodPart } from '@betang/contracts';
import { ServiceDatabase } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { corrections, type Correction, type PeriodFigure } from './period.decision.js';
import { lastMonthOf } from './period-months.decision.js';
import type { ReportPeriod } from './period-store.js';

const BY_STATUS = `SELECT employment_status AS key, sum(people)::int AS people, sum(band_fulfilled)::int AS fulfilled, sum(band_halfway)::int AS halfway,
    sum(band_started)::int AS started, sum(band_none)::int AS none,
    sum((SELECT sum(m.counted) FROM unnest(by_month) WITH ORDINALITY AS m(counted, month) WHERE m.month <= $3))::float8 AS counted
  FROM stated_total WHERE year = $1 AND region = $2 GROUP BY 1 HAVING sum(people) > 0`;
const BY_AGENCY = `SELECT agency_id::text AS key, sum(people)::int AS people, sum(band_fulfilled)::int AS fulfilled
  FROM stated_total WHERE year = $1 AND region = $2 AND agency_id IS NOT NULL GROUP BY 1 HAVING sum(people) > 0`;
/** Not where people are withheld: the region's own report counts them. */
const OF_REGION = `SELECT region AS key, sum(people)::int AS people, sum(people - band_none)::int AS participants
  FROM stated_total WHERE year = $1 AND region = $2 GROUP BY 1 HAVING sum(people) > 0 AND NOT bool_or(withheld)`;
const BUDGETS = `SELECT region || '/' || (data->>'stage') AS key, (data->>'counted')::float8 AS counted,
    (data->>'denominatorAmount')::float8 AS "denominatorAmount"
  FROM statement WHERE kind = 'budget-share' AND year = $1 AND region = $2`;

type Row = { readonly key: string } & Readonly<Record<string, number | string | null>>;

/**
 * What is another figure today than in another region's report: the province compares what was submitted with what the region states today. How
 * far people were with the duty is stated for the year as it stands, so it is compared in reports up to the year's end; hours by month in all.
 */
@Injectable()
export class RegionCorrections {
  constructor(private readonly database: ServiceDatabase) {}

  /** `more` are figures that the region states in other ways. */
  async of({ year, part, place, figures }: ReportPeriod, more: readonly PeriodFigure[] = []): Promise<Correction[]> {
    const stated = [...(await this.stated(year, part, place)), ...more];
    const id = ({ report, key, figure }: PeriodFigure): string => `${report}|${key}|${figure}`;
    const known = new Set(stated.map(id));
    // What was hidden when it was submitted stays out, and so does what the region states in another cut, as small agencies are.
    const comparable = figures.filter((figure) => figure.value !== null && known.has(id(figure)));
    const ids = new Set(comparable.map(id));
    return corrections(
      comparable,
      stated.filter((figure) => ids.has(id(figure))),
    );
  }

  private async stated(year: number, part: PeriodPart, region: string): Promise<PeriodFigure[]> {
    const last = lastMonthOf(part);
    const bands = last === 12 ? ['people', 'fulfilled', 'halfway', 'started', 'none'] : [];
    const found = [
      ...figuresOf('fulfilment', await this.rows(BY_STATUS, [year, region, last]), [...bands, 'counted']),
      ...figuresOf('budget-share', await this.rows(BUDGETS, [year, region]), ['counted', 'denominatorAmount']),
    ];
    if (last < 12) return found;
    return [
      ...found,
      ...figuresOf('fulfilment', await this.rows(BY_AGENCY, [year, region]), ['people', 'fulfilled']),
      ...figuresOf('participation', await this.rows(OF_REGION, [year, region]), ['people', 'participants']),
    ];
  }

  private rows(query: string, values: readonly unknown[]): Promise<Row[]> {
    return this.database.query<Row>(query, values);
  }
}

function figuresOf(report: string, rows: readonly Row[], figures: readonly string[]): PeriodFigure[] {
  return rows.flatMap((row) =>
    figures.map((figure) => ({ report, key: row.key, figure, value: row[figure] as number | null })),
  );
}
