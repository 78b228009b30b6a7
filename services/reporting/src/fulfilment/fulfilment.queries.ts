import { ServiceDatabase } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import type { StatusDuty } from '../duties/duties-in-force.decision.js';
import { BAND_SUMS, dutyParameters, personsByDuty } from '../duties/hours-by-duty.js';
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

/** Whose few people are left out, and from whom not. */
export interface FewPeople {
  readonly fewest: number;
  /** Regions whose own data the reader may see. */
  readonly inside: readonly string[];
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
  readonly withheld: boolean;
}

const SHOWN = 'FILTER (WHERE t.shown)';
const BANDS = `sum(t.band_none) ${SHOWN}::int AS none, sum(t.band_started) ${SHOWN}::int AS started, sum(t.band_halfway) ${SHOWN}::int AS halfway,
  sum(t.band_fulfilled) ${SHOWN}::int AS fulfilled`;
const PEOPLE = `coalesce(sum(t.people) ${SHOWN}, 0)::int AS people, bool_or(NOT t.shown) AS withheld`;
const NO_BANDS = 'NULL::int AS none, NULL::int AS started, NULL::int AS halfway, NULL::int AS fulfilled';
const FILTER = `t.year = $1 AND ($2::text IS NULL OR t.region = $2) AND ($3::uuid IS NULL OR t.agency_id = $3)
  AND ($4::text IS NULL OR t.employment_status = $4)`;
type Source = 'all' | 'protected';
const ALL_STATED = '(SELECT s.*, NOT s.withheld AS shown FROM stated_total s)';
const ALL_OWN = '(SELECT h.*, true AS shown FROM home_total h)';

/**
 * Cells with whether a reader from outside may see them: people of one status in one agency from `$5` on, fewer of them only in figures of the
 * region (`$7`) and together with those of another agency. Every sum less its shown parts is then of nobody or of enough people.
 */
function protectedCells(table: string, region: string): string {
  const few = '(c.people > 0 AND c.people < $5)';
  const same = `${region}employment_status`;
  // A region itself withholds whoever is too few for any of its figures; own sums leave out nobody.
  const shown = table === 'stated_total' ? 's.shown AND NOT h.withheld' : 's.shown';
  return `(SELECT h.*, ${shown} AS shown FROM ${table} h JOIN (
      SELECT c.*, NOT ${few} OR ${region === '' ? '$2' : 'c.region'} = ANY($6::text[])
               OR ($7 AND sum(c.people) FILTER (WHERE ${few}) OVER w >= $5 AND count(*) FILTER (WHERE ${few}) OVER w > 1) AS shown
        FROM (SELECT ${region}agency_id, employment_status, sum(people)::int AS people FROM ${table} WHERE year = $1 GROUP BY ${same}, agency_id) c
      WINDOW w AS (PARTITION BY ${same})) s
    ON ${region === '' ? '' : 's.region = h.region AND '}s.agency_id IS NOT DISTINCT FROM h.agency_id AND s.employment_status = h.employment_status
   WHERE h.year = $1)`;
}

const STATED_SOURCES: Readonly<Record<Source, string>> = {
  all: ALL_STATED,
  protected: protectedCells('stated_total', 'region, '),
};
const OWN_SOURCES: Readonly<Record<Source, string>> = { all: ALL_OWN, protected: protectedCells('home_total', '') };

const STATED: Readonly<Record<Grouping, string>> = {
  region: statedBy('t.region', 'NULL::text'),
  status: statedBy('t.employment_status', 'NULL::text'),
  agency: statedBy(
    `coalesce(t.agency_id::text, 'rest:' || t.region)`,
    'max(a.name)',
    'LEFT JOIN agency_name a USING (region, agency_id)',
  ),
  month: `SELECT m.month::text AS key, t.region, NULL::text AS agency_name, ${PEOPLE}, ${NO_BANDS}, coalesce(sum(m.counted) ${SHOWN}, 0) AS counted
    FROM {source} t CROSS JOIN LATERAL unnest(t.by_month) WITH ORDINALITY AS m(counted, month) WHERE ${FILTER} GROUP BY 1, 2`,
};

/** Regions state no figure about fewer people than these. */
const FEWEST_STATED = 5;

// An agency that was emptied or merged states zeros: it is no row of a report. What is withheld is one, without figures.
function statedBy(key: string, name: string, join = ''): string {
  return `SELECT ${key} AS key, t.region, ${name} AS agency_name, ${PEOPLE}, ${BANDS}, coalesce(sum(t.counted) ${SHOWN}, 0) AS counted
    FROM {source} t ${join} WHERE ${FILTER} GROUP BY 1, 2 HAVING sum(t.people) > 0 OR sum(t.counted) <> 0 OR bool_or(t.withheld)`;
}

