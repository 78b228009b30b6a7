import pg from 'pg';
import type { BenchRegion } from './bench-region.js';

/** One statement as the cluster's owner, on a connection of its own. */
export async function queryOnce(
  region: BenchRegion,
  text: string,
  values: readonly unknown[] = [],
): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: region.ownerUrl() });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text, values as unknown[])).rows;
  } finally {
    await client.end();
  }
}
