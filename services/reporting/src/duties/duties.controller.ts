import { employmentStatuses } from '@betang/asn';
import {
  Requires,
  ServiceController,
  pageOfComputed,
  type ComputedList,
  ApiOkResponse,
  ApiOperation,
} from '@betang/platform';
import { Get, Query } from '@nestjs/common';
import { ReportingConfig } from '../reporting.config.js';
import type { StatusDuty } from './duties-in-force.decision.js';
import { DutiesQueries } from './duties.queries.js';
import { DutiesQuery, DutyList, type DutyView } from './duty.dto.js';

const DUTIES: ComputedList<DutyView> = {
  sorts: {
    region: ({ region }) => region,
    status: ({ status }) => statusOrder(status),
    leastJp: ({ leastJp }) => leastJp ?? 0,
  },
  defaultSort: 'region',
  key: ({ region, status }) => `${region}/${statusOrder(status)}`,
};

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
  async list(@Query() query: DutiesQuery): Promise<DutyList> {
    const { year, region, status } = query;
    const own = this.config.region;
    const known = new Map(await this.duties.ofAll(year));
    if (!known.has(own)) known.set(own, await this.duties.of(own, year));
    const items = [...known]
      .filter(([of]) => region === undefined || region === of)
      .flatMap(([of, duties]) => duties.map((duty) => viewOf(of, duty)))
      .filter((duty) => status === undefined || status === duty.status);
    return { year, ...pageOfComputed(items, DUTIES, query) };
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

/** Statuses in the order of the law. */
function statusOrder(status: string): number {
  return (employmentStatuses as readonly string[]).indexOf(status);
}
