import { ServiceDatabase } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { dutiesOf } from '../home/duties.js';
import type { Cell, Grouping } from './cell.js';

/** Which people a report is about. */
export interface FulfilmentFilter {
  readonly year: number;
  readonly region?: string;
  readonly agencyId?: string;
  readonly status?: string;
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

/** Duties by status: least and most of a year. A person's hours above the most stop counting; without a least, any hours fulfil. */
const DUTY = 'unnest($5::text[], $6::bigint[], $7::bigint[]) AS d(status, least, most)';
const PEOPLE = `SELECT e.employee_id, e.agency_id, e.employment_status FROM employee e
  WHERE e.in_service AND ($3::uuid IS NULL OR e.agency_id = $3) AND ($4::text IS NULL OR e.employment_status = $4)`;
const OWN_BANDS = `count(*) FILTER (WHERE p.counted <= 0)::int AS none,
  count(*) FILTER (WHERE p.counted > 0 AND p.counted * 2 < p.least)::int AS started,
  count(*) FILTER (WHERE p.counted > 0 AND p.counted * 2 >= p.least AND p.counted < p.least)::int AS halfway,
  count(*) FILTER (WHERE p.counted > 0 AND p.counted >= p.least)::int AS fulfilled`;

const OWN: Readonly<Record<Grouping, string>> = {
  region: ownBy('$2::text', 'NULL::text'),
  status: ownBy('p.employment_status', 'NULL::text'),
  agency: ownBy('p.agency_id::text', 'max(u.name)', 'LEFT JOIN unit u ON u.unit_id = p.agency_id'),
  month: `WITH person AS (${PEOPLE})
    SELECT m.month::text AS key, $2::text AS region, NULL::text AS agency_name, (SELECT count(*)::int FROM person) AS people, ${NO_BANDS},
           coalesce((SELECT sum(h.counted) AS counted FROM employee_month h JOIN person USING (employee_id) WHERE h.year = $1 AND h.month = m.month), 0) AS counted
      FROM generate_series(1, 12) AS m(month), (SELECT count(*) FROM ${DUTY}) AS unused WHERE EXISTS (SELECT 1 FROM person)`,
};
function ownBy(key: string, name: string, join = ''): string {
  return `WITH person AS (${PEOPLE}),
    total AS (SELECT m.employee_id, sum(m.counted)::bigint AS counted FROM employee_month m WHERE m.year = $1 GROUP BY m.employee_id),
    placed AS (SELECT person.*, coalesce(d.least, 0) AS least, least(coalesce(total.counted, 0), d.most) AS counted
      FROM person LEFT JOIN total USING (employee_id) LEFT JOIN ${DUTY} ON d.status = person.employment_status)
    SELECT ${key} AS key, $2::text AS region, ${name} AS agency_name, count(*)::int AS people, ${OWN_BANDS}, coalesce(sum(p.counted), 0) AS counted
      FROM placed p ${join} GROUP BY 1`;
}

/** The figures that reports are made of. Their cost depends on agencies (stated) or people (own), never on the number of ledger entries. */
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
    const duties = dutiesOf(year);
    return this.cells(OWN[groupBy], [
      year,
      region,
      agencyId ?? null,
      status ?? null,
      duties.map((duty) => duty.status),
      duties.map(({ least }) => least),
      duties.map(({ most }) => most),
    ]);
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
