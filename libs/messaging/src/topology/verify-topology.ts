import { findRegionFailure, withHubManager, withLocalManager, withSystem } from './bus-sessions.js';
import { presence } from './differences.js';
import type { Difference } from './differences.js';
import { SystemAccountControl } from './server-control.js';
import { findConfigTag, renderServerConfig } from './server-config.js';
import { compareConsumer, compareStream, strayConsumers } from './stream-reconciler.js';
import { federationStream, localStreams, regionConsumer } from './streams.js';
import { FEDERATION_STREAM } from './subjects.js';
import { readTopology, topologyPaths } from './topology-folder.js';
import type { Topology } from './topology.js';

/** Every difference between the topology and the running server. Changes nothing. */
export async function verifyTopology(dir: string): Promise<readonly Difference[]> {
  const topology = await readTopology(dir);
  return [
    ...(await configDifferences(dir, topology)),
    ...(await localDifferences(dir, topology)),
    ...(topology.role === 'hub' ? await hubDifferences(dir, topology) : []),
  ];
}

async function configDifferences(dir: string, topology: Topology): Promise<Difference[]> {
  const expected = findConfigTag(renderServerConfig(topology, { storeDir: topologyPaths(dir).storeDir }));
  const actual = await withSystem(dir, (connection) => new SystemAccountControl(connection).findConfigTag());
  return expected === actual ? [] : [{ object: 'server', field: 'configuration', expected, actual, remedy: 'apply' }];
}

async function localDifferences(dir: string, topology: Topology): Promise<Difference[]> {
  return withLocalManager(dir, async (manager) => {
    const found = await Promise.all(localStreams(topology).map((stream) => compareStream(manager, stream)));
    return found.flat();
  });
}

async function hubDifferences(dir: string, topology: Topology): Promise<Difference[]> {
  const consumers = topology.regions.map(({ code }) => regionConsumer(topology, code));
  const found = await withHubManager(dir, async (manager) => {
    const stream = await compareStream(manager, federationStream(topology));
    const places = await Promise.all(
      consumers.map((consumer) => compareConsumer(manager, FEDERATION_STREAM, consumer)),
    );
    const missing = stream.some(({ field }) => field === 'exists');
    const wanted = consumers.map(({ durable_name }) => durable_name);
    const stray = missing ? [] : await strayConsumers(manager, FEDERATION_STREAM, wanted);
    return [...stream, ...places.flat(), ...stray.map((name) => presence(`consumer ${name}`, false))];
  });
  return [...found, ...(await regionDifferences(dir, topology))];
}

async function regionDifferences(dir: string, topology: Topology): Promise<Difference[]> {
  const found: Difference[] = [];
  for (const { code, state } of topology.regions) {
    if (state !== 'active' || (await findRegionFailure(dir, code)) === undefined) continue;
    found.push({
      object: `region ${code}`,
      field: 'reaches its consumer',
      expected: true,
      actual: false,
      remedy: 'apply',
    });
  }
  return found;
}
