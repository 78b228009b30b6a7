import { readdir } from 'node:fs/promises';
import {
  findEpoch,
  makeRegionKeys,
  openEpoch,
  readRegionKeys,
  type RegionEpoch,
  type ServerTls,
  type StoreSizes,
} from '@betang/messaging';
import { AppError, SERVICE_NAMES, makePrivateFolder, type ServiceDefinition, type ServiceName } from '@betang/platform';
import { readCluster } from './cluster-region.js';
import { saveMember } from './federation-members.js';
import { migrateRegion } from './migrate-region.js';
import { provisionRegion } from './provision-region.js';
import { EPOCH_ROLE, MEMBERS_ROLE, connectionAs, inTransaction } from './region-database.js';
import { regionPaths } from './region-paths.js';
import { findRegionSettings, writeRegionSettings, type RegionSettings } from './region-settings.js';
import { findServerTls, prepareTopology } from './region-topology.js';

/** What an operator decides about a deployment. */
export interface NewRegion {
  readonly region: string;
  readonly role: 'hub' | 'region';
  readonly dataDir: string;
  /** As the owner of the Postgres cluster, to any database of it. Used now and not kept. */
  readonly ownerUrl: string;
  /** Where the region's nats-server listens; `url` where it is reached under another address. */
  readonly nats: { readonly host: string; readonly port: number; readonly url?: string; readonly tls?: ServerTls };
  readonly mode: 'all' | 'split';
  /** Allows plain connections within this machine, and the settings' local defaults. Default false. */
  readonly local?: boolean;
  /** Default all six. */
  readonly services?: readonly ServiceName[];
  /** With them all tables are made now; without them each service makes its own when it first starts. */
  readonly definitions?: readonly ServiceDefinition[];
  /** On a hub: the address under which its regions reach it; default the nats-server's. */
  readonly hubUrl?: string;
  readonly issuerUrl: string;
  readonly httpHost?: string;
  readonly httpPort: number;
  readonly store?: StoreSizes;
}

export interface RegionInitialised {
  readonly settings: RegionSettings;
  readonly epoch: RegionEpoch;
  /** `<schema>: <migration>` of this run; empty when there was nothing to do. */
  readonly migrations: readonly string[];
}

/**
 * Prepares a region on its empty Postgres cluster, before its nats-server and its services start for the first time: roles, schemas, keys,
 * first epoch, credentials and configuration. Running it again adds what is missing and moves what has another address; keys, epoch and data
 * stay. @throws AppError `region-is-another`, `cluster-is-another`; MigrationError and ProvisionError of the platform
 */
export async function initRegion(input: NewRegion): Promise<RegionInitialised> {
  const { dataDir, region } = input;
  const known = await findRegionSettings(dataDir);
  if (known !== undefined && (known.region !== region || known.role !== input.role))
    throw new AppError('region-is-another', { params: { region: known.region, folder: dataDir } });
  const held = await readCluster(input.ownerUrl);
  if (held.region !== undefined && held.region !== region)
    throw new AppError('cluster-is-another', { params: { region: held.region } });
  const paths = regionPaths(dataDir);
  for (const folder of [paths.dataDir, paths.files]) await makePrivateFolder(folder);
  const services = input.services ?? SERVICE_NAMES;
  const databaseUrl = await provisionRegion(dataDir, input.ownerUrl, services);
  const migrations = await migrateRegion(dataDir, { databaseUrl, services, definitions: input.definitions ?? [] });
  if (!(await hasKeys(paths.keys))) await makeRegionKeys(paths.keys);
  const epoch = await firstEpoch(dataDir, region, databaseUrl);
  await registerItself(dataDir, region, databaseUrl, epoch);
  // Without a word on it a deployment keeps the certificate that it has.
  const tls = input.nats.tls ?? (await findServerTls(paths.nats));
  const nats = { ...input.nats, ...(tls === undefined ? {} : { tls }) };
  const settings = settingsOf({ ...input, nats }, services, databaseUrl, known);
  await prepareTopology(paths.nats, { ...nats, ...busOf(input, services) });
  await writeRegionSettings(dataDir, settings);
  return { settings, epoch, migrations };
}

async function firstEpoch(dataDir: string, region: string, databaseUrl: string): Promise<RegionEpoch> {
  const target = await connectionAs(dataDir, EPOCH_ROLE, databaseUrl);
  return inTransaction(target, async (db) => (await findEpoch(db)) ?? openEpoch(db, region, 'FIRST'));
}

async function registerItself(dataDir: string, region: string, databaseUrl: string, epoch: RegionEpoch): Promise<void> {
  const { public: keys } = await readRegionKeys(regionPaths(dataDir).keys);
  const target = await connectionAs(dataDir, MEMBERS_ROLE, databaseUrl);
  await inTransaction(target, (db) => saveMember(db, { region, firstEpoch: epoch.epoch, keys }, 'ACTIVE'));
}

async function hasKeys(dir: string): Promise<boolean> {
  return (await readdir(dir).catch(() => [])).some((name) => name.startsWith('signing-'));
}

function busOf({ region, role, mode, nats, store }: NewRegion, services: readonly ServiceName[]) {
  const { host, port } = nats;
  return { region, role, mode, services, listen: { host, port }, ...(store === undefined ? {} : { store }) };
}

function settingsOf(
  input: NewRegion,
  services: readonly ServiceName[],
  databaseUrl: string,
  known: RegionSettings | undefined,
): RegionSettings {
  const { region, role, mode, nats, issuerUrl, httpPort } = input;
  const url = nats.url ?? `${nats.tls ? 'tls' : 'nats'}://${nats.host}:${nats.port}`;
  const hubUrl = input.hubUrl ?? (role === 'hub' ? url : known?.hubUrl);
  return {
    version: 1,
    region,
    role,
    mode,
    local: input.local ?? false,
    services,
    databaseUrl,
    nats: { host: nats.host, port: nats.port, url },
    ...(hubUrl === undefined ? {} : { hubUrl }),
    ...(known?.province === undefined ? {} : { province: known.province }),
    issuerUrl,
    http: { host: input.httpHost ?? '127.0.0.1', port: httpPort },
  };
}
