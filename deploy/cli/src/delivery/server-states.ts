import { clockNotes, isLeap, sqlState } from '@betang/platform';
import type pg from 'pg';
import { failureOf } from '../invocation/failure.js';
import { EPOCH_ROLE, connectionAs, sqlClientOf, withClient } from '../region/region-database.js';
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

const UNDEFINED_TABLE = '42P01';

async function findDatabaseProblem(dataDir: string): Promise<string | undefined> {
  try {
    const role = await connectionAs(dataDir, EPOCH_ROLE);
    return (await withClient(role, isClockInDoubt)) ? 'clock-in-doubt' : undefined;
  } catch (error) {
    const { code } = failureOf(error, 'en');
    return code.startsWith('database-') ? code : undefined;
  }
}

/** As the services look at it, which do not start by a clock that leapt. */
async function isClockInDoubt(client: pg.Client): Promise<boolean> {
  try {
    await client.query('SET search_path = identity');
    const { here, seen } = await clockNotes(sqlClientOf(client)).read();
    return seen !== null && isLeap(seen.getTime(), here.getTime());
  } catch (error) {
    // The schema of a release that noted nothing.
    if (sqlState(error) === UNDEFINED_TABLE) return false;
    throw error;
  }
}
