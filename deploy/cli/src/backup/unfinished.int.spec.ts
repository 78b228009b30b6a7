import { rmSync } from 'node:fs';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createWorkFolder, removeWorkFolder, startPostgres, waitUntil, type PostgresServer } from '@betang/testing';
import { connectionSettings } from '@betang/platform';
import pg from 'pg';
import { openNextEpoch } from '../epoch/open-next-epoch.js';
import { initRegion } from '../region/init-region.js';
import { regionPaths } from '../region/region-paths.js';
import { ownerSql, startDeployment, type DeploymentUnderTest } from '../testing/deployment-under-test.js';
import { TEST_DEFINITIONS } from '../testing/region-process.js';
import { makeBackupKey, readBackupKey, readRecipient, type BackupRecipient } from './backup-key.js';
import { checkBackup, makeBackup } from './make-backup.js';
import { restoreRegion } from './restore-region.js';

let folder: string;
let kapuas: DeploymentUnderTest;
let cluster: PostgresServer;
let recipient: BackupRecipient;
let owner: Awaited<ReturnType<typeof readBackupKey>>;
const inFolder = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = createWorkFolder('unfinished');
  kapuas = await startDeployment('62.03', 'region');
  cluster = await startPostgres();
  await makeBackupKey(inFolder('key.json'), inFolder('recipient.json'));
  recipient = await readRecipient(inFolder('recipient.json'));
  owner = await readBackupKey(inFolder('key.json'));
}, 120_000);

afterAll(async () => {
  await cluster?.stop();
  await kapuas?.stop();
  removeWorkFolder(folder);
});

/** Somebody who looks at a table of the fresh cluster, once it is as far migrated as the backed-up one, so that no rows come into it. */
async function holdTable(table: string): Promise<pg.Client> {
  const url = new URL(cluster.url);
  url.pathname = '/betang';
  const [{ count } = { count: -1 }] = await kapuas.sql<{ count: number }>(
    'SELECT count(*)::int FROM reporting.migration',
  );
  await waitUntil(
    'the schemas are there',
    async () => {
      const found = await ownerSql<{ count: number }>(
        cluster.url,
        'SELECT count(*)::int FROM reporting.migration',
      ).catch(() => []);
      return found[0]?.count === count;
    },
    { intervalMs: 2 },
  );
  const client = new pg.Client(connectionSettings({ url: url.href, applicationName: 'test' }));
  await client.connect();
  await client.query(`BEGIN; SELECT 1 FROM ${table}`);
  return client;
}

describe('two backups into one file at the same moment', () => {
  it('are one, and it is whole', async () => {
    const file = inFolder('night.betang');
    const made = await Promise.allSettled([1, 2].map(() => makeBackup(kapuas.dataDir, file, recipient)));
    expect(made.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(made.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'backup-running' } });
    expect((await checkBackup(file, owner)).manifest).toMatchObject({ region: '62.03' });
    await expect(makeBackup(kapuas.dataDir, file, recipient)).rejects.toMatchObject({ code: 'backup-file-exists' });
    expect((await readdir(folder)).filter((name) => name.startsWith('night'))).toEqual(['night.betang']);
  });
});

describe('a backup of a region that runs', () => {
  it('leaves out a file that is swept away while it is made, and fails for a key that is not there', async () => {
    const letters = ['a.pdf', 'b.pdf'].map((name) => join(regionPaths(kapuas.dataDir).files, name));
    for (const letter of letters) await writeFile(letter, 'surat');
    /** Asked for when the list of files is made, and before the first of them is read. */
    const whenAsked = (gone: string): BackupRecipient => ({
      publicKey: recipient.publicKey,
      get keyId() {
        rmSync(gone, { force: true });
        return recipient.keyId;
      },
    });
    const file = inFolder('swept.betang');
    await makeBackup(kapuas.dataDir, file, whenAsked(letters[0]!));
    const { files } = (await checkBackup(file, owner)).manifest;
    expect(files).toEqual(expect.arrayContaining(['files/b.pdf']));
    const [key = ''] = await readdir(regionPaths(kapuas.dataDir).keys);
    const path = join(regionPaths(kapuas.dataDir).keys, key);
    const content = await readFile(path);
    await expect(makeBackup(kapuas.dataDir, inFolder('keyless.betang'), whenAsked(path))).rejects.toMatchObject({
      code: 'ENOENT',
    });
    await writeFile(path, content, { mode: 0o600 });
  });
});

describe('a restore that is under way, or was killed', () => {
  it('is no region yet: nobody opens an epoch in it, or a first one', async () => {
    const dataDir = inFolder('restored');
    const file = inFolder('whole.betang');
    await kapuas.sql(`INSERT INTO reporting.handled_types (types) VALUES ('{}')`);
    await makeBackup(kapuas.dataDir, file, recipient);
    const restoring = restoreRegion({ file, owner, dataDir, ownerUrl: cluster.url, definitions: TEST_DEFINITIONS });
    const holder = await holdTable('reporting.archive');
    try {
      await waitUntil('all but the last service is loaded', async () => {
        const rows = await ownerSql(cluster.url, 'SELECT 1 FROM betang.epoch');
        const waiting = await ownerSql(cluster.url, `SELECT 1 FROM pg_locks WHERE NOT granted`);
        return rows.length > 0 && waiting.length > 0;
      });
      await expect(openNextEpoch(dataDir, 'OPERATOR')).rejects.toMatchObject({ code: 'restore-unfinished' });
      const again = { ...kapuas.settings, dataDir, ownerUrl: cluster.url };
      await expect(initRegion(again)).rejects.toMatchObject({ code: 'restore-unfinished' });
    } finally {
      await holder.end();
    }
    const { epoch } = await restoring;
    expect(epoch.generation).toBe(2);
    expect((await initRegion({ ...kapuas.settings, dataDir, ownerUrl: cluster.url })).epoch.epoch).toBe(epoch.epoch);
  });
});
