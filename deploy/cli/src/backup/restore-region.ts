import type { KeyObject } from 'node:crypto';
import { access, mkdir, open, readdir, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { readTopology, topologyPaths, writeTopology, type RegionEpoch } from '@betang/messaging';
import { AppError, flushFolders, makePrivateFolder, type ServiceDefinition } from '@betang/platform';
import { openNextEpoch } from '../epoch/open-next-epoch.js';
import { readCluster } from '../region/cluster-region.js';
import { provisionRegion } from '../region/provision-region.js';
import { regionPaths } from '../region/region-paths.js';
import { writePrivateJson } from '../region/private-file.js';
import { readSettingsBroughtBack, writeRegionSettings, type RegionSettings } from '../region/region-settings.js';
import { prepareTopology } from '../region/region-topology.js';
import { DatabaseLoad } from './database-load.js';
import { checkBackup, readBackup } from './make-backup.js';
import { CLOSING, parseClosing, parsePartName, type Closing, type Manifest } from './manifest.js';
import { movedServer } from './moved-server.js';
import { TLS_COPIES } from './region-files.js';
import { migrateAsRecorded } from './restore-migrations.js';
import { damaged } from './sealed-stream.js';

export interface RestoreInput {
  readonly file: string;
  readonly owner: { readonly keyId: string; readonly privateKey: KeyObject };
  /** Empty, or not there yet. */
  readonly dataDir: string;
  /** As the owner of a fresh Postgres cluster. */
  readonly ownerUrl: string;
  readonly definitions: readonly ServiceDefinition[];
  /** Where nats-server and HTTP listen from now on, if elsewhere than before. */
  readonly nats?: { readonly host?: string; readonly port?: number; readonly url?: string };
  readonly httpPort?: number;
}

export interface Restored {
  readonly settings: RegionSettings;
  readonly createdAt: string;
  readonly rows: number;
  readonly epoch: RegionEpoch;
}

/**
 * Brings a region back from a backup into a fresh cluster and an empty folder. The whole file is checked before anything is written. The
 * region counts in a new epoch from then on, for others know facts of the old one that it has lost; the broker begins with an empty store, which
 * Postgres refills. What fails leaves an empty folder, so that it can be run again; what is killed leaves one that no command takes for a region. @throws AppError `restore-target-not-empty`, `backup-damaged`, `backup-key-wrong`, `restore-migration-unknown`
 */
export async function restoreRegion(input: RestoreInput): Promise<Restored> {
  const dataDir = resolve(input.dataDir);
  const { manifest } = await checkBackup(input.file, input.owner);
  if ((await readdir(dataDir).catch(() => [])).length > 0)
    throw new AppError('restore-target-not-empty', { params: { region: manifest.region } });
  if ((await readCluster(input.ownerUrl)).isUsed)
    throw new AppError('restore-target-not-empty', { params: { region: manifest.region } });
  await makePrivateFolder(dataDir);
  try {
    return await restoreInto(dataDir, input, manifest);
  } catch (error) {
    for (const name of await readdir(dataDir)) await rm(join(dataDir, name), { recursive: true, force: true });
    throw error;
  }
}

async function restoreInto(dataDir: string, input: RestoreInput, manifest: Manifest): Promise<Restored> {
  const { restoring } = regionPaths(dataDir);
  await writePrivateJson(restoring, { backup: input.file });
  await restoreFiles(input, dataDir, manifest);
  const databaseUrl = await prepareDatabase(input, dataDir, manifest);
  const rows = await restoreRows(input, dataDir, databaseUrl, manifest);
  const settings = await settle(input, dataDir, databaseUrl);
  // Everything is back. Killed from here on, the database is another cluster's copy, in which `betang epoch open` does the rest.
  await rm(restoring);
  await flushFolders(dataDir);
  const epoch = await openNextEpoch(dataDir, 'RESTORED');
  return { settings, createdAt: manifest.createdAt, rows, epoch };
}

async function restoreFiles({ file, owner }: RestoreInput, dataDir: string, manifest: Manifest): Promise<void> {
  let current: { readonly index: number; readonly handle: FileHandle } | undefined;
  const folders = new Set<string>();
  try {
    for await (const { name, body } of readBackup(file, owner)) {
      if (!name.startsWith('region/')) continue;
      const { index } = parsePartName(name);
      if (current?.index !== index) {
        await current?.handle.sync();
        await current?.handle.close();
        const path = placeOf(dataDir, manifest.files[index] ?? '');
        folders.add(dirname(path));
        current = { index, handle: await create(path) };
      }
      await current.handle.write(body);
    }
    await current?.handle.sync();
  } finally {
    await current?.handle.close();
  }
  // The next epoch says that this folder is the region: a power cut must not take keys and files from it.
  for (const folder of folders) await flushFolders(folder, dirname(dataDir));
}

/** Only below the region's folder, whatever the archive says. */
function placeOf(dataDir: string, path: string): string {
  const file = resolve(dataDir, path);
  if (path === '' || !file.startsWith(dataDir + sep)) throw damaged('path of a file');
  return file;
}

async function create(file: string): Promise<FileHandle> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  return open(file, 'wx', 0o600);
}

