import { deliveryMigrations, regionMigrations } from '@betang/messaging';
import {
  PLATFORM_MIGRATIONS,
  SHARED_SCHEMA,
  migrate,
  migrateJobs,
  migratorRole,
  schemaOf,
  type MigrationDirectory,
  type ServiceDefinition,
  type ServiceName,
} from '@betang/platform';
import { SHARED_ROLE, connectionAs } from './region-database.js';

export interface MigrationPlan {
  readonly databaseUrl: string;
  readonly services: readonly ServiceName[];
  /** With them every table of the services is made now; without them each service makes its own when it starts. */
  readonly definitions?: readonly ServiceDefinition[];
}

/** Brings the shared schema and those of the services up to date; answers what it applied, `<schema>: <migration>`. */
export async function migrateRegion(dataDir: string, plan: MigrationPlan): Promise<readonly string[]> {
  const applied = await migrateSchema(dataDir, plan, SHARED_SCHEMA, [regionMigrations()], SHARED_ROLE);
  for (const service of plan.services) {
    const definition = plan.definitions?.find(({ name }) => name === service);
    const own = definition?.migrations ?? [deliveryMigrations()];
    const schema = schemaOf(service);
    const directories = [{ set: 'platform', path: PLATFORM_MIGRATIONS }, ...own];
    applied.push(...(await migrateSchema(dataDir, plan, schema, directories)));
    if (definition) await migrateJobs(await connectionAs(dataDir, migratorRole(schema), plan.databaseUrl), schema);
  }
  return applied;
}

async function migrateSchema(
  dataDir: string,
  { databaseUrl }: MigrationPlan,
  schema: string,
  directories: readonly MigrationDirectory[],
  role = migratorRole(schema),
): Promise<string[]> {
  const connection = await connectionAs(dataDir, role, databaseUrl);
  return (await migrate({ connection, schema, directories })).map((name) => `${schema}: ${name}`);
}
