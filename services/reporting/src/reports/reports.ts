import { RegionCode, timeZoneOf } from '@betang/asn';
import { AppError, type Language } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import { ageOf, oldestOf, type Age } from '../origins/age.js';
import { missingOrigins, type ExpectedOrigin } from '../origins/missing-origins.decision.js';
import { statedDailyAsOf } from '../origins/stated-daily.decision.js';
import { standingOf } from '../origins/origin-standing.decision.js';
import { OriginsQueries, type Origin } from '../origins/origins.queries.js';
import type { NotCounted } from '../people/not-counted.js';
import { ReportingConfig } from '../reporting.config.js';
import { StatementsQueries } from '../statements/statements.queries.js';
import { assembleRows, totalRow, type AssemblyTerms, type ReportRow } from './assemble-rows.decision.js';
import { ReportCatalogue } from './report-catalogue.js';
import { rowTitle, sorted } from './row-titles.js';
import {
  assertFilters,
  type FigureCell,
  type KeyKind,
  type Lineage,
  type LineagePage,
  type ReportDefinition,
  type ReportFilter,
  type ReportReader,
} from '../figures/report.js';
import { withholdFew, type PlaceLevel } from './withhold-few.decision.js';

/** A report as it was asked for: the rows with their names, what is missing from them, how old they are. */
export interface BuiltReport extends Age {
  readonly definition: ReportDefinition;
  readonly groupBy: string;
  readonly filter: ReportFilter;
  /** Of the agency that was asked for, where it is known. */
  readonly agencyName: string | undefined;
  readonly builtAt: Date;
  readonly rows: readonly TitledRow[];
  readonly total: ReportRow | undefined;
  /** People of the own list who are in none of it; undefined where nobody counts people, or the reader may not see the region's own. */
  readonly notCounted: NotCounted | undefined;
  /** Regions that should be in it and are not, or whose figures are too old. */
  readonly missing: readonly string[];
  /** Regions that left the federation: their figures are in no sum. */
  readonly removed: readonly string[];
}

export interface TitledRow extends ReportRow {
  readonly title: string;
}

/** Which grouping adds up to a region's own total: what is hidden in it must not follow from the rest. */
const WITHIN_REGION: readonly KeyKind[] = ['agency'];

/** Builds any report of the catalogue. */
@Injectable()
export class Reports {
  constructor(
    private readonly catalogue: ReportCatalogue,
    private readonly origins: OriginsQueries,
    private readonly statements: StatementsQueries,
    private readonly config: ReportingConfig,
    private readonly clock: Clock,
  ) {}

  /** Throws `report-unknown` (404) or `grouping-unknown` (400). */
  async build(
    name: string,
    groupBy: string | undefined,
    filter: ReportFilter,
    reader: ReportReader,
    withSources = false,
  ): Promise<BuiltReport> {
    const definition = this.catalogue.get(name);
    const grouping = groupingOf(definition, groupBy);
    assertFilters(definition, filter);
    const now = this.clock.now();
    const protection = { fewest: this.config.smallCell, isInside: reader.isInside };
    const [waiting, origins, cells, stated] = await Promise.all([
      // First, so that what comes into the figures meanwhile does not make them look newer.
      definition.waitingSince?.(),
      this.origins.all(),
      definition.load(filter, grouping, withSources, protection),
      definition.statedRegions(filter),
    ]);
    const heard = timesOf(origins, definition, now, waiting);
    if (definition.ownRecords === true) heard.set(this.config.region, now);
    const asOf = statedTimes(definition, heard, cells);
    const expected = this.expected(definition, origins).filter((region) => (filter.region ?? region) === region);
    const keyKind = definition.groupings[grouping]!;
    const level = levelOf(keyKind, filter);
    const { present, removed } = withoutRemoved(withholdFew(cells, { level, ...protection }), origins);
    const terms: AssemblyTerms = {
      columns: definition.columns,
      withinRegion: WITHIN_REGION.includes(keyKind),
      asOf,
      now,
      smallCell: this.config.smallCell,
      isInside: reader.isInside,
    };
    const rows = assembleRows(present, terms);
    return {
      definition,
      groupBy: grouping,
      filter,
      agencyName: await this.agencyName(filter),
      builtAt: now,
      ...ageOf(oldestOf(partsOf(definition, present, expected).map((region) => asOf.get(region))), now),
      rows: sorted(keyKind, await this.titled(rows, keyKind, reader.language)),
      total: keyKind === 'month' || definition.withoutTotal === true ? undefined : totalRow(present, rows, terms),
      notCounted: reader.isInside(this.config.region) ? await definition.notCounted?.(filter) : undefined,
      missing: missingOrigins(
        expected.map((region) => expectation(region, definition.occasional === true || stated.includes(region), heard)),
        this.config.staleHours,
        now,
      ),
      removed,
    };
  }

