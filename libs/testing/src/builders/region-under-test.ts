import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import type { ServiceName } from '@betang/contracts';
import {
  applyTopology,
  deliveryMigrations,
  initTopology,
  issueRegion,
  makeRegionKeys,
  openEpoch,
  readRegionKeys,
  regionMigrations,
  schemaOf,
  topologyPaths,
  writeCredentials,
  writeServerConfig,
  type EventHandler,
  type RegionEpoch,
  type SnapshotProvider,
} from '@betang/messaging';
import {
  PLATFORM_MIGRATIONS,
  connectionSettings,
  getPassword,
  migrate,
  migratorRole,
  provisionDatabase,
  type SqlClient,
} from '@betang/platform';
import pg from 'pg';
import { findFreePort } from '../servers/free-port.js';
import { startNats, type NatsServerProcess } from '../servers/nats-server.js';
import { startPostgres, type PostgresServer } from '../servers/postgres-server.js';
import { createWorkFolder, removeWorkFolder } from '../servers/work-folder.js';
import { openServiceUnderTest, type ServiceUnderTest } from './service-under-test.js';

export interface RegionUnderTest {
  readonly region: string;
  readonly dir: string;
  readonly postgres: PostgresServer;
  readonly nats: NatsServerProcess;
  readonly epoch: RegionEpoch;
  /** The region's hub, reached directly or through a proxy that a test can cut; undefined for a region on its own. */
  readonly hubUrl: string | undefined;
  service(
    name: ServiceName,
    handlers?: readonly EventHandler[],
    snapshot?: SnapshotProvider,
  ): Promise<ServiceUnderTest>;
  /** Ends the services that were started, as before a restart. */
  stopServices(): Promise<void>;
  /** Runs statements as the cluster's owner in the region's database. */
  sql<R extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<R[]>;
  /** After the broker lost its disk or was made anew: the operator's `betang topology apply`. */
  applyTopology(): Promise<void>;
  stop(): Promise<void>;
}

export interface RegionOptions {
  readonly services: readonly ServiceName[];
  /** The province whose hub this region joins. */
  readonly hub?: RegionUnderTest;
  /** Another address of the hub, such as a proxy's. */
  readonly hubUrl?: string;
  readonly role?: 'region' | 'hub';
}

const MIB = 1024 * 1024;
const STORE = { eventsBytes: 256 * MIB, inboundBytes: 256 * MIB, federationBytes: 512 * MIB };

/** One region with a Postgres and a nats-server of its own, and the delivery of whichever services a test asks for. */
export async function startRegionUnderTest(
  region: string,
  options: RegionOptions | readonly ServiceName[],
): Promise<RegionUnderTest> {
  const given: RegionOptions = 'services' in options ? options : { services: options };
  const dir = createWorkFolder(`region-${region}`);
  const postgres = await startPostgres();
  const databaseUrl = await prepareDatabase(postgres.url, dir, given.services);
  const sql = ownerSql(postgres.url);
  await makeRegionKeys(join(dir, 'keys'));
  const epoch = await openEpoch(ownerClient(sql), region, 'FIRST');
  await register(sql, region, epoch, dir);
  const bus = await startBus(dir, region, given);
  if (given.hub) await joinHub(given, { region, dir, sql, epoch });
  const running: ServiceUnderTest[] = [];
  const lifetime = new AbortController();
  const linked = given.hub !== undefined || given.role === 'hub';
  return {
    region,
    dir,
    postgres,
    nats: bus,
    epoch,
    hubUrl: linked ? (given.hubUrl ?? given.hub?.nats.url ?? bus.url) : undefined,
    sql,
    service: async (name, handlers = [], snapshot) => {
      const service = await openServiceUnderTest({
        region,
        dir,
        databaseUrl,
        name,
        handlers,
        snapshot,
        linked,
        signal: lifetime.signal,
      });
      running.push(service);
      return service;
    },
    stopServices: async () => {
      for (const service of running.splice(0)) await service.stop();
    },
    applyTopology: async () => {
      await applyTopology(join(dir, 'nats'));
    },
    stop: async () => {
      lifetime.abort();
      for (const service of running) await service.stop();
      await Promise.all([bus.stop(), postgres.stop()]);
      removeWorkFolder(dir);
    },
  };
}

