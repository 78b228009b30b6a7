import { AppError, SERVICE_NAMES, type ServiceName } from '@betang/platform';
import { findText, writePrivateJson } from './private-file.js';
import { regionPaths } from './region-paths.js';

/** What a deployment is, without its secrets: `region.json` in its data directory. */
export interface RegionSettings {
  readonly version: 1;
  /** Kemendagri code (kode wilayah): 62 for a province, 62.03 below it. */
  readonly region: string;
  /** `hub`: also the hub of the regions below it. */
  readonly role: 'hub' | 'region';
  /** `all`: every service in one process; `split`: a process a service. */
  readonly mode: 'all' | 'split';
  /** True where plain connections to this machine itself are allowed. */
  readonly local: boolean;
  readonly services: readonly ServiceName[];
  /** Host and database, without a password. */
  readonly databaseUrl: string;
  readonly nats: { readonly host: string; readonly port: number; readonly url: string };
  /** The province's hub. On a hub: the address under which its regions reach it. Undefined for a region that stands alone. */
  readonly hubUrl?: string;
  /** Code of the province that this region has joined. */
  readonly province?: string;
  readonly issuerUrl: string;
  readonly http: { readonly host: string; readonly port: number };
}

/** @throws AppError `region-not-initialised`, `region-settings-invalid`, `restore-unfinished` */
export async function readRegionSettings(dataDir: string): Promise<RegionSettings> {
  await assertRestored(dataDir);
  return readSettingsBroughtBack(dataDir);
}

/** For the restore itself, which is not at its end yet. @throws AppError `region-not-initialised`, `region-settings-invalid` */
export async function readSettingsBroughtBack(dataDir: string): Promise<RegionSettings> {
  const { settings } = regionPaths(dataDir);
  const text = await findText(settings);
  if (text === undefined) throw new AppError('region-not-initialised', { params: { region: dataDir } });
  const value = parse(text);
  if (value?.version !== 1 || typeof value.region !== 'string' || !Array.isArray(value.services))
    throw new AppError('region-settings-invalid', { params: { file: settings } });
  return value;
}

/** @throws AppError `region-settings-invalid`, `restore-unfinished` */
export async function findRegionSettings(dataDir: string): Promise<RegionSettings | undefined> {
  await assertRestored(dataDir);
  return (await findText(regionPaths(dataDir).settings)) === undefined ? undefined : readRegionSettings(dataDir);
}

export async function writeRegionSettings(dataDir: string, settings: RegionSettings): Promise<void> {
  await writePrivateJson(regionPaths(dataDir).settings, settings);
}

/**
 * A folder in which a restore runs, or was killed, has settings and keys, and a database with some services' rows. Whoever opened an epoch in it would tell
 * everyone that the rest never was.
 */
async function assertRestored(dataDir: string): Promise<void> {
  if ((await findText(regionPaths(dataDir).restoring)) === undefined) return;
  throw new AppError('restore-unfinished', { params: { folder: dataDir } });
}

/** Port of a process: in mode `split` each service has its own, counted up from the first in the order of the six. */
export function httpPortOf(settings: Pick<RegionSettings, 'http' | 'mode'>, service: ServiceName | 'all'): number {
  const { port } = settings.http;
  return settings.mode === 'all' || service === 'all' || port === 0 ? port : port + SERVICE_NAMES.indexOf(service);
}

/**
 * Address at which a service's API is reached: from this machine by the region's own settings, from another one or a container by `given`, in which
 * `{service}` stands for the service's name.
 */
export function serviceUrlOf(settings: RegionSettings, service: ServiceName, given?: string): string {
  if (given !== undefined && given !== '') return given.replaceAll('{service}', service).replace(/\/+$/, '');
  const host = settings.http.host === '0.0.0.0' || settings.http.host === '::' ? '127.0.0.1' : settings.http.host;
  return `http://${host}:${httpPortOf(settings, service)}`;
}

function parse(text: string): RegionSettings | undefined {
  try {
    return JSON.parse(text) as RegionSettings;
  } catch {
    return undefined;
  }
}