  private async agencyName({ agencyId, region = this.config.region }: ReportFilter): Promise<string | undefined> {
    if (agencyId === undefined) return undefined;
    const names = await this.statements.agencyNames(this.config.region);
    return names.get(`${region}/${agencyId}`) ?? [...names].find(([key]) => key.endsWith(`/${agencyId}`))?.[1];
  }

  /** A page of what a row was made of, beside what the row itself names: empty for reports whose rows name all of it. */
  async lineage(name: string, groupBy: string, filter: ReportFilter, page: LineagePage): Promise<Lineage> {
    const definition = this.catalogue.get(name);
    return (await definition.lineage?.(filter, groupBy, page)) ?? { sources: [], records: [] };
  }

  private async titled(rows: readonly ReportRow[], kind: KeyKind, language: Language): Promise<TitledRow[]> {
    const names =
      kind === 'target'
        ? await this.statements.targetNames()
        : kind === 'agency'
          ? await this.statements.agencyNames(this.config.region)
          : new Map<string, string>();
    return rows.map((row) => ({ ...row, title: rowTitle(kind, row, names, language) }));
  }

  /** Regions that ought to be in a report. */
  private expected({ stated }: ReportDefinition, origins: readonly Origin[]): string[] {
    const own = this.config.region;
    return origins
      .filter(({ region, membership }) =>
        stated ? membership === 'ACTIVE' || (membership === undefined && region === own) : region === own,
      )
      .map(({ region }) => region);
  }
}

function expectation(region: string, stated: boolean, heard: ReadonlyMap<string, Date>): ExpectedOrigin {
  const time = heard.get(region);
  return { region, stated, ...(time && { asOf: time }) };
}

/** The regions whose age is that of the whole: those with figures, and of what only happens at times also those where nothing did. */
function partsOf(
  { occasional }: ReportDefinition,
  present: readonly FigureCell[],
  expected: readonly string[],
): string[] {
  return [...new Set([...present.map(({ region }) => region), ...(occasional === true ? expected : [])])];
}

/** The finest place that the rows of a query are about. */
function levelOf(kind: KeyKind, { agencyId, region }: ReportFilter): PlaceLevel {
  if (kind === 'agency' || agencyId !== undefined) return 'agency';
  return kind === 'region' || region !== undefined ? 'region' : 'all';
}

function groupingOf(definition: ReportDefinition, groupBy: string | undefined): string {
  const [first = ''] = Object.keys(definition.groupings);
  if (groupBy === undefined) return first;
  if (Object.hasOwn(definition.groupings, groupBy)) return groupBy;
  const groupings = Object.keys(definition.groupings).join(', ');
  throw new AppError('grouping-unknown', { status: 400, field: 'groupBy', params: { groupings } });
}

function timesOf(
  origins: readonly Origin[],
  { line }: ReportDefinition,
  now: Date,
  waiting: Date | undefined,
): Map<string, Date> {
  return new Map(
    origins.flatMap((origin) => {
      const { asOf } = standingOf(origin, line, now);
      return asOf ? [[origin.region, waiting && waiting < asOf ? waiting : asOf] as const] : [];
    }),
  );
}

/** Figures that regions state once a day are as old as the last time, however lately a region was heard. */
function statedTimes(
  { statedDailyAt }: ReportDefinition,
  heard: ReadonlyMap<string, Date>,
  cells: readonly FigureCell[],
): ReadonlyMap<string, Date> {
  if (statedDailyAt === undefined) return heard;
  const newest = new Map<string, Date>();
  for (const { region, asOf } of cells.flatMap(({ sources }) => sources)) {
    const known = newest.get(region);
    if (known === undefined || known < asOf) newest.set(region, asOf);
  }
  return new Map(
    [...heard].map(([region, time]) => {
      const zone = timeZoneOf(RegionCode.parse(region));
      return [region, statedDailyAsOf({ heard: time, newest: newest.get(region) }, statedDailyAt, zone)];
    }),
  );
}

/** What a removed region stated is kept, and counts no more. */
function withoutRemoved(cells: readonly FigureCell[], origins: readonly Origin[]) {
  const gone = new Set(origins.filter(({ membership }) => membership === 'REMOVED').map(({ region }) => region));
  return {
    present: cells.filter(({ region }) => !gone.has(region)),
    removed: [...new Set(cells.map(({ region }) => region))].filter((region) => gone.has(region)).sort(),
  };
}