async function prepareDatabase(
  { ownerUrl, definitions }: RestoreInput,
  dataDir: string,
  manifest: Manifest,
): Promise<string> {
  const { services } = await readSettingsBroughtBack(dataDir);
  const databaseUrl = await provisionRegion(dataDir, ownerUrl, services);
  await migrateAsRecorded(dataDir, databaseUrl, manifest, definitions);
  return databaseUrl;
}

async function restoreRows(
  { file, owner }: RestoreInput,
  dataDir: string,
  databaseUrl: string,
  manifest: Manifest,
): Promise<number> {
  const load = new DatabaseLoad(dataDir, databaseUrl, manifest);
  let closing: Closing | undefined;
  try {
    for await (const { name, body } of readBackup(file, owner)) {
      if (name === CLOSING) closing = parseClosing(body);
      if (name.startsWith('database/')) await load.take(parsePartName(name).index, body);
    }
    return await load.finish(closing?.sequences ?? []);
  } finally {
    await load.close();
  }
}

/** The certificate came with the backup: from now on the copy below the region's folder counts. */
async function bringTlsHome(dir: string): Promise<void> {
  const topology = await readTopology(dir);
  const { tls } = topology;
  if (!tls) return;
  const [certFile, keyFile, caFile] = TLS_COPIES.map((name) => join(dir, 'tls', name));
  if (!(await isThere(certFile!)) || !(await isThere(keyFile!))) return;
  const home = { certFile: certFile!, keyFile: keyFile!, ...(tls.caFile === undefined ? {} : { caFile: caFile! }) };
  await writeTopology(dir, { ...topology, tls: home });
}

async function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

/** Addresses as they are now; the broker's store is dropped: what is in it belongs to the epoch before. */
async function settle({ nats, httpPort }: RestoreInput, dataDir: string, databaseUrl: string): Promise<RegionSettings> {
  const known = await readSettingsBroughtBack(dataDir);
  const paths = regionPaths(dataDir);
  await rm(topologyPaths(paths.nats).storeDir, { recursive: true, force: true });
  await bringTlsHome(paths.nats);
  const { host, port, url } = movedServer(known.nats, nats ?? {});
  const isHubMoved = known.role === 'hub' && known.hubUrl === known.nats.url;
  const settings: RegionSettings = {
    ...known,
    databaseUrl,
    nats: { host, port, url },
    http: { ...known.http, ...(httpPort === undefined ? {} : { port: httpPort }) },
  };
  await writeRegionSettings(dataDir, isHubMoved ? { ...settings, hubUrl: settings.nats.url } : settings);
  await prepareTopology(paths.nats, {
    region: known.region,
    role: known.role,
    mode: known.mode,
    services: known.services,
    listen: { host, port },
    url,
  });
  return readSettingsBroughtBack(dataDir);
}
