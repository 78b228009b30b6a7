import { nameKey } from './name-key.js';
import type { OrgUnit } from './org-unit.js';

/** The answer to a name within an agency. */
export type UnitMatch =
  | { readonly kind: 'found'; readonly unit: OrgUnit }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'ambiguous'; readonly units: readonly OrgUnit[] };

/** All units of the region by name: names that differ in capitals or punctuation only are one unit. */
export class UnitDirectory {
  private readonly agencies = new Map<string, OrgUnit>();
  private readonly units = new Map<string, OrgUnit[]>();

  constructor(units: Iterable<OrgUnit>) {
    for (const unit of units) this.add(unit);
  }

  add(unit: OrgUnit): void {
    if (unit.kind === 'AGENCY') this.agencies.set(nameKey(unit.name), unit);
    else {
      const key = keyIn(unit.agencyId, unit.name);
      this.units.set(key, [...(this.units.get(key) ?? []), unit]);
    }
  }

  findAgency(name: string): OrgUnit | undefined {
    return this.agencies.get(nameKey(name));
  }

  /** Looks below the agency at every depth; the agency's own name means the agency itself. */
  findUnit(agency: OrgUnit, name: string): UnitMatch {
    if (nameKey(name) === nameKey(agency.name)) return { kind: 'found', unit: agency };
    const units = this.units.get(keyIn(agency.unitId, name)) ?? [];
    if (units.length > 1) return { kind: 'ambiguous', units };
    return units[0] ? { kind: 'found', unit: units[0] } : { kind: 'unknown' };
  }
}

function keyIn(agencyId: string, name: string): string {
  return `${agencyId}|${nameKey(name)}`;
}
