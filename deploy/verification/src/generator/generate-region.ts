import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findRegion } from '@betang/contracts';
import { writeCourseFile } from './course-file.js';
import type { CsvDialect } from './course-file.js';
import { expectedResult } from './expected-result.js';
import type { ExpectedResult } from './expected-result.js';
import { inventRegion } from './invented-region.js';
import type { RegionRecipe } from './invented-region.js';
import { writeRosterFile } from './roster-file.js';

export const DEFAULT_PEOPLE = 2_000;

export interface GenerateOptions extends Omit<RegionRecipe, 'people' | 'seed'> {
  readonly people?: number;
  readonly seed?: string | number;
  /** Folder of the files; made when it is missing. */
  readonly out: string;
  /** Name in the title of the roster; the region's official name by default. */
  readonly regionName?: string;
  readonly csv?: CsvDialect;
}

export interface GeneratedFiles {
  readonly rosterFile: string;
  readonly completionsFile: string;
  readonly expectedFile: string;
  readonly expected: ExpectedResult;
}

/**
 * Writes a region's exchange files, `roster-62.03.xlsx` and `completions-62.03-2026.csv`, and `expected-62.03-2026.json` with what an import must come to.
 * Equal options give equal files, byte by byte. Throws AsnError for a region code, RangeError for counts that cannot be.
 */
export async function generateRegion(options: GenerateOptions): Promise<GeneratedFiles> {
  const { region, year, out, seed = 1, people = DEFAULT_PEOPLE } = options;
  const counts = [people, options.badRows ?? 0, options.damagedRows ?? 0];
  if (people < 1 || !counts.every((count) => Number.isSafeInteger(count) && count >= 0)) {
    throw new RangeError('People and rows are whole numbers; at least one person.');
  }
  const invented = inventRegion({ ...options, people, seed });
  const files = {
    rosterFile: join(out, `roster-${region}.xlsx`),
    completionsFile: join(out, `completions-${region}-${year}.csv`),
    expectedFile: join(out, `expected-${region}-${year}.json`),
  };
  const expected = expectedResult({
    region,
    year,
    seed: String(seed),
    rosterFile: `roster-${region}.xlsx`,
    roster: invented.roster,
    completionsFile: `completions-${region}-${year}.csv`,
    completions: invented.completions,
  });
  await mkdir(out, { recursive: true });
  await writeRosterFile(files.rosterFile, {
    layout: invented.layout,
    regionName: options.regionName ?? findRegion(region)?.name ?? `Wilayah ${region}`,
    year: options.rosterYear ?? year,
    rows: invented.roster,
  });
  await writeCourseFile(files.completionsFile, invented.completions, options.csv ?? 'rfc4180');
  await writeFile(files.expectedFile, `${JSON.stringify(expected, null, 2)}\n`);
  return { ...files, expected };
}
