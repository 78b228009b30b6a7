import {
  createUserKey,
  findEpoch,
  publicNkeyOf,
  readCredentials,
  readRegionKeys,
  topologyPaths,
} from '@betang/messaging';
import { AppError } from '@betang/platform';
import type { Registration } from './exchange-files.js';
import { readPublicKeys } from './key-files.js';
import { findText, writePrivateJson } from './private-file.js';
import { EPOCH_ROLE, connectionAs, inTransaction } from './region-database.js';
import { regionPaths } from './region-paths.js';
import { readRegionSettings } from './region-settings.js';

/**
 * What this region tells its province about itself: with it the province can add the region, or take its new keys over. The region makes
 * the key to the hub itself, so that its seed never travels. @throws AppError `region-not-initialised`, `province-joins-nobody`
 */
export async function registrationOf(dataDir: string): Promise<Registration> {
  const { region, role } = await readRegionSettings(dataDir);
  if (role === 'hub') throw new AppError('province-joins-nobody', { params: { region } });
  const { public: keys } = await readRegionKeys(regionPaths(dataDir).keys);
  const next = await readPublicKeys(regionPaths(dataDir).nextKeys);
  const epoch = await inTransaction(await connectionAs(dataDir, EPOCH_ROLE), findEpoch);
  if (!epoch) throw new AppError('region-not-initialised', { params: { region } });
  return {
    kind: 'betang-registration',
    version: 1,
    region,
    publicNkey: publicNkeyOf({ seed: await hubSeed(dataDir) }),
    firstEpoch: epoch.epoch,
    keys: [...keys, ...next],
  };
}

/** The seed of the region's key to its hub: one that waits for the province's answer, the one in use, or one made now. */
export async function hubSeed(dataDir: string): Promise<string> {
  const { nats, joiningKey } = regionPaths(dataDir);
  const { hub } = topologyPaths(nats);
  const waiting = await findText(joiningKey);
  if (waiting !== undefined) return (JSON.parse(waiting) as { seed: string }).seed;
  if ((await findText(hub)) !== undefined) return (await readCredentials(hub)).seed;
  const { seed } = createUserKey();
  await writePrivateJson(joiningKey, { seed });
  return seed;
}
