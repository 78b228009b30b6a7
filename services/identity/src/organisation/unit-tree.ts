import { AppError } from '@betang/platform';
import type { OrgUnit } from './org-unit.js';

/** The units that stand, by id and by the unit above. */
export class UnitTree {
  private readonly byId = new Map<string, OrgUnit>();

  constructor(units: Iterable<OrgUnit>) {
    for (const unit of units) if (unit.closedOn === null) this.byId.set(unit.unitId, unit);
  }

  /** @throws AppError `unit-not-found` */
  get(unitId: string, field?: string): OrgUnit {
    const unit = this.byId.get(unitId);
    if (!unit) throw new AppError('unit-not-found', { status: 404, ...(field === undefined ? {} : { field }) });
    return unit;
  }

  childrenOf(unitId: string): OrgUnit[] {
    return [...this.byId.values()].filter((unit) => unit.parentUnitId === unitId);
  }

  /** The unit and all below it, those above first. */
  subtree(unitId: string): OrgUnit[] {
    return [...this.byId.values()]
      .filter((unit) => unit.path.includes(unitId))
      .sort((a, b) => a.path.length - b.path.length);
  }
}
