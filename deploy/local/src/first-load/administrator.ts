import { regionPaths } from '@betang/cli';
import { readFile } from 'node:fs/promises';
import type { RegionRun } from '../federation/region-run.js';
import { RegionApi } from '../api/region-api.js';

/** The region's interface with the right to everything: the token that identity keeps for the operator's tool, in a file of mode 0600. */
export function administratorApi(region: RegionRun, signal: AbortSignal): RegionApi {
  const file = regionPaths(region.dir).token;
  return new RegionApi({
    addressOf: (service) => region.addressOf(service),
    token: async () => (await readFile(file, 'utf8')).trim(),
    signal,
  });
}
