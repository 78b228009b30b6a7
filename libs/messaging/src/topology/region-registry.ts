import { readFile, rm } from 'node:fs/promises';
import { readCredentials, writeCredentials } from './credentials.js';
import type { BusCredentials } from './credentials.js';
import { regionToken } from './region-token.js';
import { TopologyError } from './topology-error.js';
import { readTopology, topologyPaths, writeTopology } from './topology-folder.js';
import { withTopologyLock } from './topology-lock.js';
import { withRegion, withoutRegion } from './topology.js';
import type { RegisteredRegion, Topology } from './topology.js';
import { createUserKey } from './user-key.js';

/** These change the declarative file of a hub only; `applyTopology` makes the server follow. */

/**
 * Registers a region by the public half of a key that it made itself, so that the seed never leaves it. Registering it again replaces the key.
 * @throws TopologyError `region-code-invalid`, `topology-invalid`
 */
export async function registerRegion(dir: string, code: string, publicUserNkey: string): Promise<Topology> {
  return change(dir, async (topology) => {
    const known = topology.regions.find((region) => region.code === code);
    const publicCheckNkey = known?.publicCheckNkey ?? (await makeCheckKey(dir, code));
    return withRegion(topology, { code, publicUserNkey, publicCheckNkey, state: known?.state ?? 'active' });
  });
}

/**
 * Makes the key on the region's behalf and registers it. What it returns is the region's credentials file, to be handed over in private and kept by
 * nobody else.
 * @throws TopologyError `region-code-invalid`, `topology-invalid`
 */
export async function issueRegion(dir: string, code: string, hubUrl: string): Promise<BusCredentials> {
  const { publicNkey, seed } = createUserKey();
  const topology = await registerRegion(dir, code, publicNkey);
  const caFile = topology.tls?.caFile;
  const authority = caFile === undefined ? {} : { certificateAuthority: await readFile(caFile, 'utf8') };
  return { kind: 'hub', region: code, user: regionToken(code), url: hubUrl, seed, ...authority };
}

/** Shuts a region out, or lets it in again; its consumer keeps its place. @throws TopologyError `topology-invalid` for an unknown region */
export async function setRegionState(dir: string, code: string, state: RegisteredRegion['state']): Promise<Topology> {
  return change(dir, (topology) => withRegion(topology, { ...getRegion(topology, code), state }));
}

/** Forgets a region: account, key and consumer. Its events stay until their time is up. @throws TopologyError `topology-invalid` for an unknown region */
export async function removeRegion(dir: string, code: string): Promise<Topology> {
  const changed = await change(dir, (topology) => {
    getRegion(topology, code);
    if (code !== topology.region) return withoutRegion(topology, code);
    throw new TopologyError('topology-invalid', 'a hub cannot lose its own region', 'regions');
  });
  await rm(topologyPaths(dir).check(code), { force: true });
  return changed;
}

function getRegion(topology: Topology, code: string): RegisteredRegion {
  const region = topology.regions.find((candidate) => candidate.code === code);
  if (!region) throw new TopologyError('topology-invalid', `region ${code} is not registered on this hub`, 'regions');
  return region;
}

async function makeCheckKey(dir: string, code: string): Promise<string> {
  const paths = topologyPaths(dir);
  const { url, certificateAuthority } = await readCredentials(paths.system);
  const { publicNkey, seed } = createUserKey();
  const authority = certificateAuthority === undefined ? {} : { certificateAuthority };
  await writeCredentials(paths.check(code), {
    kind: 'hub',
    region: code,
    user: `${regionToken(code)}_check`,
    url,
    seed,
    ...authority,
  });
  return publicNkey;
}

function change(dir: string, edit: (topology: Topology) => Topology | Promise<Topology>): Promise<Topology> {
  return withTopologyLock(dir, async () => {
    const changed = await edit(await readTopology(dir));
    await writeTopology(dir, changed);
    return changed;
  });
}
