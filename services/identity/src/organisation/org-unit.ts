/** Agencies (perangkat daerah) stand at the top; units (unit kerja) below them, at any depth. */
export type UnitKind = 'AGENCY' | 'UNIT';

/** An organisational unit as recorded. Days are `YYYY-MM-DD`. */
export interface OrgUnit {
  readonly unitId: string;
  readonly kind: UnitKind;
  readonly agencyId: string;
  readonly parentUnitId: string | null;
  /** From the agency down to the unit itself. */
  readonly path: readonly string[];
  readonly name: string;
  /** Code of the unit in other systems, such as the unor id of SIASN. */
  readonly code: string | null;
  /** First day of the present name and place; null: nobody knows. */
  readonly validFrom: string | null;
  /** First day on which the unit is no more. */
  readonly closedOn: string | null;
  readonly headId: string | null;
  /** Units that took over from it. */
  readonly successorIds: readonly string[];
}

/** Another name by which files of before still find a unit, within the agency that they name it under. */
export interface UnitAlias {
  readonly agencyId: string;
  readonly name: string;
  readonly unitId: string;
}
