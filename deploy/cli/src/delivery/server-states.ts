import { failureOf } from '../invocation/failure.js';
import { EPOCH_ROLE, connectionAs, withClient } from '../region/region-database.js';
import type { RegionSettings } from '../region/region-settings.js';
import type { ServerStates } from './status-report.js';

/**
 * Where the region's two servers are, and whether Postgres lets a role of the region in, asked by the tool itself: a service whose database is gone can
 * tell little. From a machine without the region's passwords it is not asked.
 */
export async function readServerStates(dataDir: string, settings: RegionSettings): Promise<ServerStates> {
  const problem = await findDatabaseProblem(dataDir);
  const { host, pathname } = new URL(settings.databaseUrl);
  return {
    database: { address: `${host}${pathname}`, ...(problem === undefined ? {} : { problem }) },
    bus: { address: settings.nats.url },
  };
}

async function findDatabaseProblem(dataDir: string): Promise<string | undefined> {
  try {
    await withClient(await connectionAs(dataDir, EPOCH_ROLE), (client) => client.query('SELECT 1'));
    return undefined;
  } catch (error) {
    const { code } = failureOf(error, 'en');
    return code.startsWith('database-') ? code : undefined;
  }
}
