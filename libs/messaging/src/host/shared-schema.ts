import { SHARED_SCHEMA, getPassword, migrate, migratorRole, readPasswords, type RegionConfig } from '@betang/platform';
import { regionMigrations } from '../schema.js';

/**
 * Brings the schema that all services of the region share up to date, whichever of them starts first. A process that was not given the password of
 * its role leaves it to the others.
 */
export async function migrateSharedSchema(config: RegionConfig): Promise<void> {
  if (!config.migrateAtStart) return;
  const role = migratorRole(SHARED_SCHEMA);
  const file = config.databasePasswordsFile;
  if (!(role in (await readPasswords(file)))) return;
  await migrate({
    connection: { url: config.databaseUrl, role, password: () => getPassword(file, role), applicationName: 'betang' },
    schema: SHARED_SCHEMA,
    directories: [regionMigrations()],
  });
}
