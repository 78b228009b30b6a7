import type { VisibleUnits } from './visible-units.js';

/** Condition of a list: the unit column lies in one of the subtrees. The place `?` takes the value of {@link VisibleUnits}. */
export function inUnits(column: string): string {
  return `(SELECT v.units IS NULL OR ${column} IN (
      WITH RECURSIVE below AS (SELECT unnest(v.units) AS unit_id
        UNION SELECT u.unit_id FROM unit AS u JOIN below AS b ON u.parent_unit_id = b.unit_id)
      SELECT unit_id FROM below) FROM (SELECT ?::uuid[] AS units) AS v)`;
}

/** The parameter for {@link inUnits}: null reaches the whole region. */
export function unitsParameter(visible: VisibleUnits): readonly string[] | null {
  return visible;
}
