import {
  applyTopology,
  createUserKey,
  readCredentials,
  registerRegion,
  topologyPaths,
  writeCredentials,
} from '@betang/messaging';
import { AppError } from '@betang/platform';
import type { Registration } from './exchange-files.js';
import { findText, writePrivateJson } from './private-file.js';
import { regionPaths } from './region-paths.js';
import { readRegionSettings } from './region-settings.js';
import { registrationOf } from './register-region.js';

/**
 * `active`: a province's own key, in force at once. `waiting`: the new key lies ready; the registration goes to the province (`region add`), whose
 * answer (`region join`) puts it in force. In between the link is down and everything waits in the outbox.
 */
export interface HubKeyRotation {
  readonly state: 'active' | 'waiting';
  readonly registration?: Registration;
}

/** A new key to the hub, made at home: its seed never travels. Services take it up without a restart. @throws AppError `region-not-linked` */
export async function rotateHubKey(dataDir: string): Promise<HubKeyRotation> {
  const { region, role } = await readRegionSettings(dataDir);
  const { nats, joiningKey } = regionPaths(dataDir);
  const { hub } = topologyPaths(nats);
  if ((await findText(hub)) === undefined) throw new AppError('region-not-linked', { params: { region } });
  if (role === 'region') {
    if ((await findText(joiningKey)) === undefined) await writePrivateJson(joiningKey, { seed: createUserKey().seed });
    return { state: 'waiting', registration: await registrationOf(dataDir) };
  }
  const { publicNkey, seed } = createUserKey();
  await registerRegion(nats, region, publicNkey);
  await writeCredentials(hub, { ...(await readCredentials(hub)), seed });
  await applyTopology(nats);
  return { state: 'active' };
}
