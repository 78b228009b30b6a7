import { sqlState } from '@betang/platform';
import { APPLICATION, sqlClientOf, withClient } from './region-database.js';

/** Database of a region in its cluster. */
const DATABASE = 'betang';
const NO_SUCH_DATABASE = '3D000';

/** What a cluster holds already. */
export interface ClusterContent {
  readonly isUsed: boolean;
  /** Whose it is; undefined where its first preparation was cut short. */
  readonly region?: string;
}

/**
 * Looks into a cluster before anything in it is changed: to provision one gives its roles new passwords, which would shut another region's
 * services out. A region's own first epoch is the one that its own database has opened; of others it only knows the name.
 */
export async function readCluster(ownerUrl: string): Promise<ClusterContent> {
  const url = new URL(ownerUrl);
  url.pathname = `/${DATABASE}`;
  try {
    return await withClient({ url: url.href, applicationName: APPLICATION }, async (client) => {
      const db = sqlClientOf(client);
      const [found] = await db.query<{ used: boolean }>(`SELECT to_regclass('betang.epoch') IS NOT NULL AS used`);
      if (found?.used !== true) return { isUsed: false };
      const [own] = await db.query<{ region: string }>(
        'SELECT m.region FROM betang.region_member m JOIN betang.epoch e ON e.epoch = m.first_epoch LIMIT 1',
      );
      return { isUsed: true, ...(own === undefined ? {} : { region: own.region }) };
    });
  } catch (error) {
    if (sqlState(error) === NO_SUCH_DATABASE) return { isUsed: false };
    throw error;
  }
}
