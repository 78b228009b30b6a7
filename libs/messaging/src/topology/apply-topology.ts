import { readFile } from 'node:fs/promises';
import { writePrivateFile } from '@betang/platform';
import { findRegionFailure, withHubManager, withLocalManager, withSystem } from './bus-sessions.js';
import { presence } from './differences.js';
import type { Difference } from './differences.js';
import { SystemAccountControl } from './server-control.js';
import type { ServerControl } from './server-control.js';
import { findConfigTag, renderServerConfig } from './server-config.js';
import { canApply, reconcileConsumer, reconcileStream, strayConsumers } from './stream-reconciler.js';
import { federationStream, localStreams, regionConsumer } from './streams.js';
import { FEDERATION_STREAM } from './subjects.js';
import { TopologyError } from './topology-error.js';
import { readTopology, topologyPaths } from './topology-folder.js';
import { withTopologyLock } from './topology-lock.js';
import type { Topology } from './topology.js';

export interface TopologyApplied {
  /** What was different and has been changed. Empty when there was nothing to do. */
  readonly changed: readonly Difference[];
  /** What cannot be changed in place; each names the way out. Nothing is ever deleted to get there. */
  readonly remaining: readonly Difference[];
}

/** The first reload leaves the imports of a new account dead; after the second they work. */
const RELOADS = 2;
const CHECKS = 3;

/** Writes the server's configuration without touching a running server: what it is started with the first time. */
export async function writeServerConfig(dir: string): Promise<void> {
  await writeConfig(dir, await renderFor(dir, await readTopology(dir)));
}

/**
 * Makes the running server what the deployment's topology says: accounts and users by reload, then streams and consumers, then
 * signs in to each active region's account. Other regions' connections stay. Running it again changes nothing.
 * @throws TopologyError `server-refused-configuration` (the old one is in force again), `server-not-reloaded`, `region-not-served`,
 * `topology-busy`
 */
export async function applyTopology(dir: string): Promise<TopologyApplied> {
  return withTopologyLock(dir, () => apply(dir));
}

async function apply(dir: string): Promise<TopologyApplied> {
  const topology = await readTopology(dir);
  return withSystem(dir, async (connection) => {
    const control = new SystemAccountControl(connection);
    const found = [
      ...(await applyConfig(dir, topology, control)),
      ...(await applyLocalStreams(dir, topology)),
      ...(topology.role === 'hub' ? await applyHub(dir, topology) : []),
    ];
    await checkRegions(dir, topology, control);
    return { changed: found.filter(canApply), remaining: found.filter((difference) => !canApply(difference)) };
  });
}

async function applyConfig(dir: string, topology: Topology, control: ServerControl): Promise<Difference[]> {
  const config = await renderFor(dir, topology);
  const expected = findConfigTag(config);
  const actual = await control.findConfigTag();
  const previous = await findConfig(dir);
  if (actual === expected && previous === config) return [];
  await writeConfig(dir, config);
  if (actual === expected) return [];
  try {
    for (let reload = 0; reload < RELOADS; reload++) await control.reload();
  } catch (error) {
    if (previous !== undefined) await writeConfig(dir, previous);
    throw error;
  }
  if ((await control.findConfigTag()) !== expected) {
    throw new TopologyError(
      'server-not-reloaded',
      'nats-server was started with another file than the topology writes',
      topologyPaths(dir).configFile,
    );
  }
  return [{ object: 'server', field: 'configuration', expected, actual, remedy: 'apply' }];
}

async function applyLocalStreams(dir: string, topology: Topology): Promise<Difference[]> {
  return withLocalManager(dir, async (manager) => {
    const found: Difference[] = [];
    for (const stream of localStreams(topology)) found.push(...(await reconcileStream(manager, stream)));
    return found;
  });
}

async function applyHub(dir: string, topology: Topology): Promise<Difference[]> {
  const codes = topology.regions.map(({ code }) => code);
  const consumers = codes.map((code) => regionConsumer(topology, code));
  return withHubManager(dir, async (manager) => {
    const found = await reconcileStream(manager, federationStream(topology));
    for (const consumer of consumers) found.push(...(await reconcileConsumer(manager, FEDERATION_STREAM, consumer)));
    const wanted = consumers.map(({ durable_name }) => durable_name);
    for (const name of await strayConsumers(manager, FEDERATION_STREAM, wanted)) {
      await manager.consumers.delete(FEDERATION_STREAM, name);
      found.push(presence(`consumer ${name}`, false));
    }
    return found;
  });
}

/** A server that died between the two reloads carries the right tag and dead imports: only signing in shows it. */
async function checkRegions(dir: string, topology: Topology, control: ServerControl): Promise<void> {
  for (const { code, state } of topology.regions) {
    if (state !== 'active') continue;
    let cause = await findRegionFailure(dir, code);
    for (let check = 1; cause !== undefined && check < CHECKS; check++) {
      await control.reload();
      cause = await findRegionFailure(dir, code);
    }
    if (cause !== undefined)
      throw new TopologyError('region-not-served', `region ${code} cannot reach its consumer on the hub`, code, {
        cause,
      });
  }
}

async function renderFor(dir: string, topology: Topology): Promise<string> {
  return renderServerConfig(topology, { storeDir: topologyPaths(dir).storeDir });
}

async function findConfig(dir: string): Promise<string | undefined> {
  try {
    return await readFile(topologyPaths(dir).configFile, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function writeConfig(dir: string, config: string): Promise<void> {
  return writePrivateFile(topologyPaths(dir).configFile, config);
}
