import { AppError } from '../errors/app-error.js';

/** Role that alone may write the shared schema `betang`; all services read it. */
export const SHARED_SCHEMA = 'betang';

/** Role without login that holds SELECT on the services' bookkeeping tables, for whoever watches a region. */
export const OBSERVER_ROLE = 'betang_observer';

/** The role that owns a schema and runs its migrations. */
export function migratorRole(schema: string): string {
  return `${sqlName(schema)}_migrator`;
}

/** The role that a running service signs in with: data only, no DDL. */
export function appRole(schema: string): string {
  return `${sqlName(schema)}_app`;
}

/** The schema of a service's job queues. */
export function jobsSchema(schema: string): string {
  return `${sqlName(schema)}_jobs`;
}

/** A plain lower-case name, safe to stand in SQL without quotes. Throws `sql-name-invalid`. */
export function sqlName(name: string): string {
  if (!/^[a-z][a-z0-9_]{0,40}$/.test(name)) throw new AppError('sql-name-invalid', { params: { name } });
  return name;
}
