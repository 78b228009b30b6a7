import { Clock, Requires, ServiceController, ServiceDatabase, type Page, ApiOkResponse } from '@betang/platform';
import { Get, Param, ParseUUIDPipe, Query } from '@nestjs/common';
import { TargetPage, TargetQuery, TargetView } from './target.dto.js';
import { getTarget, pageTargets } from './target.queries.js';

/** Development targets (sasaran RPJMD) that programmes may serve, with how many do. */
@ServiceController('training-catalog', 'targets')
export class TargetsController {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Requires('training:read')
  @ApiOkResponse({ type: TargetPage })
  list(@Query() query: TargetQuery): Promise<Page<TargetView>> {
    return pageTargets(this.database, query, this.clock.today());
  }

  @Get(':targetId')
  @Requires('training:read')
  @ApiOkResponse({ type: TargetView })
  get(@Param('targetId', ParseUUIDPipe) targetId: string): Promise<TargetView> {
    return getTarget(this.database, targetId);
  }
}
