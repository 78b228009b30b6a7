import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServiceName } from '@betang/contracts';
import { applyTopology, topologyPaths, type EventHandler } from '@betang/messaging';
import { connectionSettings } from '@betang/platform';
import {
  createWorkFolder,
  findFreePort,
  openServiceUnderTest,
  removeWorkFolder,
  startNats,
  startPostgres,
  type NatsServerProcess,
  type PostgresServer,
  type ServiceUnderTest,
} from '@betang/testing';
import pg from 'pg';
import { initRegion, type NewRegion } from '../region/init-region.js';
import { regionPaths } from '../region/region-paths.js';

/** A region on a Postgres and a nats-server of its own, prepared by the functions under test and nothing else. */
export interface DeploymentUnderTest {
  readonly region: string;
  readonly dataDir: string;
  readonly settings: NewRegion;
  readonly postgres: PostgresServer;
  readonly nats: NatsServerProcess;
  /** A service's delivery, running. */
  run(name: ServiceName, handlers?: readonly EventHandler[]): Promise<ServiceUnderTest>;
  /** Writes events in a transaction of a service that runs. */
  publish(name: ServiceName, ...events: object[]): Promise<void>;
  /** Ends the services, as before a restart. */
  stopServices(): Promise<void>;
  sql<R extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<R[]>;
  stop(): Promise<void>;
}

export const ISSUER_UNDER_TEST = 'http://127.0.0.1:1/oidc';
const MIB = 1024 * 1024;
const SMALL = { eventsBytes: 64 * MIB, inboundBytes: 64 * MIB, federationBytes: 128 * MIB };
export const TEST_SERVICES: readonly ServiceName[] = ['identity', 'training-catalog', 'reporting'];

export async function startDeployment(region: string, role: 'hub' | 'region'): Promise<DeploymentUnderTest> {
  const dir = createWorkFolder(`deployment-${region}`);
  const postgres = await startPostgres();
  const dataDir = join(dir, 'region');
  const settings: NewRegion = {
    region,
    role,
    dataDir,
    ownerUrl: postgres.url,
    nats: { host: '127.0.0.1', port: await findFreePort() },
    mode: 'all',
    local: true,
    services: TEST_SERVICES,
    issuerUrl: ISSUER_UNDER_TEST,
    httpPort: 0,
    store: SMALL,
  };
  await initRegion(settings);
  const nats = await startBusOf(dataDir, settings.nats.port);
  const services = new ServicesUnderTest(region, dataDir, postgres.url);
  return {
    region,
    dataDir,
    settings,
    postgres,
    nats,
    run: (name, handlers = []) => services.run(name, handlers),
    publish: (name, ...events) => services.get(name).publish(...events),
    stopServices: () => services.stop(),
    sql: (text, values) => ownerSql(postgres.url, text, values),
    stop: async () => {
      await services.stop();
      await Promise.all([nats.stop(), postgres.stop()]);
      removeWorkFolder(dir);
    },
  };
}

/** Starts the nats-server of a region's folder by the configuration that is written there. */
export async function startBusOf(dataDir: string, port: number): Promise<NatsServerProcess> {
  const bus = regionPaths(dataDir).nats;
  const config = await readFile(topologyPaths(bus).configFile, 'utf8');
  const nats = await startNats({ dir: bus, port, jetstream: false, config });
  await applyTopology(bus);
  return nats;
}

class ServicesUnderTest {
  private readonly running: ServiceUnderTest[] = [];
  private lifetime = new AbortController();

  constructor(
    private readonly region: string,
    private readonly dir: string,
    private readonly ownerUrl: string,
  ) {}

  async run(name: ServiceName, handlers: readonly EventHandler[]): Promise<ServiceUnderTest> {
    const databaseUrl = new URL(this.ownerUrl);
    databaseUrl.pathname = '/betang';
    databaseUrl.username = '';
    databaseUrl.password = '';
    const linked = await readFile(topologyPaths(regionPaths(this.dir).nats).hub).then(
      () => true,
      () => false,
    );
    const { region, dir } = this;
    const { signal } = this.lifetime;
    const service = await openServiceUnderTest({
      region,
      dir,
      databaseUrl: databaseUrl.href,
      name,
      handlers,
      linked,
      signal,
    });
    this.running.push(service);
    service.start();
    return service;
  }

  get(name: ServiceName): ServiceUnderTest {
    const found = this.running.find(({ delivery }) => delivery.service === name);
    if (!found) throw new Error(`${name} does not run`);
    return found;
  }

  async stop(): Promise<void> {
    this.lifetime.abort();
    for (const service of this.running.splice(0)) await service.stop();
    this.lifetime = new AbortController();
  }
}

export async function ownerSql<R extends pg.QueryResultRow>(
  ownerUrl: string,
  text: string,
  values?: unknown[],
): Promise<R[]> {
  const url = new URL(ownerUrl);
  url.pathname = '/betang';
  const client = new pg.Client(connectionSettings({ url: url.href, applicationName: 'test' }));
  await client.connect();
  try {
    return (await client.query<R>(text, values)).rows;
  } finally {
    await client.end();
  }
}
