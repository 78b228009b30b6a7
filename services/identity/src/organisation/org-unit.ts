/** Agencies (perangkat daerah) stand at the top; units (unit kerja) below them, at any depth. */
export type UnitKind = 'AGENCY' | 'UNIT';

/** An organisational unit as recorded. */
export interface OrgUnit {
  readonly unitId: string;
  readonly kind: UnitKind;
  readonly agencyId: string;
  readonly parentUnitId: string | null;
  /** From the agency down to the unit itself. */
  readonly path: readonly string[];
  readonly name: string;
}
