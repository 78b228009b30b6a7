import { readCredentials, writeCredentials } from './credentials.js';
import { readTopology, topologyPaths, writeTopology } from './topology-folder.js';
import { withTopologyLock } from './topology-lock.js';
import { serviceUsers } from './topology.js';
import type { LocalUser, Topology } from './topology.js';
import { createUserKey } from './user-key.js';

/**
 * Changes between the modes `all` and `split`, or the services that run. Users that are new get a key and a credential file; those no longer needed
 * keep theirs and lose their rights with the next `applyTopology`.
 * @throws TopologyError `topology-invalid`, `topology-busy`
 */
export async function setServices(dir: string, to: Pick<Topology, 'mode' | 'services'>): Promise<Topology> {
  return withTopologyLock(dir, async () => {
    const topology = await readTopology(dir);
    const known = topology.users.map(({ name }) => name);
    const missing = serviceUsers(to).filter((name) => !known.includes(name));
    const users = [...topology.users];
    for (const name of missing) users.push(await makeUser(dir, name));
    const changed = { ...topology, mode: to.mode, services: to.services, users };
    await writeTopology(dir, changed);
    return changed;
  });
}

async function makeUser(dir: string, name: string): Promise<LocalUser> {
  const paths = topologyPaths(dir);
  const operator = await readCredentials(paths.local('operator'));
  const { publicNkey, seed } = createUserKey();
  await writeCredentials(paths.local(name), { ...operator, user: name, seed });
  return { name, publicNkey };
}
