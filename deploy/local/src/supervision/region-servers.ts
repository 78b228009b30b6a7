import { confirmClock, environmentOf, initRegion, regionPaths, type NewRegion } from '@betang/cli';
import { applyTopology, topologyPaths } from '@betang/messaging';
import { SERVICE_NAMES, SystemClock, serverConnections } from '@betang/platform';
import { startNats, startPostgres, type NatsServerProcess, type PostgresServer } from '@betang/testing';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RegionPorts } from '../settings/ports.js';
import type { LocalRegion } from '../settings/regions.js';
import { keepRunning, type WatchPorts } from './watched.js';

export interface ServersInput {
  readonly region: LocalRegion;
  /** The region's own folder. */
  readonly dir: string;
  readonly ports: RegionPorts;
  readonly mode: 'all' | 'split';
}

const MIB = 1024 * 1024;
/** Bounds of what a broker on a laptop keeps; Postgres has all of it anyway. */
const STORE = { eventsBytes: 256 * MIB, inboundBytes: 256 * MIB, federationBytes: 512 * MIB };
/** Connections of a service's pool: three regions share one small machine. */
const POOL_SIZE = 6;
const POSTGRES_SETTINGS = {
  shared_buffers: '64MB',
  max_connections: String(serverConnections({ services: SERVICE_NAMES.length, poolSize: POOL_SIZE })),
};

/** The Postgres cluster and the nats-server of one region, kept running. */
export class RegionServers {
  private constructor(
    private readonly input: ServersInput,
    readonly postgres: PostgresServer,
    readonly nats: NatsServerProcess,
  ) {}

  /** Starts both and makes the region ready for its services; on a folder that is in order already it changes nothing. */
  static async start(input: ServersInput): Promise<RegionServers> {
    const { dir, ports } = input;
    const postgres = await startPostgres({
      dir: join(dir, 'postgres'),
      port: ports.postgres,
      settings: POSTGRES_SETTINGS,
    });
    await initRegion(newRegion(input, postgres.url));
    // Whoever tries it out may come back after months; its people are invented.
    await confirmClock(dir, new SystemClock(input.region.code).today());
    const bus = regionPaths(dir).nats;
    const nats = await startNats({
      dir: bus,
      port: ports.nats,
      jetstream: false,
      config: await readFile(topologyPaths(bus).configFile, 'utf8'),
    });
    const servers = new RegionServers(input, postgres, nats);
    await servers.applyTopology();
    return servers;
  }

  get region(): LocalRegion {
    return this.input.region;
  }

  get dir(): string {
    return this.input.dir;
  }

  /** Makes the running nats-server what the region's topology says; a broker that lost its disk gets its streams again. */
  async applyTopology(): Promise<void> {
    await applyTopology(regionPaths(this.dir).nats);
  }

  /** Settings of one process of the region. */
  async environment(program: Parameters<typeof environmentOf>[1]): Promise<Record<string, string>> {
    return { ...(await environmentOf(this.dir, program)), BETANG_DATABASE_POOL_SIZE: String(POOL_SIZE) };
  }

  /** Starts again whichever of the two ends, until aborted. */
  async keepRunning(told: Pick<WatchPorts, 'onRestart' | 'onProblem'>, signal: AbortSignal): Promise<void> {
    const { name } = this.region;
    const restartNats = async () => {
      await this.nats.restart();
      await this.applyTopology();
    };
    await Promise.all([
      keepRunning(
        this.postgres,
        { name: `${name}: Postgres`, restart: () => this.postgres.restart(), ...told },
        signal,
      ),
      keepRunning(this.nats, { name: `${name}: nats-server`, restart: restartNats, ...told }, signal),
    ]);
  }

  async stop(): Promise<void> {
    await this.nats.stop();
    await this.postgres.stop();
  }

  async kill(): Promise<void> {
    await Promise.all([this.nats.kill9(), this.postgres.kill9()]);
  }
}

function newRegion({ region, dir, ports, mode }: ServersInput, ownerUrl: string): NewRegion {
  const httpPort = ports.http.identity;
  return {
    region: region.code,
    role: region.role,
    dataDir: dir,
    ownerUrl,
    nats: { host: '127.0.0.1', port: ports.nats },
    mode,
    local: true,
    issuerUrl: `http://127.0.0.1:${httpPort}/oidc`,
    httpPort,
    store: STORE,
  };
}
