import type pg from 'pg';

import { OBSERVER_ROLE, SHARED_SCHEMA, appRole, migratorRole, sqlName } from '../database/identifier.js';
import { openConnection } from '../database/open-connection.js';
import { sqlState } from '../errors/sql-state.js';
import { randomPassword, readPasswords, writePasswords } from './password-file.js';
import { scramVerifier } from './scram-verifier.js';
import { observerStatements, serviceStatements, sharedStatements } from './grants.js';

export interface ProvisionOptions {
  /** As the cluster's owner, to any existing database of it. */
  readonly ownerUrl: string;
  /** Default `betang`. */
  readonly database?: string;
  readonly services: readonly ServiceSchema[];
  /** JSON, role -> password, mode 0600. What is in it is used; what is missing is made up and added. */
  readonly passwordsFile: string;
  /** Gives every role a new password. Running processes keep their connections and read the file for new ones. */
  readonly rotatePasswords?: boolean;
}

export interface ServiceSchema {
  readonly schema: string;
  /** True for the service that shows the state of the whole region: its app role may read all bookkeeping tables. */
  readonly observer?: boolean;
}

/**
 * Prepares a region's cluster: the database, and for each service its schema, its migrator role (owns the schema) and
 * its app role (data only). May be repeated at any time; it adds what is missing and sets rights and passwords anew.
 */
export async function provisionDatabase(options: ProvisionOptions): Promise<{ readonly databaseUrl: string }> {
  const database = sqlName(options.database ?? 'betang');
  const schemas = [...options.services.map(({ schema }) => sqlName(schema)), SHARED_SCHEMA];
  const loginRoles = [
    ...options.services.flatMap(({ schema }) => [migratorRole(schema), appRole(schema)]),
    migratorRole(SHARED_SCHEMA),
  ];
  const ownerUrl = new URL(options.ownerUrl);
  const databaseUrl = new URL(ownerUrl);
  databaseUrl.pathname = `/${database}`;

  await withConnection(ownerUrl, async (client) => {
    // Held until the connection ends.
    await client.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', ['betang.provision']);
    const passwords = await passwordsFor(loginRoles, options);
    await createDatabase(client, database);
    for (const { role, password } of passwords)
      await createRole(client, role, `LOGIN PASSWORD '${scramVerifier(password)}'`);
    await createRole(client, OBSERVER_ROLE, 'NOLOGIN');
    await withConnection(databaseUrl, async (inside) => {
      for (const schema of schemas) await createSchema(inside, schema);
      await inside.query(`
        REVOKE ALL ON DATABASE ${database} FROM PUBLIC;
        GRANT CONNECT ON DATABASE ${database} TO ${loginRoles.join(', ')};
        REVOKE CREATE ON SCHEMA public FROM PUBLIC`);
      for (const service of options.services) await inside.query(serviceStatements(database, service.schema));
      await inside.query(sharedStatements(options.services.map((service) => service.schema)));
      await inside.query(observerStatements(options.services));
    });
  });
  databaseUrl.username = '';
  databaseUrl.password = '';
  return { databaseUrl: databaseUrl.href };
}

async function withConnection(url: URL, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = await openConnection({ url: url.href, applicationName: 'betang.provision' });
  try {
    await client.query('SET client_min_messages = warning');
    await work(client);
  } finally {
    await client.end();
  }
}

/** Reads, completes and saves the passwords before any role gets one: after a crash the file still knows them. */
async function passwordsFor(
  roles: readonly string[],
  options: ProvisionOptions,
): Promise<{ role: string; password: string }[]> {
  const known = await readPasswords(options.passwordsFile);
  const all = roles.map((role) => ({
    role,
    password: (options.rotatePasswords === true ? undefined : known[role]) ?? randomPassword(),
  }));
  if (all.some(({ role, password }) => known[role] !== password)) {
    const entries = Object.fromEntries(all.map(({ role, password }) => [role, password]));
    await writePasswords(options.passwordsFile, { ...known, ...entries });
  }
  return all;
}

async function createDatabase(client: pg.Client, database: string): Promise<void> {
  const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
  // template0: the site's template may carry objects, and a locale that orders text differently from region to region.
  if (rowCount === 0)
    await client.query(
      `CREATE DATABASE ${database} ENCODING 'UTF8' LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C' TEMPLATE template0`,
    );
}

async function createRole(client: pg.Client, role: string, attributes: string): Promise<void> {
  try {
    await client.query(`CREATE ROLE ${role} NOSUPERUSER NOCREATEDB NOCREATEROLE ${attributes}`);
  } catch (error) {
    if (sqlState(error) !== '42710') throw error;
    await client.query(`ALTER ROLE ${role} ${attributes}`);
  }
}

async function createSchema(client: pg.Client, schema: string): Promise<void> {
  const { rowCount } = await client.query('SELECT 1 FROM pg_namespace WHERE nspname = $1', [schema]);
  if (rowCount !== 0) return;
  // An owner who is no superuser must be a member of the role that it gives a schema to.
  await client.query(`
    DO $$ BEGIN
      IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN GRANT ${migratorRole(schema)} TO current_user; END IF;
    END $$;
    CREATE SCHEMA ${schema} AUTHORIZATION ${migratorRole(schema)}`);
}