type Sql = RegionUnderTest['sql'];

function ownerSql(ownerUrl: string): Sql {
  const url = new URL(ownerUrl);
  url.pathname = '/betang';
  return async <R extends pg.QueryResultRow>(text: string, values?: unknown[]) => {
    const client = new pg.Client(connectionSettings({ url: url.href, applicationName: 'test' }));
    await client.connect();
    try {
      return (await client.query<R>(text, values)).rows;
    } finally {
      await client.end();
    }
  };
}

function ownerClient(sql: Sql): SqlClient {
  return {
    query: async <R>(text: string, values?: readonly unknown[]) => (await sql(text, values as unknown[])) as R[],
    execute: async (text, values) => (await sql(text, values as unknown[])).length,
  };
}

async function prepareDatabase(ownerUrl: string, dir: string, services: readonly ServiceName[]): Promise<string> {
  const passwordsFile = join(dir, 'passwords.json');
  const names = [...new Set<ServiceName>(['identity', ...services])];
  const schemas = names.map((name) => ({ schema: schemaOf(name), observer: name === 'identity' }));
  const { databaseUrl } = await provisionDatabase({ ownerUrl, services: schemas, passwordsFile });
  const as = async (schema: string) => ({
    url: databaseUrl,
    role: migratorRole(schema),
    password: await getPassword(passwordsFile, migratorRole(schema)),
    applicationName: 'test',
  });
  const platform = { set: 'platform', path: PLATFORM_MIGRATIONS };
  await migrate({ connection: await as('betang'), schema: 'betang', directories: [regionMigrations()] });
  for (const { schema } of schemas)
    await migrate({ connection: await as(schema), schema, directories: [platform, deliveryMigrations()] });
  return databaseUrl;
}

async function startBus(dir: string, region: string, given: RegionOptions): Promise<NatsServerProcess> {
  const port = await findFreePort();
  const bus = join(dir, 'nats');
  const listen = { host: '127.0.0.1', port };
  await initTopology(bus, {
    region,
    role: given.role ?? 'region',
    mode: 'all',
    services: given.services,
    listen,
    store: STORE,
  });
  await writeServerConfig(bus);
  const nats = await startNats({
    dir: bus,
    port,
    jetstream: false,
    config: await readFile(topologyPaths(bus).configFile, 'utf8'),
  });
  await applyTopology(bus);
  return nats;
}

/** What `betang region add` and the join file do: keys and epochs known on both sides, credentials for the hub. */
async function joinHub(
  given: RegionOptions,
  own: { region: string; dir: string; sql: Sql; epoch: RegionEpoch },
): Promise<void> {
  const hub = given.hub!;
  const hubDir = join(hub.dir, 'nats');
  const credentials = await issueRegion(hubDir, own.region, given.hubUrl ?? hub.nats.url);
  await applyTopology(hubDir);
  await writeCredentials(topologyPaths(join(own.dir, 'nats')).hub, credentials);
  await register(hub.sql, own.region, own.epoch, own.dir);
  await register(own.sql, hub.region, hub.epoch, hub.dir);
}

async function register(sql: Sql, region: string, epoch: RegionEpoch, dir: string): Promise<void> {
  const keys = await readRegionKeys(join(dir, 'keys'));
  await sql(`INSERT INTO betang.region_member (region, state, first_epoch) VALUES ($1, 'ACTIVE', $2)`, [
    region,
    epoch.epoch,
  ]);
  for (const key of keys.public) {
    await sql(
      'INSERT INTO betang.region_key (region, key_id, use, public_key, valid_from, valid_to) VALUES ($1, $2, $3, $4, $5, $6)',
      [region, key.keyId, key.use, key.publicKey, key.validFrom, key.validTo],
    );
  }
}
