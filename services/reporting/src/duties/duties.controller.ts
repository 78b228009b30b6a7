import { Requires, ServiceController, ApiOkResponse, ApiOperation } from '@betang/platform';
import { Get, Query } from '@nestjs/common';
import { ReportingConfig } from '../reporting.config.js';
import type { StatusDuty } from './duties-in-force.decision.js';
import { DutiesQueries } from './duties.queries.js';
import { DutiesQuery, DutyList, type DutyView } from './duty.dto.js';

/** By which duty each region counts who has fulfilled. */
@ServiceController('reporting', 'duties')
export class DutiesController {
  constructor(
    private readonly duties: DutiesQueries,
    private readonly config: ReportingConfig,
  ) {}

  @Get()
  @Requires('reports:read')
  @ApiOperation({ summary: 'The duty of learning hours by region and status, with the event that told of it' })
  @ApiOkResponse({ type: DutyList })
  async list(@Query() { year, region }: DutiesQuery): Promise<DutyList> {
    const own = this.config.region;
    const known = new Map(await this.duties.ofAll(year));
    if (!known.has(own)) known.set(own, await this.duties.of(own, year));
    const items = [...known]
      .filter(([of]) => region === undefined || region === of)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([of, duties]) => duties.map((duty) => viewOf(of, duty)));
    return { year, items };
  }
}

function viewOf(region: string, { status, least, most, basis, validFrom, origin, source }: StatusDuty): DutyView {
  return {
    region,
    status,
    leastJp: least === null ? null : least / 100,
    mostJp: most === null ? null : most / 100,
    basis,
    validFrom,
    origin,
    source: source && { ...source, asOf: source.asOf.toISOString() },
  };
}
