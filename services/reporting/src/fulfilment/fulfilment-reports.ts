import { RegionCode } from '@betang/asn';
import { ServiceDatabase, mayActOn, type Language, type Principal } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import { ageOf, oldestOf } from '../origins/age.js';
import { missingOrigins, type ExpectedOrigin } from '../origins/missing-origins.decision.js';
import { OWN_HOURS, STATEMENTS, standingOf } from '../origins/origin-standing.decision.js';
import { OriginsQueries, type Origin } from '../origins/origins.queries.js';
import { countNotCounted, type NotCounted } from '../people/not-counted.js';
import { ReportingConfig } from '../reporting.config.js';
import type { Cell } from './cell.js';
import { fulfilmentRows } from './fulfilment-rows.decision.js';
import type { FulfilmentQuery, FulfilmentView } from './fulfilment.dto.js';
import { FulfilmentQueries, type FewPeople } from './fulfilment.queries.js';
import { rowName } from './row-names.js';

/** What a report is made of, and the regions that ought to be in it. */
interface Sources {
  readonly cells: readonly Cell[];
  readonly asOf: ReadonlyMap<string, Date>;
  readonly expected: readonly ExpectedOrigin[];
}

/** Reports of fulfilment: in a province over all its regions, elsewhere over the own people. */
@Injectable()
export class FulfilmentReports {
  constructor(
    private readonly queries: FulfilmentQueries,
    private readonly database: ServiceDatabase,
    private readonly origins: OriginsQueries,
    private readonly config: ReportingConfig,
    private readonly clock: Clock,
  ) {}

  async report(query: FulfilmentQuery, principal: Principal, language: Language): Promise<FulfilmentView> {
    const now = this.clock.now();
    const isInside = (region: string): boolean => mayActOn(principal, 'reports:read', { region });
    const { cells, asOf, expected } = await this.sources(query, now, isInside);
    const rows = fulfilmentRows(cells, {
      groupBy: query.groupBy,
      asOf,
      now,
      smallCell: this.config.smallCell,
      isInside,
    });
    const regions = [...new Set(cells.map(({ region }) => region))];
    return {
      year: query.year,
      groupBy: query.groupBy,
      ...ageOf(oldestOf(regions.map((region) => asOf.get(region))), now),
      missing: missingOrigins(expected, this.config.staleHours, now),
      notCounted: await this.notCounted(query, isInside),
      rows: rows.map(({ agencyName, ...row }) => ({
        ...row,
        name: rowName(query.groupBy, { key: row.key, agencyName }, language),
      })),
    };
  }

  /** Of the own list alone, which nobody else knows; null where the report is about more, or its reader is from elsewhere. */
  private async notCounted(query: FulfilmentQuery, isInside: (region: string) => boolean): Promise<NotCounted | null> {
    const own = this.config.region;
    const whole = RegionCode.parse(own).level === 'province' ? undefined : own;
    if ((query.region ?? whole) !== own || !isInside(own)) return null;
    return countNotCounted(this.database, query);
  }

  private async sources(query: FulfilmentQuery, now: Date, isInside: (region: string) => boolean): Promise<Sources> {
    const own = this.config.region;
    const origins = await this.origins.all();
    const inside = [own, ...origins.map(({ region }) => region)].filter(isInside);
    const few: FewPeople = { fewest: this.config.smallCell, inside };
    const asked = origins.filter(({ region }) => query.region === undefined || query.region === region);
    if (RegionCode.parse(own).level === 'province') {
      const asOf = times(origins, STATEMENTS, now);
      // What a region stated that left the federation is kept, and counts no more.
      const gone = new Set(origins.filter(({ membership }) => membership === 'REMOVED').map(({ region }) => region));
      const cells = (await this.queries.stated(query.groupBy, query, few)).filter(({ region }) => !gone.has(region));
      const stated = await this.queries.statedRegions(query.year);
      return { cells, asOf, expected: expectation(asked.filter(isExpected(own)), stated, asOf) };
    }
    const home = asked.filter(({ region }) => region === own);
    const waiting = await this.queries.waitingSince();
    const asOf = times(home, OWN_HOURS, now, waiting);
    const cells = home.length === 0 ? [] : await this.queries.own(own, query.groupBy, query, few);
    return { cells, asOf, expected: expectation(home, [own], asOf) };
  }
}

function times(origins: readonly Origin[], figures: typeof STATEMENTS, now: Date, waiting?: Date): Map<string, Date> {
  return new Map(
    origins.flatMap((origin) => {
      const { asOf } = standingOf(origin, figures, now);
      return asOf ? [[origin.region, waiting && waiting < asOf ? waiting : asOf] as const] : [];
    }),
  );
}

/** Members of the federation; before there is a list of members, the own region. */
function isExpected(own: string): (origin: Origin) => boolean {
  return ({ region, membership }) => membership === 'ACTIVE' || (membership === undefined && region === own);
}

function expectation(
  origins: readonly Origin[],
  stated: readonly string[],
  asOf: ReadonlyMap<string, Date>,
): ExpectedOrigin[] {
  return origins.map(({ region }) => {
    const time = asOf.get(region);
    return { region, stated: stated.includes(region), ...(time && { asOf: time }) };
  });
}
