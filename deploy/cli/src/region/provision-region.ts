import { OBSERVER_ROLE, provisionDatabase, schemaOf, type ServiceName } from '@betang/platform';
import { APPLICATION, EPOCH_ROLE, inTransaction } from './region-database.js';
import { regionPaths } from './region-paths.js';

/** Roles, schemas and rights of a region's services on its cluster; answers the address of the database, without a password. */
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
  // Whoever opens an epoch states how far every service's lines count.
  await inTransaction({ url: ownerUrl, applicationName: APPLICATION }, (db) =>
    db.execute(`GRANT ${OBSERVER_ROLE} TO ${EPOCH_ROLE}`),
  );
  return databaseUrl;
}
