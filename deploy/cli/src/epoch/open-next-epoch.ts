import { findEpoch, openEpoch, type RegionEpoch } from '@betang/messaging';
import { AppError, type SqlClient } from '@betang/platform';
import { EPOCH_ROLE, connectionAs, inTransaction } from '../region/region-database.js';
import { readRegionSettings } from '../region/region-settings.js';

/**
 * Opens the next epoch while nothing publishes: the news of it has to be the first event of the new lines.
 * @throws AppError `services-running`, `region-not-initialised`
 */
export async function openNextEpoch(dataDir: string, reason: 'OPERATOR' | 'RESTORED'): Promise<RegionEpoch> {
  const { region, services } = await readRegionSettings(dataDir);
  return inTransaction(await connectionAs(dataDir, EPOCH_ROLE), async (db) => {
    for (const service of services) await lockDelivery(db, service);
    if (!(await findEpoch(db))) throw new AppError('region-not-initialised', { params: { region } });
    return openEpoch(db, region, reason);
  });
}

/** The lock that whoever leads the service's delivery holds; taken here until the epoch is written. */
async function lockDelivery(db: SqlClient, service: string): Promise<void> {
  const [row] = await db.query<{ free: boolean }>('SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS free', [
    `betang-delivery:${service}`,
  ]);
  if (row?.free !== true) throw new AppError('services-running', { params: { service } });
}
