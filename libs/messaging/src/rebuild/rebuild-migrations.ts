import { fileURLToPath } from 'node:url';
import type { MigrationDirectory } from '@betang/platform';

/**
 * Migrations of the rebuild's own tables, for a service that has projections: after delivery's, before the service's own, which list
 * their tables in `projection_table`.
 */
export function rebuildMigrations(): MigrationDirectory {
  return { set: 'rebuild', path: fileURLToPath(new URL('../../migrations-rebuild', import.meta.url)) };
}
