import { OBSERVER_ROLE, SHARED_SCHEMA, appRole, jobsSchema, migratorRole } from '../database/identifier.js';

/** Rights of a service's two roles in its schema, and where its unqualified names resolve. */
export function serviceStatements(database: string, schema: string): string {
  const app = appRole(schema);
  const migrator = migratorRole(schema);
  return `
    GRANT CREATE ON DATABASE ${database} TO ${migrator};
    CREATE SCHEMA IF NOT EXISTS ${jobsSchema(schema)} AUTHORIZATION ${migrator};
    GRANT USAGE ON SCHEMA ${schema}, ${jobsSchema(schema)} TO ${app};
    GRANT USAGE ON SCHEMA ${schema}, ${jobsSchema(schema)} TO ${OBSERVER_ROLE};
    ALTER ROLE ${app} IN DATABASE ${database} SET search_path = ${schema};
    ALTER ROLE ${migrator} IN DATABASE ${database} SET search_path = ${schema};
    ALTER DEFAULT PRIVILEGES FOR ROLE ${migrator} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${app};
    ALTER DEFAULT PRIVILEGES FOR ROLE ${migrator} GRANT USAGE, SELECT ON SEQUENCES TO ${app};
    ${routineStatements(schema)}`;
}

/**
 * Functions that run with their owner's rights (they drop partitions and swap tables) are the service's own: Postgres lets everyone call a new one who can
 * look into its schema, and the observer can. Those that are there already are closed too.
 */
function routineStatements(schema: string): string {
  const app = appRole(schema);
  const migrator = migratorRole(schema);
  const schemas = `${schema}, ${jobsSchema(schema)}`;
  return `
    ALTER DEFAULT PRIVILEGES FOR ROLE ${migrator} REVOKE EXECUTE ON ROUTINES FROM PUBLIC;
    ALTER DEFAULT PRIVILEGES FOR ROLE ${migrator} GRANT EXECUTE ON ROUTINES TO ${app};
    REVOKE EXECUTE ON ALL ROUTINES IN SCHEMA ${schemas} FROM PUBLIC;
    GRANT EXECUTE ON ALL ROUTINES IN SCHEMA ${schemas} TO ${app}`;
}

/** The schema for what concerns a region as a whole: written by its own role, read by every service. */
export function sharedStatements(schemas: readonly string[]): string {
  const migrator = migratorRole(SHARED_SCHEMA);
  const readers = [...schemas.map(appRole), OBSERVER_ROLE].join(', ');
  return `
    GRANT USAGE ON SCHEMA ${SHARED_SCHEMA} TO ${readers};
    GRANT SELECT ON ALL TABLES IN SCHEMA ${SHARED_SCHEMA} TO ${readers};
    ALTER DEFAULT PRIVILEGES FOR ROLE ${migrator} IN SCHEMA ${SHARED_SCHEMA} GRANT SELECT ON TABLES TO ${readers}`;
}

export function observerStatements(
  services: readonly { readonly schema: string; readonly observer?: boolean }[],
): string {
  return services
    .map(({ schema, observer }) =>
      observer === true
        ? `GRANT ${OBSERVER_ROLE} TO ${appRole(schema)}, ${migratorRole(schema)};`
        : `REVOKE ${OBSERVER_ROLE} FROM ${appRole(schema)}, ${migratorRole(schema)};`,
    )
    .join('\n');
}
