import type { ServiceName } from '@betang/platform';
import { topologyPaths } from '@betang/messaging';
import { regionPaths } from './region-paths.js';
import { httpPortOf, readRegionSettings, type RegionSettings } from './region-settings.js';

/** The environment of one process of a region: a service in mode `split`, or `all`. Holds paths of secrets, never a secret. */
export async function environmentOf(
  dataDir: string,
  process: ServiceName | 'all' = 'all',
): Promise<Record<string, string>> {
  return environmentFrom(dataDir, await readRegionSettings(dataDir), process);
}

function environmentFrom(
  dataDir: string,
  settings: RegionSettings,
  process: ServiceName | 'all',
): Record<string, string> {
  const paths = regionPaths(dataDir);
  const bus = topologyPaths(paths.nats);
  return {
    BETANG_REGION: settings.region,
    BETANG_MODE: settings.local ? 'local' : 'production',
    BETANG_HTTP_HOST: settings.http.host,
    BETANG_HTTP_PORT: String(httpPortOf(settings, process)),
    BETANG_DATABASE_URL: settings.databaseUrl,
    BETANG_DATABASE_PASSWORDS_FILE: paths.passwords,
    BETANG_MIGRATE_AT_START: 'true',
    BETANG_NATS_URL: settings.nats.url,
    BETANG_NATS_CREDENTIALS: bus.local(settings.mode === 'all' ? 'all' : process),
    ...hubPart(settings, bus.hub),
    BETANG_KEYS_DIR: paths.keys,
    BETANG_DATA_DIR: paths.files,
    BETANG_ISSUER_URL: settings.issuerUrl,
  };
}

/** A province reaches its own hub on its own machine; a region that has not joined yet stands alone. */
function hubPart(settings: RegionSettings, credentials: string): Record<string, string> {
  const url = settings.role === 'hub' ? settings.nats.url : settings.hubUrl;
  return url === undefined ? {} : { BETANG_HUB_URL: url, BETANG_HUB_CREDENTIALS: credentials };
}
