import {
  CurrentPrincipal,
  RegionConfig,
  Requires,
  ServiceController,
  ServiceDatabase,
  type Principal,
  ApiOkResponse,
} from '@betang/platform';
import { Get, Query } from '@nestjs/common';
import type { OrgUnit } from '../organisation/org-unit.js';
import { visibleUnits, type VisibleUnits } from '../organisation/unit-access.js';
import { UnitTreeQuery, UnitTreeView } from '../organisation/unit.dto.js';
import { treeOf, unitTreeOn, type DatedUnit } from '../organisation/unit-history.queries.js';
import { unitTree } from '../organisation/unit.queries.js';
import { PlannedReorganisations } from './planned-reorganisations.js';

/** The organisation of any day: as it stood, stands, or will stand by the plans on record. */
@ServiceController('identity', 'units')
export class UnitTreeController {
  constructor(
    private readonly config: RegionConfig,
    private readonly database: ServiceDatabase,
    private readonly plans: PlannedReorganisations,
  ) {}

  @Get('tree')
  @Requires('units:read')
  @ApiOkResponse({ type: [UnitTreeView] })
  async tree(@Query() { on }: UnitTreeQuery, @CurrentPrincipal() principal: Principal): Promise<UnitTreeView[]> {
    const visible = visibleUnits(principal, 'units:read', this.config.region);
    if (on === undefined) return unitTree(this.database, visible);
    return on > this.plans.today() ? this.comingTree(on, visible) : unitTreeOn(this.database, on, visible);
  }

  /** As the plans on record will make it; people as far as the present tells. */
  private async comingTree(on: string, visible: VisibleUnits): Promise<UnitTreeView[]> {
    const standing = (await this.plans.on(this.database, on)).standing();
    const units = standing.map(({ unit, people }) => ({ ...pick(unit), people }));
    return treeOf(
      units.sort((a, b) => a.name.localeCompare(b.name)),
      visible,
    );
  }
}

function pick({ unitId, kind, name, parentUnitId, code }: OrgUnit): Omit<DatedUnit, 'people'> {
  return { unitId, kind, name, parentUnitId, code };
}
