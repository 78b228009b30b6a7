import type { ServiceDatabase } from '../database/service-database.js';
import { isTransient, sqlState } from '../errors/sql-state.js';
import { AppError } from '../errors/app-error.js';
import type { CheckResult, ReadinessCheck } from '../health/health-registry.js';

/**
 * Holds while the service's database takes statements. Asked by a statement of its own: a full pool makes it late, which is
 * what it should tell. `standby` when the server takes no writes.
 */
export function databaseCheck(service: string, database: ServiceDatabase): ReadinessCheck {
  return {
    name: `${service} database`,
    effect: 'essential',
    check: async (): Promise<CheckResult> => {
      try {
        const [row] = await database.query<{ standby: boolean }>('SELECT pg_is_in_recovery() AS standby');
        const waiting = database.pool.waitingCount;
        return row?.standby === true ? { ok: false, code: 'database-standby' } : { ok: true, details: { waiting } };
      } catch (error) {
        const code = isTransient(error) ? 'database-unavailable' : 'database-refused';
        // A connection that TLS prevents says so itself.
        const known = error instanceof AppError ? error.code : code;
        return { ok: false, code: known, details: { sqlState: sqlState(error) ?? 'none' } };
      }
    },
  };
}
