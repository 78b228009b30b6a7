import { httpPortOf, initRegion, regionPaths } from '@betang/cli';
import { applyTopology, topologyPaths } from '@betang/messaging';
import { SERVICE_NAMES, connectionSettings, serverConnections, type ServiceName } from '@betang/platform';
import {
  findFreePort,
  findFreePorts,
  startNats,
  startPostgres,
  type LinkProxy,
  type NatsServerProcess,
  type PostgresServer,
} from '@betang/testing';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { RegionApi } from './region-api.js';
import { POOL_SIZE, RegionProcess } from './region-process.js';

export interface RegionPlan {
  readonly code: string;
  readonly role: 'hub' | 'region';
  /** `split`: a process a service. */
  readonly mode: 'all' | 'split';
  /** Folder of the region's data. */
  readonly dir: string;
}

const MIB = 1024 * 1024;
export const STORE = { eventsBytes: 64 * MIB, inboundBytes: 64 * MIB, federationBytes: 128 * MIB };
const POSTGRES = {
  shared_buffers: '32MB',
  max_connections: String(serverConnections({ services: SERVICE_NAMES.length, poolSize: POOL_SIZE })),
};

/** Ports of a region, which stay its own wherever its data goes. */
interface Ports {
  readonly http: number;
  readonly nats: number;
}

/** One region: its Postgres cluster, its nats-server, its services in one process, and the line to its hub. */
export class ChaosRegion {
  /** The line to the hub; undefined at the province. */
  line: LinkProxy | undefined;
  postgres!: PostgresServer;
  nats!: NatsServerProcess;
  process!: RegionProcess;
  private folder: string;

  private constructor(
    readonly plan: RegionPlan,
    readonly ports: Ports,
    readonly api: RegionApi,
  ) {
    this.folder = plan.dir;
  }

  /** Starts the servers and makes the region; its services are started once it has joined. */
  static async start(plan: RegionPlan): Promise<ChaosRegion> {
    const { code, role, mode, dir } = plan;
    await mkdir(dir, { recursive: true, mode: 0o700 });
    const ports = { http: await findPorts(mode), nats: await findFreePort() };
    const address = `http://127.0.0.1:${ports.http}`;
    const postgres = await startCluster(dir);
    await initRegion({
      region: code,
      role,
      dataDir: dir,
      ownerUrl: postgres.url,
      nats: { host: '127.0.0.1', port: ports.nats },
      mode,
      local: true,
      issuerUrl: `${address}/oidc`,
      httpPort: ports.http,
      store: STORE,
    });
    const addressOf = (service: ServiceName) => `http://127.0.0.1:${httpPortOf(httpOf(plan, ports), service)}`;
    const api = new RegionApi(addressOf, () => join(regionPaths(region.dir).files, 'administrator.token'));
    const region: ChaosRegion = new ChaosRegion(plan, ports, api);
    await region.settle(dir, postgres);
    return region;
  }

  get code(): string {
    return this.plan.code;
  }

  /** Where its data is now. */
  get dir(): string {
    return this.folder;
  }

  get busDir(): string {
    return regionPaths(this.dir).nats;
  }

  /** Takes a prepared folder and cluster for its own, and starts a nats-server on it. The services are not started. */
  async settle(dir: string, postgres: PostgresServer): Promise<void> {
    this.folder = dir;
    this.postgres = postgres;
    const programs = this.plan.mode === 'all' ? (['all'] as const) : SERVICE_NAMES;
    this.process = new RegionProcess(
      dir,
      programs.map((program) => ({ program, port: httpPortOf(httpOf(this.plan, this.ports), program) })),
    );
    const config = await readFile(topologyPaths(this.busDir).configFile, 'utf8');
    this.nats = await startNats({ dir: this.busDir, port: this.ports.nats, jetstream: false, config });
    await applyTopology(this.busDir);
  }

  /** What an operator's watch does for a nats-server that has ended, whatever it lost. */
  async restartBus(): Promise<void> {
    await this.nats.restart();
    await applyTopology(this.busDir);
  }

  async restartService(): Promise<void> {
    await this.process.start();
    await this.process.ready();
  }

  /** As the owner of the cluster: the eye of the run, which asks no service. */
  async sql<R extends pg.QueryResultRow>(text: string, values?: readonly unknown[]): Promise<R[]> {
    const url = new URL(this.postgres.url);
    url.pathname = '/betang';
    const client = new pg.Client(connectionSettings({ url: url.href, applicationName: 'chaos' }));
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query<R>(text, values as unknown[])).rows;
    } finally {
      await client.end();
    }
  }

  async stop(): Promise<void> {
    await this.process.stop();
    await Promise.all([this.nats.stop(), this.postgres.stop(), this.line?.stop()]);
  }

  /** At once, whatever state it is in. */
  async kill(): Promise<void> {
    await Promise.allSettled([this.process.kill(), this.nats.kill9(), this.postgres.kill9(), this.line?.stop()]);
  }
}

function httpOf({ mode }: RegionPlan, { http }: Ports) {
  return { mode, http: { host: '127.0.0.1', port: http } };
}

/** The first of as many free ports in a row as the region's processes need. */
function findPorts(mode: RegionPlan['mode']): Promise<number> {
  return findFreePorts(mode === 'all' ? 1 : SERVICE_NAMES.length);
}

export function startCluster(dir: string): Promise<PostgresServer> {
  return startPostgres({ dir: join(dir, 'postgres'), settings: POSTGRES });
}
