import { ServiceDatabase } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import type { StatusDuty } from '../duties/duties-in-force.decision.js';
import { BAND_SUMS, dutyParameters, personsByDuty } from '../home/hours-by-duty.js';
import type { Cell, Grouping } from './cell.js';

/** Which people a report is about. */
export interface FulfilmentFilter {
  readonly year: number;
  readonly region?: string;
  readonly agencyId?: string;
  readonly status?: string;
  /** Hours up to the end of this month only; own people alone have figures of a part of the year. */
  readonly throughMonth?: number;
}

interface CellRow {
  readonly key: string;
  readonly region: string;
  readonly agency_name: string | null;
  readonly people: number;
  readonly none: number | null;
  readonly started: number | null;
  readonly halfway: number | null;
  readonly fulfilled: number | null;
  readonly counted: string;
}

const BANDS = `sum(t.band_none)::int AS none, sum(t.band_started)::int AS started, sum(t.band_halfway)::int AS halfway,
  sum(t.band_fulfilled)::int AS fulfilled`;
const NO_BANDS = 'NULL::int AS none, NULL::int AS started, NULL::int AS halfway, NULL::int AS fulfilled';
const FILTER = `t.year = $1 AND ($2::text IS NULL OR t.region = $2) AND ($3::uuid IS NULL OR t.agency_id = $3)
  AND ($4::text IS NULL OR t.employment_status = $4)`;
const STATED: Readonly<Record<Grouping, string>> = {
  region: statedBy('t.region', 'NULL::text'),
  status: statedBy('t.employment_status', 'NULL::text'),
  agency: statedBy(
    `coalesce(t.agency_id::text, 'rest:' || t.region)`,
    'max(a.name)',
    'LEFT JOIN agency_name a USING (region, agency_id)',
  ),
  month: `SELECT m.month::text AS key, t.region, NULL::text AS agency_name, sum(t.people)::int AS people, ${NO_BANDS}, sum(m.counted) AS counted
    FROM stated_total t CROSS JOIN LATERAL unnest(t.by_month) WITH ORDINALITY AS m(counted, month) WHERE ${FILTER} GROUP BY 1, 2`,
};

// An agency that was emptied or merged states zeros: it is no row of a report.
function statedBy(key: string, name: string, join = ''): string {
  return `SELECT ${key} AS key, t.region, ${name} AS agency_name, sum(t.people)::int AS people, ${BANDS}, sum(t.counted) AS counted
    FROM stated_total t ${join} WHERE ${FILTER} GROUP BY 1, 2 HAVING sum(t.people) > 0 OR sum(t.counted) <> 0`;
}

const OWN_FILTER = `t.year = $1 AND ($3::uuid IS NULL OR t.agency_id = $3) AND ($4::text IS NULL OR t.employment_status = $4)`;
const OWN: Readonly<Record<Grouping, string>> = {
  region: ownBy('$2::text', 'NULL::text'),
  status: ownBy('t.employment_status', 'NULL::text'),
  agency: ownBy('t.agency_id::text', 'max(u.name)', 'LEFT JOIN unit u ON u.unit_id = t.agency_id'),
  month: `SELECT m.month::text AS key, $2::text AS region, NULL::text AS agency_name, sum(t.people)::int AS people, ${NO_BANDS}, sum(m.counted) AS counted
    FROM home_total t CROSS JOIN LATERAL unnest(t.by_month) WITH ORDINALITY AS m(counted, month) WHERE ${OWN_FILTER} GROUP BY m.month ORDER BY m.month`,
};

function ownBy(key: string, name: string, join = ''): string {
  return `SELECT ${key} AS key, $2::text AS region, ${name} AS agency_name, sum(t.people)::int AS people, ${BANDS}, sum(t.counted) AS counted
    FROM home_total t ${join} WHERE ${OWN_FILTER} GROUP BY 1`;
}

const OWN_THROUGH: Readonly<Record<Exclude<Grouping, 'month'>, string>> = {
  region: ownThrough('$1::text', 'NULL::text'),
  status: ownThrough('p.employment_status', 'NULL::text'),
  agency: ownThrough('p.agency_id::text', '(SELECT u.name FROM unit u WHERE u.unit_id = p.agency_id)'),
};

function ownThrough(key: string, name: string): string {
  const people = '($6::uuid IS NULL OR e.agency_id = $6) AND ($7::text IS NULL OR e.employment_status = $7)';
  return `WITH ${personsByDuty(people, 'm.month <= $8')},
    keyed AS (SELECT ${key} AS key, ${name} AS agency_name, p.counted, p.least FROM placed p)
  SELECT key, $1::text AS region, max(agency_name) AS agency_name, ${BAND_SUMS} FROM keyed GROUP BY key`;
}

/** The figures that reports are made of. Their cost depends on agencies (stated) or units (own), never on people or ledger entries. */
@Injectable()
export class FulfilmentQueries {
  constructor(private readonly database: ServiceDatabase) {}

  /** What regions state. */
  async stated(groupBy: Grouping, { year, region, agencyId, status }: FulfilmentFilter): Promise<Cell[]> {
    return this.cells(STATED[groupBy], [year, region ?? null, agencyId ?? null, status ?? null]);
  }

  /** Regions that have stated anything for a year, be it that they have nobody. */
  async statedRegions(year: number): Promise<string[]> {
    const rows = await this.database.query<{ region: string }>(
      'SELECT DISTINCT region FROM stated_total WHERE year = $1',
      [year],
    );
    return rows.map(({ region }) => region);
  }

  /** The own region's people as they serve today, for a region that states to another and hears nobody's statements, not even its own. */
  async own(region: string, groupBy: Grouping, { year, agencyId, status }: FulfilmentFilter): Promise<Cell[]> {
    return this.cells(OWN[groupBy], [year, region, agencyId ?? null, status ?? null]);
  }

  /** The same as they stood at the end of a month, read from the people themselves: for reports of a part of a year, not for dashboards. */
  async ownThrough(
    region: string,
    groupBy: Exclude<Grouping, 'month'>,
    { year, agencyId, status, throughMonth }: FulfilmentFilter,
    duties: readonly StatusDuty[],
  ): Promise<Cell[]> {
    const values = [region, year, ...dutyParameters(duties), agencyId ?? null, status ?? null, throughMonth ?? 12];
    return this.cells(OWN_THROUGH[groupBy], values);
  }

  /** Since when sums of the own people have waited to be made anew; undefined while all are made. */
  async waitingSince(): Promise<Date | undefined> {
    const [row] = await this.database.query<{ since: Date | null }>('SELECT min(marked_at) AS since FROM home_mark');
    return row?.since ?? undefined;
  }

  private async cells(query: string, values: readonly unknown[]): Promise<Cell[]> {
    const rows = await this.database.query<CellRow>(query, values);
    return rows.map(({ key, region, agency_name: agencyName, people, counted, none, started, halfway, fulfilled }) => ({
      key,
      region,
      agencyName,
      people,
      counted: Number(counted),
      bands:
        none === null || started === null || halfway === null || fulfilled === null
          ? null
          : { none, started, halfway, fulfilled },
    }));
  }
}
