import { fileURLToPath } from 'node:url';
import type { MigrationDirectory } from '@betang/platform';
import type { ServiceName } from '@betang/contracts';

/** The schema of a service in its region's database: `learning-hours` lives in `learning_hours`. */
export function schemaOf(service: ServiceName): string {
  return service.replaceAll('-', '_');
}

/** Migrations of delivery's own tables, to be applied to every service's schema before the service's own. */
export function deliveryMigrations(): MigrationDirectory {
  return fileURLToPath(new URL('../migrations', import.meta.url));
}

/** Migrations of what all services of a region share: its epochs and everybody's public keys. Applied to schema `betang`. */
export function regionMigrations(): MigrationDirectory {
  return { set: 'region', path: fileURLToPath(new URL('../migrations-region', import.meta.url)) };
}
