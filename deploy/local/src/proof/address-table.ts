import { SERVICE_NAMES, apiPrefixOf, type ServiceName } from '@betang/platform';
import type { RegionRun } from '../federation/region-run.js';
import { findLogins } from '../first-load/invented-logins.js';
import { textTable } from '../tables/text-table.js';

/** Where each region answers, and its invented logins. For the terminal only: it holds passwords. */
export async function addressTable(regions: readonly RegionRun[]): Promise<string> {
  const rows = regions.flatMap((region) =>
    shownServices(region).map((service) => {
      const address = region.addressOf(service);
      return [region.code, region.region.name, address, `${address}${apiPrefixOf(service)}/docs`];
    }),
  );
  const logins = await Promise.all(regions.map((region) => loginRows(region)));
  return [
    textTable(['', 'Wilayah / Region', 'Alamat / Address', 'Dokumentasi API / API documentation'], rows),
    `  ${SERVICE_NAMES.map((service) => `/api/${service}/v1`).join('  ')}`,
    textTable(['', 'Akun rekaan / Invented login', 'Kata sandi / Password', 'Peran / Role'], logins.flat()),
  ].join('\n');
}

/** In mode `all` one address serves every service. */
function shownServices(region: RegionRun): readonly ServiceName[] {
  return region.input.mode === 'all' ? ['identity'] : SERVICE_NAMES;
}

async function loginRows(region: RegionRun): Promise<string[][]> {
  const logins = (await findLogins(region.dir)) ?? [];
  return logins.map(({ loginName, password, role }) => [region.code, loginName, password, role]);
}
