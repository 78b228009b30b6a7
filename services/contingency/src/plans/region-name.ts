import { findRegion } from '@betang/contracts';

/** Name of a region as documents print it; its code where the reference data do not know it. */
export function regionName(code: string): string {
  return findRegion(code)?.name ?? code;
}
