import type pg from 'pg';

import type { ConnectionTarget } from '../database/connection-settings.js';
import { OBSERVER_ROLE, SHARED_SCHEMA, appRole, migratorRole, sqlName } from '../database/identifier.js';
import { openConnection } from '../database/open-connection.js';
import { sqlState } from '../errors/sql-state.js';
import type { SqlClient } from '../database/transaction.js';
import { AppError } from '../errors/app-error.js';
import { readMigrations } from './migration-files.js';
import type { MigrationDirectory, MigrationFile } from './migration-files.js';

export interface MigrateOptions {
  /** As the schema's migrator role. */
  readonly connection: ConnectionTarget;
  readonly schema: string;
  /** Applied one after the other: a set may build on those before it. */
  readonly directories: readonly MigrationDirectory[];
}

interface AppliedMigration {
  readonly set: string;
  readonly number: number;
  readonly name: string;
  readonly checksum: string;
}

const UNDEFINED_TABLE = '42P01';

/** A migration waits this long for a table that others use, then fails (transient) instead of queueing everyone behind it. */
const LOCK_TIMEOUT = '10s';

/**
 * Brings a schema up to date: each file in one transaction, under an advisory lock, so that several processes may start
 * at once. Answers the migrations that it applied. What is applied is history: `migration-changed`,
 * `migration-missing` and `migration-out-of-order` stop it before anything is written; `migration-failed` has the cause.
 *
 * In a file, `{schema}`, `{app_role}`, `{migrator_role}` and `{observer_role}` stand for the names; tables are written
 * unqualified. Statements that refuse a transaction (CREATE INDEX CONCURRENTLY) have no place in a migration.
 */
export async function migrate(options: MigrateOptions): Promise<readonly string[]> {
  const schema = sqlName(options.schema);
  const sets = await Promise.all(options.directories.map(readMigrations));
  const client = await openConnection({ ...options.connection, schema });
  try {
    await client.query(`SET transaction_timeout = 0`);
    await client.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [`betang.migrate.${schema}`]);
    await client.query(`SET lock_timeout = '${LOCK_TIMEOUT}'`);
    await createLedger(client, schema);
    const pending = await pendingMigrations(client, sets);
    for (const migration of pending) await apply(client, schema, migration);
    return pending.map(nameOf);
  } finally {
    await client.end();
  }
}

/**
 * Throws `schema-behind` (naming the first missing migration) unless all migrations of the folders are applied. Reads only,
 * so the app role can ask. A schema that is further on is fine: migrations expand first, and contract a release later.
 */
export async function assertMigrated(client: SqlClient, directories: readonly MigrationDirectory[]): Promise<void> {
  const sets = await Promise.all(directories.map(readMigrations));
  const applied = await appliedMigrations(client);
  const missing = sets
    .flat()
    .find((file) => !applied.some((row) => row.set === file.set && row.number === file.number));
  if (missing !== undefined) throw new AppError('schema-behind', { params: { migration: nameOf(missing) } });
}

/** Whether what is applied is exactly what the folders hold, so that `migrate` would have nothing to do and nothing to refuse. Reads only. */
export async function isMigrated(client: SqlClient, directories: readonly MigrationDirectory[]): Promise<boolean> {
  const files = (await Promise.all(directories.map(readMigrations))).flat();
  const sets = new Set(files.map(({ set }) => set));
  const applied = (await appliedMigrations(client)).filter(({ set }) => sets.has(set));
  const keyOf = (migration: AppliedMigration) => `${nameOf(migration)} ${migration.checksum}`;
  const present = new Set(applied.map(keyOf));
  return applied.length === files.length && files.every((file) => present.has(keyOf(file)));
}

async function appliedMigrations(client: SqlClient): Promise<AppliedMigration[]> {
  try {
    return await client.query<AppliedMigration>('SELECT set, number, name, checksum FROM migration');
  } catch (error) {
    if (sqlState(error) === UNDEFINED_TABLE) return [];
    throw error;
  }
}

async function createLedger(client: pg.Client, schema: string): Promise<void> {
  // The shared schema has no app role: every service only reads it.
  const revoke = schema === SHARED_SCHEMA ? '' : `REVOKE INSERT, UPDATE, DELETE ON migration FROM ${appRole(schema)};`;
  await client.query(`
    CREATE TABLE IF NOT EXISTS migration (
      set text NOT NULL,
      number int NOT NULL,
      name text NOT NULL,
      checksum text NOT NULL,
      applied_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (set, number)
    );
    ${revoke}
    GRANT SELECT ON migration TO ${OBSERVER_ROLE}`);
}

async function pendingMigrations(client: pg.Client, sets: readonly MigrationFile[][]): Promise<MigrationFile[]> {
  const { rows } = await client.query<AppliedMigration>('SELECT set, number, name, checksum FROM migration');
  return sets.flatMap((files) => {
    const applied = rows.filter((row) => row.set === files[0]?.set);
    for (const row of applied) verify(row, files);
    const last = Math.max(0, ...applied.map((row) => row.number));
    const pending = files.filter((file) => !applied.some((row) => row.number === file.number));
    const late = pending.find((file) => file.number < last);
    if (late !== undefined) throw new AppError('migration-out-of-order', { params: { migration: nameOf(late) } });
    return pending;
  });
}

function verify(applied: AppliedMigration, files: readonly MigrationFile[]): void {
  const file = files.find((candidate) => candidate.number === applied.number);
  const params = { migration: nameOf(applied) };
  if (file === undefined) throw new AppError('migration-missing', { params });
  if (file.checksum !== applied.checksum || file.name !== applied.name)
    throw new AppError('migration-changed', { params });
}

async function apply(client: pg.Client, schema: string, migration: MigrationFile): Promise<void> {
  try {
    await client.query('BEGIN');
    await client.query(fillIn(migration.sql, schema));
    await client.query('INSERT INTO migration (set, number, name, checksum) VALUES ($1, $2, $3, $4)', [
      migration.set,
      migration.number,
      migration.name,
      migration.checksum,
    ]);
    await client.query('COMMIT');
  } catch (cause) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw new AppError('migration-failed', { params: { migration: nameOf(migration), schema }, cause });
  }
}

function fillIn(sql: string, schema: string): string {
  const names: Record<string, string> = {
    schema,
    app_role: appRole(schema),
    migrator_role: migratorRole(schema),
    observer_role: OBSERVER_ROLE,
  };
  return sql.replace(/\{(schema|app_role|migrator_role|observer_role)\}/g, (_, name: string) => names[name] ?? '');
}

function nameOf({ set, number, name }: Pick<MigrationFile, 'set' | 'number' | 'name'>): string {
  return `${set}/${String(number).padStart(4, '0')}-${name}`;
}
