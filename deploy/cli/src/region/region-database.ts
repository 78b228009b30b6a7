import {
  SHARED_SCHEMA,
  appRole,
  getPassword,
  migratorRole,
  openConnection,
  schemaOf,
  type ConnectionTarget,
  type SqlClient,
} from '@betang/platform';
import type pg from 'pg';
import { regionPaths } from './region-paths.js';
import { readRegionSettings } from './region-settings.js';

export const APPLICATION = 'betang.cli';

/** Where a role of the region signs in; the password comes from the region's own file. */
export async function connectionAs(dataDir: string, role: string, databaseUrl?: string): Promise<ConnectionTarget> {
  return {
    url: databaseUrl ?? (await readRegionSettings(dataDir)).databaseUrl,
    role,
    password: await getPassword(regionPaths(dataDir).passwords, role),
    applicationName: APPLICATION,
  };
}

/** Runs work in one transaction of a role of the region; rolls back what fails. */
export async function inTransaction<T>(target: ConnectionTarget, work: (db: SqlClient) => Promise<T>): Promise<T> {
  return withClient(target, async (client) => {
    await client.query('BEGIN');
    try {
      const result = await work(sqlClientOf(client));
      await client.query('COMMIT');
      return result;
    } catch (error) {
      await client.query('ROLLBACK').catch(() => undefined);
      throw error;
    }
  });
}

export async function withClient<T>(target: ConnectionTarget, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = await openConnection(target);
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** The role that may open epochs: it writes them, and announces them in identity's outbox. */
export const EPOCH_ROLE = migratorRole(schemaOf('identity'));
/** The role that may write members and keys of the federation. */
export const MEMBERS_ROLE = appRole(schemaOf('identity'));
export const SHARED_ROLE = migratorRole(SHARED_SCHEMA);

export function sqlClientOf(client: pg.ClientBase): SqlClient {
  return {
    query: async <R>(text: string, values?: readonly unknown[]) =>
      (await client.query(text, values as unknown[])).rows as R[],
    execute: async (text, values) => (await client.query(text, values as unknown[])).rowCount ?? 0,
  };
}
