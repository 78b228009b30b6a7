import { findRegion } from '@betang/contracts';
import { Requires, ServiceController, pageOfComputed, type ComputedList, ApiOkResponse } from '@betang/platform';
import { Get, Query } from '@nestjs/common';
import { Clock } from '../clock.js';
import { ageOf } from './age.js';
import { STATEMENTS, standingOf } from './origin-standing.decision.js';
import { OriginList, OriginsQuery, type OriginView } from './origins.dto.js';
import { OriginsQueries, type Origin } from './origins.queries.js';

const ORIGINS: ComputedList<OriginView> = {
  sorts: {
    region: ({ region }) => region,
    // Of whom nothing is known lags longest.
    lagSeconds: ({ lagSeconds }) => lagSeconds ?? Number.MAX_SAFE_INTEGER,
    held: ({ held }) => held,
    parked: ({ parked }) => parked,
  },
  defaultSort: 'region',
  key: ({ region }) => region,
};

/** How current and whole the figures are, by the region that they come from. */
@ServiceController('reporting', 'origins')
export class OriginsController {
  constructor(
    private readonly origins: OriginsQueries,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Requires('reports:read')
  @ApiOkResponse({ type: OriginList })
  async list(@Query() query: OriginsQuery): Promise<OriginList> {
    const now = this.clock.now();
    const { state, membership } = query;
    const shown = (await this.origins.all())
      .map((origin) => viewOf(origin, now))
      .filter((one) => (state ?? one.state) === one.state && (membership ?? one.membership) === one.membership);
    return pageOfComputed(shown, ORIGINS, query);
  }
}

function viewOf(origin: Origin, now: Date): OriginView {
  const { state, heardAt, asOf } = standingOf(origin, STATEMENTS, now);
  return {
    region: origin.region,
    name: findRegion(origin.region)?.name ?? null,
    membership: origin.membership ?? 'UNLISTED',
    state,
    lastEventAt: heardAt?.toISOString() ?? null,
    ...ageOf(asOf, now),
    held: origin.held,
    parked: origin.parked,
    replaysAsked: origin.replaysAsked,
    lines: origin.lines.map((line) => ({ ...line, lastEventAt: line.lastEventAt?.toISOString() ?? null })),
  };
}
