import { unitsOf, type Principal, type Scope } from '@betang/platform';

/** Tops of the subtrees of units that a right reaches; null: the whole region. */
export type VisibleUnits = readonly string[] | null;

/** Rights name paths of units; the last id of a path is the top of the subtree. */
export function visibleUnits(principal: Principal, scope: Scope, region: string): VisibleUnits {
  const paths = unitsOf(principal, scope, region);
  return paths === 'all' ? null : paths.map((path) => path.slice(path.lastIndexOf('/') + 1));
}

/** Condition on a unit column: it lies in one of the subtrees given as parameter `$n`, or the parameter is null. */
export function inVisibleUnits(column: string, parameter: number): string {
  return `($${parameter}::uuid[] IS NULL OR ${column} IN (
    WITH RECURSIVE below AS (SELECT unnest($${parameter}::uuid[]) AS unit_id
      UNION SELECT u.unit_id FROM unit AS u JOIN below AS b ON u.parent_unit_id = b.unit_id)
    SELECT unit_id FROM below))`;
}
