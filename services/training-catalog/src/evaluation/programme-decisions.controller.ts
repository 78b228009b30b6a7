import { Requires, ServiceController, ServiceDatabase, type Page, ApiOkResponse } from '@betang/platform';
import { Get, Query } from '@nestjs/common';
import { RegionVerdictQuery, VerdictPage, type VerdictView } from './evaluation.dto.js';
import { pageVerdicts } from './verdict.queries.js';

/** What the region decided on all programmes: which were kept, changed, dropped, and against which proposal. */
@ServiceController('training-catalog', 'programme-decisions')
export class ProgrammeDecisionsController {
  constructor(private readonly database: ServiceDatabase) {}

  @Get()
  @Requires('evaluations:read')
  @ApiOkResponse({ type: VerdictPage })
  list(@Query() query: RegionVerdictQuery): Promise<Page<VerdictView>> {
    return pageVerdicts(this.database, query);
  }
}
