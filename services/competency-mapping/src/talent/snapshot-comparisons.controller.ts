import {
  CurrentPrincipal,
  Requires,
  ServiceController,
  preferredLanguage,
  type Page,
  type Principal,
  ApiOkResponse,
} from '@betang/platform';
import { Get, Headers, Param, ParseUUIDPipe, Query } from '@nestjs/common';
import { ComparisonQuery, MovePage, MovesQuery, SnapshotComparisonView, type MoveView } from './comparison.dto.js';
import { SnapshotComparisons } from './snapshot-comparisons.js';
import { TalentAccess } from './talent-access.js';

/** What changed between two snapshots of the nine boxes: how many moved from which box to which, and who, and why. */
@ServiceController('competency-mapping', 'talent/snapshots/:snapshotId')
export class SnapshotComparisonsController {
  constructor(
    private readonly comparisons: SnapshotComparisons,
    private readonly access: TalentAccess,
  ) {}

  @Get('comparison')
  @Requires('talent:read')
  @ApiOkResponse({ type: SnapshotComparisonView })
  summary(
    @Param('snapshotId', ParseUUIDPipe) snapshotId: string,
    @Query() { since }: ComparisonQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<SnapshotComparisonView> {
    this.access.assertOfficer(principal, 'talent:read');
    return this.comparisons.summary(snapshotId, since);
  }

  @Get('moves')
  @Requires('talent:read')
  @ApiOkResponse({ type: MovePage })
  async moves(
    @Param('snapshotId', ParseUUIDPipe) snapshotId: string,
    @Query() query: MovesQuery,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') accepted?: string,
  ): Promise<Page<MoveView>> {
    this.access.assertOfficer(principal, 'talent:read');
    const page = await this.comparisons.moves(snapshotId, query, preferredLanguage(accepted));
    await this.access.noteRead(principal, page.items);
    return page;
  }
}
