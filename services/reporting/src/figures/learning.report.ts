import { ServiceDatabase } from '@betang/platform';
import type { DutiesQueries } from '../duties/duties.queries.js';
import type { FewPeople, FulfilmentQueries } from '../fulfilment/fulfilment.queries.js';
import { ownHoursLineage } from './hours-lineage.js';
import type { Grouping } from '../fulfilment/cell.js';
import { OWN_HOURS, STATEMENTS } from '../origins/origin-standing.decision.js';
import type { FigureCell, FigureColumn, KeyKind, Protection, ReportDefinition, ReportFilter } from './report.js';
import { countNotCounted } from '../people/not-counted.js';
import { average, hundredthsOf, percent } from './shares.js';
import { sourceOf } from '../statements/statements.queries.js';
import type { FigureSource } from '../statements/statement.js';

const GROUPINGS: Readonly<Record<Grouping, KeyKind>> = {
  region: 'region',
  agency: 'agency',
  status: 'status',
  month: 'month',
};

const FULFILMENT_COLUMNS: readonly FigureColumn[] = [
  { name: 'people', kind: 'integer' },
  { name: 'fulfilled', kind: 'integer' },
  { name: 'fulfilledPercent', kind: 'percent', derive: percent('fulfilled', 'people') },
  { name: 'halfway', kind: 'integer' },
  { name: 'started', kind: 'integer' },
  { name: 'none', kind: 'integer' },
  { name: 'counted', kind: 'integer', hidden: true },
  { name: 'countedJp', kind: 'decimal', derive: hundredthsOf('counted') },
  { name: 'averageJp', kind: 'decimal', derive: average('counted', 'people', 100) },
];

/** Who takes part in learning at all: people with any counted hours of the year. */
const PARTICIPATION_COLUMNS: readonly FigureColumn[] = [
  { name: 'people', kind: 'integer' },
  { name: 'none', kind: 'integer', hidden: true },
  { name: 'participants', kind: 'integer' },
  { name: 'participantsPercent', kind: 'percent', derive: percent('participants', 'people') },
  { name: 'counted', kind: 'integer', hidden: true },
  { name: 'jpPerParticipant', kind: 'decimal', derive: average('counted', 'participants', 100) },
];

/** Fulfilment of the yearly duty and participation, from what regions state or, below a province, from the own people. */
export function learningReports(
  queries: FulfilmentQueries,
  database: ServiceDatabase,
  duties: DutiesQueries,
  own: { readonly region: string; readonly isProvince: boolean },
): ReportDefinition[] {
  const { region, isProvince } = own;
  const load =
    (groupings: readonly Grouping[]) =>
    async (filter: ReportFilter, groupBy: string, withSources: boolean, protection: Protection) => {
      const few = await fewPeople(database, region, protection);
      const by = groupings.find((known) => known === groupBy) ?? groupings[0]!;
      const cells =
        filter.throughMonth !== undefined && by !== 'month'
          ? await queries.ownThrough(region, by, filter, await duties.of(region, filter.year))
          : isProvince
            ? await queries.stated(by, filter, few)
            : await ownCells(queries, region, { by, filter, few });
      const sources =
        isProvince && withSources ? await statedSources(database, by, filter) : new Map<string, FigureSource[]>();
      const rules = withSources ? await dutySources(duties, filter.year) : [];
      return cells.map(({ key, region: origin, agencyName, people, bands, counted, withheld }): FigureCell => {
        const { none = null, started = null, halfway = null, fulfilled = null } = bands ?? {};
        const participants = none === null ? null : people - none;
        return {
          key,
          region: origin,
          name: agencyName,
          people,
          figures:
            withheld === true && people === 0
              ? {}
              : { people, none, started, halfway, fulfilled, participants, counted },
          ...(withheld === true ? { withheld } : {}),
          sources: [
            ...(sources.get(`${key}|${origin}`) ?? []),
            ...rules.flatMap(({ source, status }) =>
              source.region === origin && (by !== 'status' || status === key) ? [source] : [],
            ),
          ],
        };
      });
    };
  const shared = {
    filters: ['agencyId', 'status'] as const,
    line: isProvince ? STATEMENTS : OWN_HOURS,
    stated: isProvince,
    waitingSince: () => (isProvince ? Promise.resolve(undefined) : queries.waitingSince()),
    statedRegions: async ({ year }: ReportFilter) => (isProvince ? queries.statedRegions(year) : [region]),
    notCounted: async (filter: ReportFilter) =>
      (filter.region ?? (isProvince ? undefined : region)) === region ? countNotCounted(database, filter) : undefined,
    ...(isProvince ? {} : { lineage: ownHoursLineage(database, region) }),
  };
  const participation: Readonly<Record<string, KeyKind>> = { region: 'region', agency: 'agency', status: 'status' };
  return [
    {
      name: 'fulfilment',
      groupings: GROUPINGS,
      columns: FULFILMENT_COLUMNS,
      load: load(['region', 'agency', 'status', 'month']),
      ...shared,
    },
    {
      name: 'participation',
      groupings: participation,
      columns: PARTICIPATION_COLUMNS,
      load: load(['region', 'agency', 'status']),
      ...shared,
    },
  ];
}

