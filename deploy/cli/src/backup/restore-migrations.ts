import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { regionMigrations } from '@betang/messaging';
import {
  AppError,
  PLATFORM_MIGRATIONS,
  SHARED_SCHEMA,
  migrate,
  migrateJobs,
  migratorRole,
  readMigrations,
  type MigrationDirectory,
  type MigrationFile,
  type ServiceDefinition,
} from '@betang/platform';
import { connectionAs } from '../region/region-database.js';
import type { Manifest, MigrationRecord } from './manifest.js';

/**
 * Brings the schemas to the very state in which the backup found them; the newer migrations of this release follow when the services start, and
 * treat the restored rows like any others. @throws AppError `restore-migration-unknown`
 */
export async function migrateAsRecorded(
  dataDir: string,
  databaseUrl: string,
  manifest: Manifest,
  definitions: readonly ServiceDefinition[],
): Promise<void> {
  const scratch = await mkdtemp(join(dataDir, 'restoring-'));
  try {
    await migrateSchema({ scratch, dataDir, databaseUrl, manifest }, SHARED_SCHEMA, [regionMigrations()]);
    for (const { name, schema, migrations } of definitions) {
      if (!manifest.services.includes(name)) continue;
      const directories = [{ set: 'platform', path: PLATFORM_MIGRATIONS }, ...migrations];
      await migrateSchema({ scratch, dataDir, databaseUrl, manifest }, schema, directories);
      await migrateJobs(await connectionAs(dataDir, migratorRole(schema), databaseUrl), schema);
    }
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

interface Restoring {
  readonly scratch: string;
  readonly dataDir: string;
  readonly databaseUrl: string;
  readonly manifest: Manifest;
}

async function migrateSchema(
  restoring: Restoring,
  schema: string,
  directories: readonly MigrationDirectory[],
): Promise<void> {
  const recorded = restoring.manifest.migrations.filter((migration) => migration.schema === schema);
  const known = await Promise.all(directories.map(readMigrations));
  const missing = recorded.find((record) => !known.flat().some((file) => isSame(file, record)));
  if (missing)
    throw new AppError('restore-migration-unknown', { params: { migration: `${missing.set}/${missing.name}` } });
  const limited: MigrationDirectory[] = [];
  for (const files of known) {
    const wanted = files.filter((file) => recorded.some((record) => isSame(file, record)));
    const [first] = wanted;
    if (first) limited.push({ set: first.set, path: await write(join(restoring.scratch, schema, first.set), wanted) });
  }
  const connection = await connectionAs(restoring.dataDir, migratorRole(schema), restoring.databaseUrl);
  await migrate({ connection, schema, directories: limited });
}

function isSame(file: MigrationFile, record: MigrationRecord): boolean {
  return file.set === record.set && file.number === record.number && file.checksum === record.checksum;
}

async function write(folder: string, files: readonly MigrationFile[]): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (const { number, name, sql } of files)
    await writeFile(join(folder, `${String(number).padStart(4, '0')}-${name}.sql`), sql);
  return folder;
}
