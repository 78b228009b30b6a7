import { readdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { AppError } from '@betang/platform';
import { findText } from './private-file.js';
import { regionPaths } from './region-paths.js';

export interface RegionChoice {
  /** `--data`. */
  readonly data?: string;
  /** `--region`. */
  readonly region?: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where to look for regions on this machine. */
  readonly root: string;
}

/** Folders below `.betang` that hold one folder a region: of `npm start`, and of deployments made by `betang region init`. */
const PLACES = /^(regions|local(-\d+)?)$/;

/**
 * The one region that a command is about: named by its folder, by its code, by the environment, or because there is no other here.
 * @throws AppError `region-not-found`, `region-not-chosen`, `region-in-several-folders`
 */
export async function chooseRegion(choice: RegionChoice): Promise<string> {
  const given = choice.data ?? (choice.region === undefined ? choice.environment['BETANG_DATA_DIR'] : undefined);
  if (given !== undefined) return existing(resolve(choice.root, given));
  const found = await findRegions(choice.root);
  const matching = found.filter((folder) => choice.region === undefined || basename(folder) === choice.region);
  if (matching.length === 1) return matching[0]!;
  if (matching.length === 0)
    throw new AppError('region-not-found', {
      params: {
        ...{ region: choice.region ?? '', folder: join(choice.root, '.betang') },
        regions: found.map((folder) => basename(folder)).join(', ') || '-',
      },
    });
  const codes = [...new Set(matching.map((folder) => basename(folder)))];
  if (codes.length > 1) throw new AppError('region-not-chosen', { params: { regions: codes.join(', ') } });
  // Two federations on one machine have the same regions.
  throw new AppError('region-in-several-folders', { params: { region: codes[0]!, folders: matching.join(', ') } });
}

/** The regions a command is about that takes all unless one is named. */
export async function chooseRegions(choice: RegionChoice): Promise<readonly string[]> {
  const named = choice.data ?? choice.region ?? choice.environment['BETANG_DATA_DIR'];
  if (named !== undefined) return [await chooseRegion(choice)];
  const found = await findRegions(choice.root);
  return found.length > 0 ? found : [await chooseRegion(choice)];
}

/** Folders of regions below `<root>/.betang`, provinces first. */
export async function findRegions(root: string): Promise<string[]> {
  const base = join(root, '.betang');
  const found: string[] = [];
  for (const place of (await names(base)).filter((name) => PLACES.test(name)))
    for (const region of await names(join(base, place)))
      if (await isRegion(join(base, place, region))) found.push(join(base, place, region));
  return found.sort((a, b) => (basename(a) < basename(b) ? -1 : 1));
}

/** Processes know the folder of their files: it lies inside the region's. */
async function existing(folder: string): Promise<string> {
  for (const candidate of [folder, dirname(folder)]) if (await isRegion(candidate)) return candidate;
  throw new AppError('region-not-found', { params: { region: '', folder, regions: '-' } });
}

async function isRegion(folder: string): Promise<boolean> {
  return (await findText(regionPaths(folder).settings)) !== undefined;
}

/** Folders in a folder; none where it is not there. */
async function names(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory() || entry.isSymbolicLink()).map(({ name }) => name);
}
