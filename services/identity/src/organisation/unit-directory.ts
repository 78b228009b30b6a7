import { nameKey } from './name-key.js';
import type { OrgUnit } from './org-unit.js';

/** The answer to a name within an agency. */
export type UnitMatch =
  | { readonly kind: 'found'; readonly unit: OrgUnit }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'ambiguous'; readonly units: readonly OrgUnit[] };

/** Another name of a unit within its agency: a former one, or one that an officer said is this unit. */
export interface UnitAlias {
  readonly agencyId: string;
  readonly aliasKey: string;
  readonly unitId: string;
}

/** All units of the region by name: names that differ in capitals or punctuation only are one unit; other names count where no unit bears them. */
export class UnitDirectory {
  private readonly agencies = new Map<string, OrgUnit>();
  private readonly units = new Map<string, OrgUnit[]>();
  private readonly aliases = new Map<string, OrgUnit>();
  private readonly agencyAliases = new Map<string, OrgUnit>();
  private readonly formerAgencies = new Map<string, OrgUnit>();

  constructor(units: Iterable<OrgUnit>, aliases: Iterable<UnitAlias> = []) {
    const byId = new Map<string, OrgUnit>();
    for (const unit of units) {
      byId.set(unit.unitId, unit);
      this.add(unit);
    }
    for (const { agencyId, aliasKey, unitId } of aliases) {
      const unit = byId.get(unitId);
      if (!unit) continue;
      if (unit.kind === 'AGENCY') this.agencyAliases.set(aliasKey, unit);
      else this.aliases.set(`${agencyId}|${aliasKey}`, unit);
      // Its own agency once: it has come under another one since.
      if (unit.kind === 'UNIT' && agencyId === unitId) this.formerAgencies.set(aliasKey, unit);
    }
  }

  add(unit: OrgUnit): void {
    if (unit.kind === 'AGENCY') this.agencies.set(nameKey(unit.name), unit);
    else {
      const key = keyIn(unit.agencyId, unit.name);
      this.units.set(key, [...(this.units.get(key) ?? []), unit]);
    }
  }

  findAgency(name: string): OrgUnit | undefined {
    const key = nameKey(name);
    return this.agencies.get(key) ?? this.agencyAliases.get(key);
  }

  /** A unit that was an agency of this name, as files of before have it. */
  findFormerAgency(name: string): OrgUnit | undefined {
    return this.findAgency(name) ? undefined : this.formerAgencies.get(nameKey(name));
  }

  /** Looks below a unit that was an agency once; units that were renamed or joined meanwhile are found by what they were called in it. */
  findUnitBelow(former: OrgUnit, name: string): UnitMatch {
    if (nameKey(name) === nameKey(former.name)) return { kind: 'found', unit: former };
    const below = (this.units.get(keyIn(former.agencyId, name)) ?? []).filter(({ path }) =>
      path.includes(former.unitId),
    );
    const only = below.length === 1 ? below[0] : this.aliases.get(keyIn(former.unitId, name));
    if (only) return { kind: 'found', unit: only };
    return below.length > 1 ? { kind: 'ambiguous', units: below } : { kind: 'unknown' };
  }

  /** All units of the agency that bear a name, at every depth. */
  findNamesakes(agency: OrgUnit, name: string): readonly OrgUnit[] {
    return this.units.get(keyIn(agency.unitId, name)) ?? [];
  }

  /** Looks below the agency at every depth; the agency's own name means the agency itself. */
  findUnit(agency: OrgUnit, name: string): UnitMatch {
    if (nameKey(name) === nameKey(agency.name)) return { kind: 'found', unit: agency };
    const key = keyIn(agency.unitId, name);
    const units = this.findNamesakes(agency, name);
    // Several units of one name: an officer may have said which one this agency's files mean.
    const said = units.length === 1 ? units[0] : this.aliases.get(key);
    if (said) return { kind: 'found', unit: said };
    return units.length > 1 ? { kind: 'ambiguous', units } : { kind: 'unknown' };
  }
}

function keyIn(agencyId: string, name: string): string {
  return `${agencyId}|${nameKey(name)}`;
}
