import { LATEST_SCHEMA_VERSION, runMigrations } from 'bullmq';

import type { ConnectionTarget } from '../database/connection-settings.js';
import { jobsSchema } from '../database/identifier.js';
import { openConnection } from '../database/open-connection.js';
import type { SqlClient } from '../database/transaction.js';

/** Brings the tables of a service's job queues up to date, as its migrator role: running services do no DDL. */
export async function migrateJobs(connection: ConnectionTarget, schema: string): Promise<void> {
  const client = await openConnection({ ...connection, schema: jobsSchema(schema) });
  try {
    await client.query('SET transaction_timeout = 0');
    await runMigrations(client, jobsSchema(schema));
  } finally {
    await client.end();
  }
}

/** Whether `migrateJobs` would have nothing to do. Reads only, so the app role can ask. */
export async function areJobsMigrated(client: SqlClient, schema: string): Promise<boolean> {
  const [row] = await client.query<{ version: number | null }>(
    `SELECT max(version)::int AS version FROM ${jobsSchema(schema)}.migration`,
  );
  return (row?.version ?? 0) >= LATEST_SCHEMA_VERSION;
}
