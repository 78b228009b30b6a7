import { provisionDatabase, schemaOf, type ServiceName } from '@betang/platform';
import { regionPaths } from './region-paths.js';

/** Roles, schemas and rights of a region's services on its cluster; answers the address of the database, without a password. Identity observes the others. */
export async function provisionRegion(
  dataDir: string,
  ownerUrl: string,
  services: readonly ServiceName[],
): Promise<string> {
  const { databaseUrl } = await provisionDatabase({
    ownerUrl,
    services: services.map((name) => ({ schema: schemaOf(name), observer: name === 'identity' })),
    passwordsFile: regionPaths(dataDir).passwords,
  });
  return databaseUrl;
}
