import { unitsOf, type Principal, type Scope } from '@betang/platform';

/** The subtrees whose records a principal may see: `null` for the whole region, else the ids of the units at their top. */
export type VisibleUnits = readonly string[] | null;

/** Rights are told as paths of unit ids; the last id of a path is the top of the subtree. */
export function visibleUnits(principal: Principal, scope: Scope, region: string): VisibleUnits {
  const paths = unitsOf(principal, scope, region);
  return paths === 'all' ? null : paths.map((path) => path.split('/').at(-1)!);
}

/** A unit's path as rights name it. */
export function pathText(path: readonly string[]): string {
  return path.join('/');
}