/** The events that told of the duties by which a year is counted. */
async function dutySources(duties: DutiesQueries, year: number): Promise<{ status: string; source: FigureSource }[]> {
  const all = [...(await duties.ofAll(year)).values()].flat();
  return all.flatMap(({ status, source }) => (source === null ? [] : [{ status, source }]));
}

async function ownCells(
  queries: FulfilmentQueries,
  own: string,
  { by, filter, few }: { readonly by: Grouping; readonly filter: ReportFilter; readonly few: FewPeople },
) {
  return filter.region === undefined || filter.region === own ? queries.own(own, by, filter, few) : [];
}

/** Regions are known by what they state: the reader is asked of each. */
async function fewPeople(database: ServiceDatabase, own: string, { fewest, isInside }: Protection): Promise<FewPeople> {
  const rows = await database.query<{ region: string }>('SELECT DISTINCT region FROM agency_name');
  return { fewest, inside: [own, ...rows.map(({ region }) => region)].filter(isInside) };
}

const KEYS: Readonly<Record<Grouping, string>> = {
  region: 'region',
  agency: `coalesce(agency_id::text, 'rest:' || region)`,
  status: 'employment_status',
  month: `''`,
};

const MONTHS = Array.from({ length: 12 }, (_, index) => index + 1);

/** The events that stated the figures of each row; by month all events of the region are in every row. */
async function statedSources(
  database: ServiceDatabase,
  by: Grouping,
  { year, region, agencyId, status }: ReportFilter,
): Promise<Map<string, FigureSource[]>> {
  const rows = await database.query<{
    key: string;
    region: string;
    asOf: Date;
    epoch: string;
    position: string;
    id: string;
  }>(
    `SELECT ${KEYS[by]} AS key, region, as_of AS "asOf", epoch, position, event_id AS id FROM stated_total
      WHERE year = $1 AND event_id IS NOT NULL AND ($2::text IS NULL OR region = $2) AND ($3::uuid IS NULL OR agency_id = $3)
        AND ($4::text IS NULL OR employment_status = $4)`,
    [year, region ?? null, agencyId ?? null, status ?? null],
  );
  const sources = new Map<string, FigureSource[]>();
  for (const { key, id, ...row } of rows) {
    const known = sources.get(`${key}|${row.region}`) ?? [];
    known.push(sourceOf({ ...row, service: STATEMENTS.service, audience: STATEMENTS.audience, eventId: id }));
    sources.set(`${key}|${row.region}`, known);
  }
  if (by !== 'month') return sources;
  // A statement tells of all months.
  return new Map([...sources].flatMap(([key, events]) => MONTHS.map((month) => [`${month}${key}`, events] as const)));
  return sources;
}
