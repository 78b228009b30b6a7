import {
  CurrentPrincipal,
  Requires,
  ServiceController,
  mayActOn,
  type Principal,
  ApiOkResponse,
} from '@betang/platform';
import { Get, Query } from '@nestjs/common';
import { Clock } from '../clock.js';
import { smallCells } from '../fulfilment/suppress-small-cells.decision.js';
import { ageOf, oldestOf } from '../origins/age.js';
import { STATEMENTS, standingOf } from '../origins/origin-standing.decision.js';
import { OriginsQueries } from '../origins/origins.queries.js';
import { ReportingConfig } from '../reporting.config.js';
import { LearnerHoursQuery, LearnerHoursView, type LearnerHoursRow } from './learner-hours.dto.js';
import { LearnerHoursQueries, type LearnerSpread } from './learner-hours.queries.js';

/** How hours spread over persons, from regions that opted in to share them under a pseudonym; only sums and quartiles are shown. */
@ServiceController('reporting', 'learner-hours')
export class LearnerHoursController {
  constructor(
    private readonly queries: LearnerHoursQueries,
    private readonly origins: OriginsQueries,
    private readonly config: ReportingConfig,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Requires('reports:read')
  @ApiOkResponse({ type: LearnerHoursView })
  async report(@Query() query: LearnerHoursQuery, @CurrentPrincipal() principal: Principal): Promise<LearnerHoursView> {
    const now = this.clock.now();
    const origins = await this.origins.all();
    const isInside = (region: string): boolean => mayActOn(principal, 'reports:read', { region });
    const inside = origins.map(({ region }) => region).filter(isInside);
    const few = { fewest: this.config.smallCell, inside };
    const spreads = await this.queries.spread(query.groupBy, query.year, query.region, few);
    const asOf = new Map(origins.map((origin) => [origin.region, standingOf(origin, STATEMENTS, now).asOf]));
    const hidden = smallCells(spreads, {
      fewest: this.config.smallCell,
      isInside,
      groupOf: ({ regions }) => (query.groupBy === 'agency' ? regions.join() : ''),
    });
    const rows = spreads.map((spread) => ({
      ...rowOf(spread, hidden.has(spread)),
      ...ageOf(oldestOf(spread.regions.map((region) => asOf.get(region))), now),
    }));
    return { year: query.year, groupBy: query.groupBy, rows };
  }
}

function rowOf(spread: LearnerSpread, suppressed: boolean): Omit<LearnerHoursRow, 'asOf' | 'lagSeconds'> {
  const { key, agencyName, people, counted, lowerQuartile, median, upperQuartile } = spread;
  const jp = (hundredths: number): number | null => (suppressed ? null : hundredths / 100);
  return {
    key,
    agencyName,
    people: suppressed ? null : people,
    countedJp: jp(counted),
    lowerQuartileJp: jp(lowerQuartile),
    medianJp: jp(median),
    upperQuartileJp: jp(upperQuartile),
    suppressed,
  };
}
