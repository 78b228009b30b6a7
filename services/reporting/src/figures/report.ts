import { AppError, type SheetColumn } from '@betang/platform';
import type { FiguresLine } from '../origins/origin-standing.decision.js';
import type { NotCounted } from '../people/not-counted.js';
import type { FigureSource } from '../statements/statement.js';

/** What a report can be asked by: the year, and which part of the whole. */
export interface ReportFilter {
  readonly year: number;
  readonly region?: string;
  readonly agencyId?: string;
  readonly status?: string;
  /** Of the scoreboard one data set alone. */
  readonly dataset?: string;
  /** Of the own people's hours those up to the end of this month, for reports of a part of the year. */
  readonly throughMonth?: number;
}

/** By name; null: not stated, or withheld. A figure that a cell does not have at all is none of its sum. */
export type Figures = Readonly<Record<string, number | null>>;

/** Figures of one region for one key of a grouping, and the events that they were taken from. */
export interface FigureCell {
  readonly key: string;
  readonly region: string;
  /** Name where the origin gives one: a programme's title. */
  readonly name?: string | null;
  /** People that the figures are about, for suppression; null where they are about none (plans, budgets). */
  readonly people: number | null;
  readonly figures: Figures;
  readonly sources: readonly FigureSource[];
  /** What kind of figure it is, of which place and how many people: for figures that several tables tell of, see `withholdFew`. */
  readonly about?: FigureScope;
  /** Left out of sums, or some part of it, because it is about few people. */
  readonly withheld?: boolean;
}

export interface FigureScope {
  /** Figures of one kind add up over places: a competency. */
  readonly item: string;
  /** The agency, or the region's rest. */
  readonly place: string;
  readonly people: number;
  /** Which figures tell of people; all of them where it is left out. */
  readonly only?: readonly string[];
}

/** What a reader may not be told: figures about fewer people, of regions that they are not inside of. */
export interface Protection {
  readonly fewest: number;
  readonly isInside: (region: string) => boolean;
}

/** A record of the region's own that a figure was added up from. */
export interface FigureRecord {
  readonly kind: string;
  readonly id: string;
  readonly title: string;
  /** Rupiah. */
  readonly amount: number;
  readonly counted: boolean;
  readonly reason: string;
  readonly file: {
    readonly importId: string;
    readonly name: string;
    readonly sha256: string;
    readonly row: number | null;
  } | null;
}

/** A page of what a row is made of. */
export interface Lineage {
  readonly sources: readonly FigureSource[];
  readonly records: readonly FigureRecord[];
}

/** From where on, and one more than a page holds. */
export interface LineagePage {
  readonly key: string;
  /** Id of the last source or record before. */
  readonly after: string | null;
  readonly rows: number;
}

/** One figure of a report. */
export interface FigureColumn {
  readonly name: string;
  readonly kind: NonNullable<SheetColumn['kind']>;
  /** How figures of several cells become one; a derived one is made from the sums. Default: their sum. */
  readonly combine?: 'sum' | 'max' | 'min';
  readonly derive?: (sums: Figures) => number | null;
  /** Sums that only serve derivation are not shown. */
  readonly hidden?: boolean;
}

const REPORT_NARROWINGS = ['agencyId', 'status', 'dataset'] as const;
export type ReportNarrowing = (typeof REPORT_NARROWINGS)[number];

/** How a row is ordered and named. */
export type KeyKind = 'region' | 'agency' | 'status' | 'month' | 'target' | 'named' | 'code';

/** One report: where its figures come from and what they are called. Headings: `report.<name>` and `figure.<figure>` of the messages. */
export interface ReportDefinition {
  readonly name: string;
  /** What it can be grouped by, the default first. */
  readonly groupings: Readonly<Record<string, KeyKind>>;
  readonly columns: readonly FigureColumn[];
  /** By what it can be narrowed beside year and region; anything else is refused, for its figures would be others than the reader believes. */
  readonly filters: readonly ReportNarrowing[];
  /** Where a sum of all rows would say something wrong. */
  readonly withoutTotal?: boolean;
  /** Where the figures are those of today, whatever the year that is asked for: years of them cannot be compared. */
  readonly ofToday?: boolean;
  /** Where there may be nothing to state: who has stated nothing is missing only when nothing was heard of that service. */
  readonly occasional?: boolean;
  /** Where the figures are the region's own records, and so never behind. */
  readonly ownRecords?: boolean;
  /** Where a region states them once a day, at a time (`02:30`) on its own clocks. */
  readonly statedDailyAt?: string;
  /** The line of facts whose delivery says how old the figures are. */
  readonly line: FiguresLine;
  /** Where the figures are those of the province's regions; else of the own region, from its own tables. */
  readonly stated: boolean;
  /** Regions that stated anything of the kind for the year: others are missing from the report. */
  statedRegions(filter: ReportFilter): Promise<readonly string[]>;
  /** Since when events have waited to come into the figures; figures are no newer than that. */
  waitingSince?(): Promise<Date | undefined>;
  /** Sources may be left out unless the lineage is asked for. */
  load(
    filter: ReportFilter,
    groupBy: string,
    withSources: boolean,
    protection: Protection,
  ): Promise<readonly FigureCell[]>;
  /** People of the list who are in no figure of the year; undefined where the report is about more than the own region, whose list alone is known. */
  notCounted?(filter: ReportFilter): Promise<NotCounted | undefined>;
  /** For figures of so many records that they are told page by page, in the order of their ids. */
  lineage?(filter: ReportFilter, groupBy: string, page: LineagePage): Promise<Lineage>;
}

/** Who reads: what few people's figures they may see, and in which language. */
export interface ReportReader {
  readonly isInside: (region: string) => boolean;
  readonly language: 'id' | 'en';
}

/** Anyone: small cells of every region are hidden. */
export const outsider = (language: 'id' | 'en'): ReportReader => ({ isInside: () => false, language });

/** Throws `filter-unknown` (400) for what the report cannot be narrowed by. */
export function assertFilters({ filters }: ReportDefinition, asked: Partial<Record<ReportNarrowing, unknown>>): void {
  const field = REPORT_NARROWINGS.find((name) => asked[name] !== undefined && !filters.includes(name));
  if (field === undefined) return;
  const known = ['region', ...filters].join(', ');
  throw new AppError('filter-unknown', { status: 400, field, params: { filters: known } });
}
