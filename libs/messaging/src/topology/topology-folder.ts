import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { ServiceName } from '@betang/contracts';
import { writePrivateFile } from '@betang/platform';
import { writeCredentials } from './credentials.js';
import type { BusCredentials } from './credentials.js';
import { regionToken } from './region-token.js';
import { parseTopology } from './topology-reader.js';
import { DEFAULT_LIMITS, DEFAULT_RETENTION, DEFAULT_STORE, serviceUsers, withRegion } from './topology.js';
import type { ServerTls, StoreSizes, Topology } from './topology.js';
import { createUserKey } from './user-key.js';

/** Where a deployment's nats-server has its files. All of them lie in one folder of the deployment's data directory. */
export interface TopologyPaths {
  readonly topologyFile: string;
  /** What `nats-server -c` is started with. */
  readonly configFile: string;
  readonly storeDir: string;
  /** Credential file of a local user: `operator`, `all`, a service. */
  local(user: string): string;
  /** This region's own key on its hub. */
  readonly hub: string;
  readonly system: string;
  readonly hubOperator: string;
  /** The hub's own key to a region's account. */
  check(code: string): string;
}

export function topologyPaths(dir: string): TopologyPaths {
  const root = resolve(dir);
  const credentials = (name: string): string => join(root, 'credentials', `${name}.json`);
  return {
    topologyFile: join(root, 'topology.json'),
    configFile: join(root, 'nats.conf'),
    storeDir: join(root, 'jetstream'),
    local: credentials,
    hub: credentials('hub'),
    system: credentials('system'),
    hubOperator: credentials('hub-operator'),
    check: (code) => credentials(`check-${regionToken(code)}`),
  };
}

/** What an operator decides about a new deployment's bus; the rest has defaults, written to the file where they can be changed. */
export interface NewTopology {
  readonly region: string;
  readonly role: 'region' | 'hub';
  readonly mode: 'all' | 'split';
  readonly services: readonly ServiceName[];
  readonly listen: { readonly host: string; readonly port: number };
  /** Address under which services reach the bus; without it `listen`. */
  readonly url?: string;
  readonly tls?: ServerTls;
  readonly store?: StoreSizes;
}

/** @throws TopologyError `topology-invalid` */
export async function readTopology(dir: string): Promise<Topology> {
  return parseTopology(await readFile(topologyPaths(dir).topologyFile, 'utf8'));
}

/** Checks and writes the file in one step. @throws TopologyError `topology-invalid` */
export async function writeTopology(dir: string, topology: Topology): Promise<void> {
  const { topologyFile } = topologyPaths(dir);
  const json = `${JSON.stringify(topology, null, 2)}\n`;
  parseTopology(json);
  await writePrivateFile(topologyFile, json);
}

/**
 * A new deployment's topology: keys for every local user, and on a hub the province itself as the first region. Writes the
 * topology and the credential files; the server is started afterwards with the rendered configuration.
 * @throws TopologyError `topology-invalid`
 */
export async function initTopology(dir: string, input: NewTopology): Promise<Topology> {
  const paths = topologyPaths(dir);
  const make = await keyMaker(input);
  const users = [];
  for (const name of ['operator', ...serviceUsers(input)]) {
    users.push({ name, publicNkey: await make(paths.local(name), 'local', name) });
  }
  const { region, role, mode, services, listen, tls } = input;
  const base: Topology = {
    version: 1,
    region,
    role,
    mode,
    services,
    listen,
    ...(tls && { tls }),
    limits: DEFAULT_LIMITS,
    store: input.store ?? DEFAULT_STORE,
    retention: DEFAULT_RETENTION,
    replicas: 1,
    users,
    systemNkey: await make(paths.system, 'system', 'system'),
    regions: [],
  };
  const topology = role === 'hub' ? await withHub(base, paths, make) : base;
  await writeTopology(dir, topology);
  return topology;
}

type KeyMaker = (file: string, kind: BusCredentials['kind'], user: string) => Promise<string>;

async function withHub(base: Topology, paths: TopologyPaths, make: KeyMaker): Promise<Topology> {
  const token = regionToken(base.region);
  const own = {
    code: base.region,
    publicUserNkey: await make(paths.hub, 'hub', token),
    publicCheckNkey: await make(paths.check(base.region), 'hub', `${token}_check`),
    state: 'active',
  } as const;
  const hubOperatorNkey = await make(paths.hubOperator, 'local', 'hub-operator');
  return withRegion({ ...base, hubOperatorNkey }, own);
}

async function keyMaker({ region, listen, tls, url }: NewTopology): Promise<KeyMaker> {
  const address = url ?? `${tls ? 'tls' : 'nats'}://${listen.host}:${listen.port}`;
  const authority = tls?.caFile === undefined ? {} : { certificateAuthority: await readFile(tls.caFile, 'utf8') };
  return async (file, kind, user) => {
    const { publicNkey, seed } = createUserKey();
    await writeCredentials(file, { kind, region, user, url: address, seed, ...authority });
    return publicNkey;
  };
}
