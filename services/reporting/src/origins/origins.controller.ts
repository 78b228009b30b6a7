import { findRegion } from '@betang/contracts';
import { Requires, ServiceController, ApiOkResponse } from '@betang/platform';
import { Get } from '@nestjs/common';
import { Clock } from '../clock.js';
import { ageOf } from './age.js';
import { STATEMENTS, standingOf } from './origin-standing.decision.js';
import { OriginList, type OriginView } from './origins.dto.js';
import { OriginsQueries, type Origin } from './origins.queries.js';

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
  async list(): Promise<OriginList> {
    const now = this.clock.now();
    const origins = await this.origins.all();
    return { items: origins.map((origin) => viewOf(origin, now)) };
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
