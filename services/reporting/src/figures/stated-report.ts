import { RegionCode, calendarDateAt, timeZoneOf } from '@betang/asn';
import type { Clock } from '../clock.js';
import type {
  FigureCell,
  FigureColumn,
  FigureScope,
  KeyKind,
  ReportDefinition,
  ReportFilter,
  ReportNarrowing,
} from './report.js';
import type { Statement, StatementKind } from '../statements/statement.js';
import type { StatementsQueries } from '../statements/statements.queries.js';

/** What one statement says for a grouping: a key, figures, and a name where it gives one. */
export interface StatedFigures {
  readonly key: string;
  readonly name?: string | null;
  readonly people?: number | null;
  /** For figures that several tables tell of: what kind, and of how many people. The place is the statement's. */
  readonly about?: Omit<FigureScope, 'place'>;
  readonly figures: Readonly<Record<string, number | null>>;
}

/** A report that is made of one kind of statements. */
export interface StatedReport<D> {
  readonly name: string;
  readonly kind: StatementKind;
  readonly service: string;
  readonly groupings: Readonly<Record<string, KeyKind>>;
  readonly columns: readonly FigureColumn[];
  readonly filters?: readonly ReportNarrowing[];
  readonly ofToday?: boolean;
  readonly occasional?: boolean;
  readonly statedDailyAt?: string;
  /** Pure: the cells of one statement under a grouping, as seen at an instant. */
  readonly read: (
    statement: Statement<D>,
    groupBy: string,
    now: Date,
    filter: ReportFilter,
  ) => readonly StatedFigures[];
}

/**
 * A report over what regions state, and nothing but what they state: in a province of all its regions, elsewhere of `home` alone, from what it
 * states to its province and tells its own services.
 */
export function statedReport<D>(
  queries: StatementsQueries,
  report: StatedReport<D>,
  clock: Clock,
  home?: string,
): ReportDefinition {
  const { name, kind, service, groupings, columns, filters = [], ofToday, occasional, statedDailyAt, read } = report;
  const within = (filter: ReportFilter) => (home === undefined ? filter : { ...filter, region: filter.region ?? home });
  return {
    name,
    groupings,
    columns,
    filters,
    ...(ofToday && { ofToday }),
    ...(occasional && { occasional }),
    ...(statedDailyAt !== undefined && { statedDailyAt }),
    line: { service, audience: home === undefined ? 'province' : 'local' },
    stated: home === undefined,
    statedRegions: async (filter) => [...new Set((await queries.of(kind, within(filter))).map(({ region }) => region))],
    load: async (filter: ReportFilter, groupBy: string): Promise<FigureCell[]> => {
      const by = groupBy in groupings ? groupBy : Object.keys(groupings)[0]!;
      const statements = await queries.of<D>(kind, within(filter));
      const now = clock.now();
      return statements.flatMap((statement) =>
        read(statement, by, now, filter).map((cell) => ({
          key: cell.key,
          region: statement.region,
          name: cell.name ?? null,
          people: cell.people ?? null,
          figures: cell.figures,
          sources: [statement.source],
          ...(cell.about && { about: { ...cell.about, place: agencyKey(statement) } }),
        })),
      );
    },
  };
}

/**
 * The day on the calendar of the region that stated something. What is due passes its day without being stated again: it is looked at today, not on the
 * day of the statement.
 */
export function dayOf(region: string, now: Date): string {
  return calendarDateAt(now, timeZoneOf(RegionCode.parse(region))).iso;
}

/** Key of an agency; of the small ones that a region merged, the region's rest. */
export function agencyKey({ agencyId, region }: Statement<unknown>): string {
  return agencyId ?? `rest:${region}`;
}
