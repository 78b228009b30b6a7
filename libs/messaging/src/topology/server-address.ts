import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeServerConfig } from './apply-topology.js';
import { readCredentials, writeCredentials } from './credentials.js';
import { readTopology, topologyPaths, writeTopology } from './topology-folder.js';
import { withTopologyLock } from './topology-lock.js';
import type { Topology } from './topology.js';

/**
 * Moves the deployment's server to another address: topology, configuration and every credential file that names the old one. Takes effect when the
 * server is started again. Regions that joined this hub keep the old address in their own files.
 * @throws TopologyError `topology-invalid`, `topology-busy`
 */
export async function setServerAddress(dir: string, listen: Topology['listen'], url?: string): Promise<Topology> {
  const changed = await withTopologyLock(dir, async () => {
    const topology = await readTopology(dir);
    const moved = { ...topology, listen };
    await writeTopology(dir, moved);
    const address = url ?? `${topology.tls ? 'tls' : 'nats'}://${listen.host}:${listen.port}`;
    for (const file of await ownCredentialFiles(dir, topology)) {
      await writeCredentials(file, { ...(await readCredentials(file)), url: address });
    }
    return moved;
  });
  await writeServerConfig(dir);
  return changed;
}

/** All but a region's key to its hub, which stands on another server. */
async function ownCredentialFiles(dir: string, topology: Topology): Promise<string[]> {
  const { hub } = topologyPaths(dir);
  const folder = dirname(hub);
  const files = (await readdir(folder)).filter((name) => name.endsWith('.json')).map((name) => join(folder, name));
  return topology.role === 'hub' ? files : files.filter((file) => file !== hub);
}
