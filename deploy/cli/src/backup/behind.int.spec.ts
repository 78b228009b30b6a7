import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { unit, unitCollector } from '../testing/facts.js';
import {
  createWorkFolder,
  findFreePort,
  removeWorkFolder,
  startPostgres,
  waitUntil,
  type NatsServerProcess,
  type PostgresServer,
} from '@betang/testing';
import { ownerSql, startBusOf, startDeployment, type DeploymentUnderTest } from '../testing/deployment-under-test.js';
import { TEST_DEFINITIONS, startRegionProcess, type RegionProcess } from '../testing/region-process.js';
import { makeBackupKey, readBackupKey, readRecipient } from './backup-key.js';
import { makeBackup } from './make-backup.js';
import { restoreRegion } from './restore-region.js';

let folder: string;
let kapuas: DeploymentUnderTest;
let cluster: PostgresServer | undefined;
let bus: NatsServerProcess | undefined;
let home: RegionProcess | undefined;

beforeAll(async () => {
  folder = createWorkFolder('behind');
  kapuas = await startDeployment('62.03', 'region');
}, 60_000);
afterAll(async () => {
  await home?.stop();
  await bus?.stop();
  await cluster?.stop();
  await kapuas?.stop();
  removeWorkFolder(folder);
});

const UNITS = 20;

it('a service that was behind when the backup was made gets the rest after the restore', async () => {
  await kapuas.run('identity');
  await kapuas.run('reporting', [unitCollector([])]);
  await kapuas.publish('identity', unit('Bidang pertama'));
  const archived = `SELECT DISTINCT position FROM reporting.archive WHERE type LIKE '%unit-recorded%'`;
  await waitUntil('reporting has the first', async () => (await kapuas.sql(archived)).length === 1);
  await kapuas.stopServices();
  const identity = await kapuas.run('identity');
  await identity.publish(...Array.from({ length: UNITS - 1 }, (_, index) => unit(`Bidang ${index + 1}`)));
  const published = `SELECT 1 FROM identity.relay_log WHERE audience = 'local' AND last_position >= ${UNITS}`;
  await waitUntil('identity has published', async () => (await kapuas.sql(published)).length > 0);
  await kapuas.stopServices();
  const [file, keyFile, recipient] = ['kapuas.betang', 'key.json', 'recipient.json'].map((name) => join(folder, name));
  await makeBackupKey(keyFile!, recipient!);
  await makeBackup(kapuas.dataDir, file!, await readRecipient(recipient!));

  cluster = await startPostgres();
  const port = await findFreePort();
  const dataDir = join(folder, 'restored');
  await restoreRegion({
    file: file!,
    owner: await readBackupKey(keyFile!),
    dataDir,
    ownerUrl: cluster.url,
    definitions: TEST_DEFINITIONS,
    nats: { host: '127.0.0.1', port },
  });
  bus = await startBusOf(dataDir, port);
  home = await startRegionProcess(dataDir);
  await waitUntil('reporting has all units', async () => (await ownerSql(cluster!.url, archived)).length === UNITS, {
    timeoutMs: 30_000,
  });
  expect(await ownerSql(cluster.url, archived)).toHaveLength(UNITS);
});
