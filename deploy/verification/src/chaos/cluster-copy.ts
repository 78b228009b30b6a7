import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import type { ChaosRegion } from './chaos-region.js';

const run = promisify(execFile);

/** Copies a running cluster's folder, whole and fit to be started: what an office has that copies folders instead of making backups. */
export async function copyCluster(region: ChaosRegion, to: string): Promise<void> {
  const data = join(region.postgres.dir, 'data');
  const client = new pg.Client({ connectionString: region.postgres.url });
  await client.connect();
  try {
    await client.query(`SELECT pg_backup_start('copy', true)`);
    await mkdir(to, { recursive: true, mode: 0o700 });
    await run('cp', ['-a', data, to]);
    const { rows } = await client.query<{ labelfile: string }>('SELECT labelfile FROM pg_backup_stop(false)');
    await run('cp', ['-a', join(data, 'pg_wal'), join(to, 'data')]);
    await writeFile(join(to, 'data', 'backup_label'), rows[0]!.labelfile);
    await rm(join(to, 'data', 'postmaster.pid'), { force: true });
  } finally {
    await client.end();
  }
}

/** Puts the copy in the place of the stopped cluster's data and starts the cluster on it, as if nothing had happened since. */
export async function goBackTo(region: ChaosRegion, copy: string): Promise<void> {
  const data = join(region.postgres.dir, 'data');
  await rm(data, { recursive: true, force: true });
  await run('cp', ['-a', join(copy, 'data'), region.postgres.dir]);
  await region.postgres.restart();
}
