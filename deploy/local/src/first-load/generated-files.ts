import { generateRegion, type GeneratedFiles } from '@betang/verification';
import { join } from 'node:path';
import type { LocalRegion } from '../settings/regions.js';

/** Course records of this year, and none after this day: a later day would lie in the future for whoever tries this out soon. */
export const COURSE_YEAR = 2026;
const LAST_DAY = '2026-10-31';
/** Rows that an import must refuse, as in every office's files. */
const BAD_ROWS = 6;

/** Writes the exchange files of an invented region into its folder; the same people for the same seed. */
export function writeGeneratedFiles(
  region: LocalRegion,
  dir: string,
  { people, seed }: { readonly people: number; readonly seed: string },
): Promise<GeneratedFiles> {
  const out = join(dir, 'invented');
  return generateRegion({
    region: region.code,
    people,
    seed,
    year: COURSE_YEAR,
    until: LAST_DAY,
    badRows: BAD_ROWS,
    out,
  });
}
