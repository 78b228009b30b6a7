import { findRegion } from '@betang/contracts';

/** Name of the province of a regency or city; null for a province itself. */
export function provinceName(code: string): string | null {
  const parent = findRegion(code)?.parentCode ?? null;
  return parent === null ? null : regionName(parent);
}

/** Name of a region as documents print it; its code where the reference data do not know it. */
export function regionName(code: string): string {
  return findRegion(code)?.name ?? code;
}
