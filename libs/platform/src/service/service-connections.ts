import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { RegionConfig } from '../config/region-config.js';
import type { ConnectionTarget } from '../database/connection-settings.js';
import { appRole, migratorRole } from '../database/identifier.js';
import { openConnection } from '../database/open-connection.js';
import { ServiceDatabase } from '../database/service-database.js';
import { areJobsMigrated, migrateJobs } from '../migrations/migrate-jobs.js';
import type { SqlClient } from '../database/transaction.js';
import type { Logger } from '../logging/logger.js';
import { assertMigrated, isMigrated, migrate } from '../migrations/migrate.js';
import type { MigrationDirectory } from '../migrations/migration-files.js';
import { getPassword } from '../provisioning/password-file.js';
import type { ServiceDefinition } from './service-definition.js';

/** This package's own migrations. They lie beside `src` and `dist`, so both find them and nothing has to be copied. */
export const PLATFORM_MIGRATIONS = resolve(dirname(fileURLToPath(import.meta.url)), '../../migrations');

/** The connection of a service's app role; its password is read for each new connection. */
export function appConnection(
  definition: ServiceDefinition,
  config: RegionConfig,
): ConnectionTarget & { schema: string } {
  return connectionAs(appRole(definition.schema), definition, config);
}

export function migratorConnection(
  definition: ServiceDefinition,
  config: RegionConfig,
): ConnectionTarget & { schema: string } {
  return connectionAs(migratorRole(definition.schema), definition, config);
}

export function openServiceDatabase(
  definition: ServiceDefinition,
  config: RegionConfig,
  logger: Logger,
): Promise<ServiceDatabase> {
  return ServiceDatabase.open({
    ...appConnection(definition, config),
    entities: definition.entities,
    poolSize: config.databasePoolSize,
    onBackgroundError: (error) => logger.warn('database connection failed in the background', { error }),
  });
}

/** Brings a service's schema and its job queues up to date; answers the migrations applied. */
export async function migrateService(definition: ServiceDefinition, config: RegionConfig): Promise<readonly string[]> {
  const connection = migratorConnection(definition, config);
  const applied = await migrate({ connection, schema: definition.schema, directories: migrationsOf(definition) });
  await migrateJobs(connection, definition.schema);
  return applied;
}

/** Whether `migrateService` would have nothing to do: asked of all services at once, where migrating goes one after the other. */
export async function isServiceMigrated(definition: ServiceDefinition, config: RegionConfig): Promise<boolean> {
  try {
    return await asApp(
      definition,
      config,
      async (client) =>
        (await isMigrated(client, migrationsOf(definition))) && (await areJobsMigrated(client, definition.schema)),
    );
  } catch {
    // No role, no table, no server: whoever migrates meets the same, and says what it is.
    return false;
  }
}

/** Throws `schema-behind` unless the service's schema has what this version of it needs. */
export async function assertServiceMigrated(definition: ServiceDefinition, config: RegionConfig): Promise<void> {
  await asApp(definition, config, (client) => assertMigrated(client, migrationsOf(definition)));
}

/** One connection for a few questions, before the service has its pool. */
async function asApp<T>(
  definition: ServiceDefinition,
  config: RegionConfig,
  work: (client: SqlClient) => Promise<T>,
): Promise<T> {
  const client = await openConnection(appConnection(definition, config));
  try {
    return await work({
      query: async <R>(text: string) => (await client.query(text)).rows as R[],
      execute: async (text) => (await client.query(text)).rowCount ?? 0,
    });
  } finally {
    await client.end();
  }
}

function migrationsOf(definition: ServiceDefinition): readonly MigrationDirectory[] {
  return [{ set: 'platform', path: PLATFORM_MIGRATIONS }, ...definition.migrations];
}

function connectionAs(role: string, definition: ServiceDefinition, config: RegionConfig) {
  return {
    url: config.databaseUrl,
    role,
    password: () => getPassword(config.databasePasswordsFile, role),
    schema: definition.schema,
    applicationName: `betang.${definition.name}`,
  };
}
