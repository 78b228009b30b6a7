import { rm } from 'node:fs/promises';
import { regionToken, topologyPaths, writeCredentials } from '@betang/messaging';
import { AppError } from '@betang/platform';
import type { JoinFile } from './exchange-files.js';
import { saveMember } from './federation-members.js';
import { MEMBERS_ROLE, connectionAs, inTransaction } from './region-database.js';
import { regionPaths } from './region-paths.js';
import { readRegionSettings, writeRegionSettings, type RegionSettings } from './region-settings.js';
import { hubSeed } from './register-region.js';

/**
 * At the region: takes the province's answer. From the next start of its services on it is linked. Running it again with a newer file takes
 * over another address or authority of the hub. @throws AppError `join-file-for-another`, `region-not-below-province`
 */
export async function joinFederation(dataDir: string, file: JoinFile): Promise<RegionSettings> {
  const settings = await readRegionSettings(dataDir);
  const { region } = settings;
  const province = file.province.region;
  if (file.region !== region) throw new AppError('join-file-for-another', { params: { region: file.region } });
  if (!region.startsWith(`${province}.`))
    throw new AppError('region-not-below-province', { params: { region, province } });
  const { nats, joiningKey } = regionPaths(dataDir);
  await writeCredentials(topologyPaths(nats).hub, {
    kind: 'hub',
    region,
    user: regionToken(region),
    url: file.hubUrl,
    seed: await hubSeed(dataDir),
    ...(file.certificateAuthority === undefined ? {} : { certificateAuthority: file.certificateAuthority }),
  });
  await rm(joiningKey, { force: true });
  const target = await connectionAs(dataDir, MEMBERS_ROLE);
  await inTransaction(target, (db) => saveMember(db, file.province, 'ACTIVE'));
  const joined: RegionSettings = { ...settings, hubUrl: file.hubUrl, province };
  await writeRegionSettings(dataDir, joined);
  return joined;
}
