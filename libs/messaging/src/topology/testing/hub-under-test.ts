import { readFile, rm } from 'node:fs/promises';
import { connect } from '@nats-io/transport-node';
import type { NatsConnection } from '@nats-io/transport-node';
import { SERVICE_NAMES } from '@betang/contracts';
import { applyTopology, writeServerConfig } from '../apply-topology.js';
import { hubConnectionOptions } from '../connection-options.js';
import { readCredentials } from '../credentials.js';
import type { BusCredentials } from '../credentials.js';
import { issueRegion } from '../region-registry.js';
import { initTopology, topologyPaths } from '../topology-folder.js';
import type { NewTopology } from '../topology-folder.js';
import { KIB } from '../topology.js';

export interface ServerUnderTest {
  readonly url: string;
  kill9(): Promise<void>;
  restart(): Promise<void>;
  wipeStore(): void;
  stop(): Promise<void>;
}
/** What these tests need of the package `testing`; a spec hands it in, because that package depends on this one. */
export interface Launcher {
  createWorkFolder(name: string): string;
  findFreePort(): Promise<number>;
  startNats(options: { dir: string; port: number; jetstream: boolean; config: string }): Promise<ServerUnderTest>;
}
export interface HubUnderTest {
  readonly dir: string;
  readonly url: string;
  readonly server: ServerUnderTest;
  /** Credentials of every region, the province among them. */
  credentials(code: string): BusCredentials;
  /** A connection as the region's link or relay has it. It is closed with the hub. */
  connectAs(code: string): Promise<NatsConnection>;
  /** Registers another region and applies. */
  addRegion(code: string): Promise<BusCredentials>;
  stop(): Promise<void>;
}

export const PROVINCE = '62';
const STORE = { eventsBytes: 8192 * KIB, inboundBytes: 8192 * KIB, federationBytes: 16_384 * KIB };

/** A running hub of province 62 with the given regions registered, as `betang region init` and `region add` leave it. */
export async function startHub(
  launcher: Launcher,
  regions: readonly string[],
  input: Partial<NewTopology> = {},
): Promise<HubUnderTest> {
  const dir = launcher.createWorkFolder('hub');
  const port = await launcher.findFreePort();
  const listen = { host: '127.0.0.1', port };
  await initTopology(dir, {
    region: PROVINCE,
    role: 'hub',
    mode: 'all',
    services: SERVICE_NAMES,
    listen,
    store: STORE,
    ...input,
  });
  await writeServerConfig(dir);
  const config = await readFile(topologyPaths(dir).configFile, 'utf8');
  const server = await launcher.startNats({ dir, port, jetstream: false, config });
  const known = new Map([[PROVINCE, await readCredentials(topologyPaths(dir).hub)]]);
  const open: NatsConnection[] = [];
  const url = `${input.tls ? 'tls' : 'nats'}://127.0.0.1:${port}`;
  const issue = async (code: string): Promise<BusCredentials> => {
    const credentials = await issueRegion(dir, code, url);
    known.set(code, credentials);
    return credentials;
  };
  const credentialsOf = (code: string): BusCredentials => {
    const credentials = known.get(code);
    if (!credentials) throw new Error(`this hub has no region ${code}`);
    return credentials;
  };
  for (const code of regions) await issue(code);
  await applyTopology(dir);
  return {
    dir,
    url,
    server,
    credentials: credentialsOf,
    connectAs: async (code) => {
      const connection = await connect({ ...hubConnectionOptions(credentialsOf(code)), waitOnFirstConnect: false });
      open.push(connection);
      return connection;
    },
    addRegion: async (code) => {
      const credentials = await issue(code);
      await applyTopology(dir);
      return credentials;
    },
    stop: async () => {
      await Promise.all(open.map((connection) => connection.close()));
      await server.stop();
      await rm(dir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