const OWN_FILTER = `t.year = $1 AND ($3::uuid IS NULL OR t.agency_id = $3) AND ($4::text IS NULL OR t.employment_status = $4)`;
const OWN: Readonly<Record<Grouping, string>> = {
  region: ownBy('$2::text', 'NULL::text'),
  status: ownBy('t.employment_status', 'NULL::text'),
  agency: ownBy('t.agency_id::text', 'max(u.name)', 'LEFT JOIN unit u ON u.unit_id = t.agency_id'),
  month: `SELECT m.month::text AS key, $2::text AS region, NULL::text AS agency_name, ${PEOPLE}, ${NO_BANDS}, coalesce(sum(m.counted) ${SHOWN}, 0) AS counted
    FROM {source} t CROSS JOIN LATERAL unnest(t.by_month) WITH ORDINALITY AS m(counted, month) WHERE ${OWN_FILTER} GROUP BY m.month ORDER BY m.month`,
};

function ownBy(key: string, name: string, join = ''): string {
  return `SELECT ${key} AS key, $2::text AS region, ${name} AS agency_name, ${PEOPLE}, ${BANDS}, coalesce(sum(t.counted) ${SHOWN}, 0) AS counted
    FROM {source} t ${join} WHERE ${OWN_FILTER} GROUP BY 1`;
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

  /**
   * What regions state. They state no figure about fewer than five people themselves: only where a reader may see even fewer, something is left
   * out here.
   */
  async stated(groupBy: Grouping, filter: FulfilmentFilter, few?: FewPeople): Promise<Cell[]> {
    const { year, region, agencyId, status } = filter;
    const values = [year, region ?? null, agencyId ?? null, status ?? null];
    if (few === undefined || few.fewest <= FEWEST_STATED)
      return this.cells(STATED[groupBy], STATED_SOURCES.all, values);
    return this.cells(STATED[groupBy], STATED_SOURCES.protected, [...values, ...protection(groupBy, filter, few)]);
  }

  /** Regions that have stated anything for a year, be it that they have nobody. */
  async statedRegions(year: number): Promise<string[]> {
    const rows = await this.database.query<{ region: string }>(
      'SELECT DISTINCT region FROM stated_total WHERE year = $1',
      [year],
    );
    return rows.map(({ region }) => region);
  }

  /** The own region's people as they served when the year ended, for a region that states to another and hears nobody's statements, not even its own. */
  async own(region: string, groupBy: Grouping, filter: FulfilmentFilter, few?: FewPeople): Promise<Cell[]> {
    const { year, agencyId, status } = filter;
    const values = [year, region, agencyId ?? null, status ?? null];
    if (few === undefined || few.inside.includes(region)) return this.cells(OWN[groupBy], OWN_SOURCES.all, values);
    return this.cells(OWN[groupBy], OWN_SOURCES.protected, [...values, ...protection(groupBy, filter, few)]);
  }

  /** The same as they stood at the end of a month, read from the people themselves: for reports of a part of a year, not for dashboards. */
  async ownThrough(
    region: string,
    groupBy: Exclude<Grouping, 'month'>,
    { year, agencyId, status, throughMonth }: FulfilmentFilter,
    duties: readonly StatusDuty[],
  ): Promise<Cell[]> {
    const values = [region, year, ...dutyParameters(duties), agencyId ?? null, status ?? null, throughMonth ?? 12];
    return this.cells(OWN_THROUGH[groupBy], '', values);
  }

  /** Since when sums of the own people have waited to be made anew; undefined while all are made. */
  async waitingSince(): Promise<Date | undefined> {
    const [row] = await this.database.query<{ since: Date | null }>('SELECT min(marked_at) AS since FROM home_mark');
    return row?.since ?? undefined;
  }

  private async cells(query: string, source: string, values: readonly unknown[]): Promise<Cell[]> {
    const rows = await this.database.query<CellRow>(query.replace('{source}', source), values);
    return rows.map(({ key, region, agency_name: agencyName, people, counted, withheld, ...bands }) => ({
      key,
      region,
      agencyName,
      people,
      counted: Number(counted),
      bands: bandsOf(bands),
      ...(withheld ? { withheld } : {}),
    }));
  }
}

function bandsOf({ none, started, halfway, fulfilled }: Pick<CellRow, 'none' | 'started' | 'halfway' | 'fulfilled'>) {
  if (none === null || started === null || halfway === null || fulfilled === null) return null;
  return { none, started, halfway, fulfilled };
}

function protection(groupBy: Grouping, { agencyId }: FulfilmentFilter, { fewest, inside }: FewPeople): unknown[] {
  return [fewest, inside, groupBy !== 'agency' && agencyId === undefined];
}
