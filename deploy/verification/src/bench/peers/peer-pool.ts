import pg from 'pg';

/** A pool whose idle connections may end with their server: at the end of a run that is no failure. */
export function peerPool(connectionString: string, max: number): pg.Pool {
  const pool = new pg.Pool({ connectionString, max });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
