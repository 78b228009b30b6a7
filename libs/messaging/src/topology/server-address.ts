import { readFile, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeServerConfig } from './apply-topology.js';
import { readCredentials, writeCredentials } from './credentials.js';
import { readTopology, topologyPaths, writeTopology } from './topology-folder.js';
import { withTopologyLock } from './topology-lock.js';
import { parseTopology } from './topology-reader.js';
import type { ServerTls, Topology } from './topology.js';

/**
 * Moves the deployment's server to another address: topology, configuration and every credential file that names the old one. Takes effect when the
 * server is started again. Regions that joined this hub keep the old address in their own files.
 * @throws TopologyError `topology-invalid`, `topology-busy`
 */
export async function setServerAddress(dir: string, listen: Topology['listen'], url?: string): Promise<Topology> {
  const changed = await withTopologyLock(dir, async () => {
    const topology = await readTopology(dir);
    const moved = parseTopology(JSON.stringify({ ...topology, listen }));
    const address = url ?? `${topology.tls ? 'tls' : 'nats'}://${listen.host}:${listen.port}`;
    for (const file of await ownCredentialFiles(dir, topology)) {
      await writeCredentials(file, { ...(await readCredentials(file)), url: address });
    }
    // Last: whoever is asked again after a kill looks here whether there is something to move.
    await writeTopology(dir, moved);
    return moved;
  });
  await writeServerConfig(dir);
  return changed;
}

/**
 * Gives the deployment's server another certificate, or its first one: topology, configuration, and in every credential file the address and the
 * authority to check it by. Takes effect when the server is started again.
 * @throws TopologyError `topology-invalid`, `topology-busy`
 */
export async function setServerTls(dir: string, tls: ServerTls, url?: string): Promise<Topology> {
  const authority = tls.caFile === undefined ? {} : { certificateAuthority: await readFile(tls.caFile, 'utf8') };
  const changed = await withTopologyLock(dir, async () => {
    const topology = await readTopology(dir);
    const secured = parseTopology(JSON.stringify({ ...topology, tls }));
    for (const file of await ownCredentialFiles(dir, topology)) {
      const { certificateAuthority: _former, ...known } = await readCredentials(file);
      const address = url ?? known.url.replace(/^nats:/, 'tls:');
      await writeCredentials(file, { ...known, url: address, ...authority });
    }
    // Last, as above.
    await writeTopology(dir, secured);
    return secured;
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
