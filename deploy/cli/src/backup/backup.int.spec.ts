import { readFile, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  createWorkFolder,
  findFreePort,
  flushesOf,
  removeWorkFolder,
  startPostgres,
  waitUntil,
  type NatsServerProcess,
  type PostgresServer,
} from '@betang/testing';
import { migrateJobs, migratorRole } from '@betang/platform';
import { connectionAs } from '../region/region-database.js';
import { addRegion } from '../region/federation-admission.js';
import { initRegion } from '../region/init-region.js';
import { joinFederation } from '../region/join-federation.js';
import { regionPaths } from '../region/region-paths.js';
import { registrationOf } from '../region/register-region.js';
import { agencies, unit } from '../testing/facts.js';
import {
  TEST_SERVICES,
  ownerSql,
  startBusOf,
  startDeployment,
  type DeploymentUnderTest,
} from '../testing/deployment-under-test.js';
import { TEST_DEFINITIONS, startRegionProcess, type RegionProcess } from '../testing/region-process.js';
import { betang } from '../testing/run-betang.js';
import { makeBackupKey, readBackupKey } from './backup-key.js';
import { restoreRegion, type Restored } from './restore-region.js';

let folder: string;
let province: DeploymentUnderTest;
let kapuas: DeploymentUnderTest;
let provinceProcess: RegionProcess;
let home: RegionProcess;
let restoredDir: string;
let cluster: PostgresServer;
let bus: NatsServerProcess;
const [keyFile, backupFile] = ['operator-key.json', 'kapuas.betang'];

/** Where no Postgres listens. */
const NOBODY = 'postgres://postgres:x@127.0.0.1:1/postgres';
/** As the server keeps them: another value after each time that one was set, be it the same. */
const passwordsIn = (url: string) =>
  ownerSql(url, `SELECT rolname, rolpassword FROM pg_authid WHERE rolname LIKE '%\\_app' ORDER BY 1`);
const inFolder = (name: string) => join(folder, name);
const atProvince = async () =>
  province.sql<{ id: string; epoch: string; orphaned: boolean }>(
    `SELECT id, epoch, orphaned FROM reporting.archive WHERE region = '62.03' AND type LIKE '%agency-published%' ORDER BY seq`,
  );

beforeAll(async () => {
  folder = createWorkFolder('backup');
  [province, kapuas] = await Promise.all([startDeployment('62', 'hub'), startDeployment('62.03', 'region')]);
  await joinFederation(kapuas.dataDir, await addRegion(province.dataDir, await registrationOf(kapuas.dataDir)));
  provinceProcess = await startRegionProcess(province.dataDir);
  home = await startRegionProcess(kapuas.dataDir);
}, 120_000);

afterAll(async () => {
  await home?.stop();
  await provinceProcess?.stop();
  await bus?.stop();
  await cluster?.stop();
  await kapuas?.stop();
  await province?.stop();
  removeWorkFolder(folder);
});

describe('a region that runs', () => {
  it('is backed up into one file that only the operator can open', async () => {
    await home.publish('identity', ...agencies(30), unit('Bidang Umum'));
    await writeFile(join(regionPaths(kapuas.dataDir).files, 'surat-tugas.pdf'), 'isi surat');
    await migrateJobs(await connectionAs(kapuas.dataDir, migratorRole('identity')), 'identity');
    await kapuas.sql(
      `INSERT INTO identity_jobs.scheduler (queue, scheduler_id, pattern, tz) VALUES ('notices', 'weekly', '0 7 * * 1', 'Asia/Jakarta')`,
    );
    await waitUntil('the province has what there is', async () => (await atProvince()).length === 30);
    const run = (...argv: string[]) => betang([...argv, '--data', kapuas.dataDir, '--json']);
    expect((await run('backup', inFolder(backupFile))).json).toMatchObject({
      error: { code: 'backup-recipient-missing' },
    });
    expect((await run('backup', 'key', inFolder(keyFile))).exitCode).toBe(0);
    expect((await run('backup', inFolder(backupFile))).json).toMatchObject({
      region: '62.03',
      rows: { 'identity.outbox': expect.any(Number) },
    });
    expect((await run('backup', inFolder(backupFile))).json).toMatchObject({ error: { code: 'backup-file-exists' } });
    const content = await readFile(inFolder(backupFile));
    expect(content.includes('Dinas')).toBe(false);
    expect(content.includes('surat')).toBe(false);
  });

  it('and the file can be checked, by nobody else', async () => {
    const check = (key: string) => betang(['backup', 'check', inFolder(backupFile), '--key', key, '--json']);
    expect((await check(inFolder(keyFile))).json).toMatchObject({ region: '62.03' });
    const stranger = inFolder('stranger.json');
    await makeBackupKey(stranger, inFolder('stranger-recipient.json'));
    expect((await check(stranger)).json).toMatchObject({ error: { code: 'backup-key-wrong', exitCode: 3 } });
    const damaged = await readFile(inFolder(backupFile));
    damaged[damaged.length >> 1]! ^= 1;
    await writeFile(inFolder('damaged.betang'), damaged);
    const run = await betang(['backup', 'check', inFolder('damaged.betang'), '--key', inFolder(keyFile), '--json']);
    expect(run.json).toMatchObject({ error: { code: 'backup-damaged' } });
  });
});

describe('a region that was lost after its backup', () => {
  let written: string[];

  it('is restored into a fresh cluster, with its keys, files and a new epoch', async () => {
    const later = agencies(12, 'Badan');
    written = later.map(({ id }) => id);
    await home.publish('identity', ...later);
    await waitUntil('the province has them', async () => (await atProvince()).length === 42);
    await home.stop();
    await kapuas.nats.stop();
    await kapuas.postgres.stop();

    cluster = await startPostgres();
    restoredDir = inFolder('restored');
    const port = await findFreePort();
    const input = {
      file: inFolder(backupFile),
      owner: await readBackupKey(inFolder(keyFile)),
      dataDir: restoredDir,
      ownerUrl: cluster.url,
      definitions: TEST_DEFINITIONS,
      nats: { host: '127.0.0.1', port },
    };
    await expect(restoreRegion({ ...input, ownerUrl: NOBODY })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    const letter = join(regionPaths(restoredDir).files, 'surat-tugas.pdf');
    let restored!: Restored;
    const flushed = await flushesOf(
      async () => {
        restored = await restoreRegion(input);
      },
      () => [letter],
    );
    expect(restored.epoch.generation).toBe(2);
    expect(await readFile(letter, 'utf8')).toBe('isi surat');
    for (const path of [letter, dirname(letter), restoredDir, folder])
      expect(flushed).toContainEqual({ path, names: [letter] });
    const schedules = await ownerSql(cluster.url, 'SELECT queue, scheduler_id, pattern FROM identity_jobs.scheduler');
    expect(schedules).toEqual([{ queue: 'notices', scheduler_id: 'weekly', pattern: '0 7 * * 1' }]);
    await expect(restoreRegion(input)).rejects.toMatchObject({ code: 'restore-target-not-empty' });
    const passwords = await passwordsIn(cluster.url);
    await expect(restoreRegion({ ...input, dataDir: inFolder('second') })).rejects.toMatchObject({
      code: 'restore-target-not-empty',
    });
    const other = { ...kapuas.settings, region: '62.04', dataDir: inFolder('other'), ownerUrl: cluster.url };
    await expect(initRegion(other)).rejects.toMatchObject({
      code: 'cluster-is-another',
      params: { region: '62.03' },
    });
    expect(await passwordsIn(cluster.url)).toEqual(passwords);
    expect(await readdir(folder)).not.toEqual(expect.arrayContaining(['second']));
    expect(await readdir(folder)).not.toEqual(expect.arrayContaining(['other']));
    const again = await initRegion({
      ...kapuas.settings,
      dataDir: restoredDir,
      ownerUrl: cluster.url,
      nats: { host: '127.0.0.1', port },
    });
    expect([again.epoch.epoch, again.migrations]).toEqual([restored.epoch.epoch, []]);
    bus = await startBusOf(restoredDir, port);
  });

  it('goes on: receivers take its new facts in, and everything at home is whole', async () => {
    home = await startRegionProcess(restoredDir);
    await home.publish('identity', ...agencies(5, 'Kantor'), unit('Bidang Baru'));
    const arrived = await waitUntil('the province has the new facts', async () => {
      const rows = await atProvince();
      return rows.length === 47 && rows;
    });
    expect(new Set(arrived.map(({ id }) => id)).size).toBe(47);
    expect(arrived.slice(-5).every(({ epoch }) => epoch.startsWith('2.'))).toBe(true);
    const units = await waitUntil('reporting at home has both units', async () => {
      const rows = await ownerSql(cluster.url, `SELECT id FROM reporting.archive WHERE type LIKE '%unit-recorded%'`);
      return rows.length === 2 && rows;
    });
    expect(units).toHaveLength(2);
    expect((await betang(['verify', '--data', restoredDir, '--json'])).json).toMatchObject({ sound: true });
  });

  it('and what was written after the backup is named: exactly that, on both sides', async () => {
    const orphans = (await atProvince()).filter(({ orphaned }) => orphaned).map(({ id }) => id);
    expect(orphans.sort()).toEqual([...written].sort());
    const incidents = await province.sql<{ detail: string }>(
      `SELECT detail FROM reporting.delivery_incident WHERE kind = 'orphan' AND detail = ANY($1)`,
      [written],
    );
    expect(incidents).toHaveLength(12);
    const problem = await waitUntil('the province has told what it has', async () => {
      const { json } = await betang(['status', '--data', restoredDir, '--json']);
      const { regions } = json as unknown as { regions: { problems: { code: string; about: string }[] }[] };
      return regions[0]!.problems.find(
        ({ code, about }) => code === 'lost-after-restore' && about.includes('identity province'),
      );
    });
    const [, from, to] = /: (\d+)-(\d+) \(62\)$/.exec(problem.about) ?? [];
    expect(Number(to) - Number(from) + 1).toBeGreaterThanOrEqual(12);
  });

  it('until the operators of both sides have dealt with it, on record', async () => {
    const reason = 'sudah dikirim ulang dari daftar penerima';
    const lost = await betang(['incidents', 'list', '--data', restoredDir, '--service', 'identity', '--json']);
    expect(lost.json).toMatchObject({ lost: expect.arrayContaining([expect.objectContaining({ receivers: ['62'] })]) });
    const acknowledge = (dataDir: string, ...argv: string[]) =>
      betang(['incidents', 'ack', ...argv, '--data', dataDir, '--reason', reason, '--json']);
    expect((await acknowledge(restoredDir, 'identity', 'lost')).exitCode).toBe(0);
    const orphans = await betang(['incidents', 'list', '--data', province.dataDir, '--kind', 'orphan', '--json']);
    const { items } = orphans.json as unknown as { items: { at: string; incidentId: string; kind: string }[] };
    expect(items.length).toBeGreaterThanOrEqual(12);
    const one = items.find(({ at }) => at === 'reporting')!;
    expect((await acknowledge(province.dataDir, one.at, one.incidentId)).json).toMatchObject({ acknowledged: 1 });
    expect((await acknowledge(province.dataDir, one.at, one.incidentId)).json).toMatchObject({
      error: { code: 'incident-acknowledged' },
    });
    const shown = await betang(['incidents', 'show', one.at, one.incidentId, '--data', province.dataDir, '--json']);
    expect(shown.json).toMatchObject({ kind: 'orphan', acknowledgedBy: 'operator-1', acknowledgement: reason });
    for (const [dataDir, services] of [
      [province.dataDir, TEST_SERVICES],
      [restoredDir, TEST_SERVICES],
    ] as const)
      for (const service of services) await acknowledge(dataDir, service, 'all');
    for (const dataDir of [province.dataDir, restoredDir])
      await waitUntil(`status of ${dataDir} is 0 again`, async () => {
        const status = await betang(['status', '--data', dataDir, '--json']);
        return status.exitCode === 0;
      });
    const [kept] = await province.sql<{ actor: string; reason: string }>(
      `SELECT actor, reason FROM reporting.audit_entry WHERE action = 'acknowledge-incident'`,
    );
    expect(kept).toEqual({ actor: 'operator-1', reason });
  });

  it('shows in its metrics how its delivery stands', async () => {
    const text = await (await fetch(`${home.address}/metrics`)).text();
    for (const name of [
      'betang_outbox_waiting_events{service="identity",destination="hub"} ',
      'betang_outbox_age_seconds{service="identity",destination="local"} ',
      'betang_relay_published_events_total{service="identity",destination="local"} ',
      'betang_relay_horizon_age_seconds{service="identity"} ',
      'betang_reader_watermark_lag_events{service="reporting",origin="62.03"} ',
      'betang_reader_forked_lines{service="reporting",origin="62.03"} 0',
      'betang_stream_fill_ratio{stream="INBOUND_r6203"} ',
      'betang_stream_fill_alarm{stream="EVENTS_r6203"} 0',
      'betang_delivery_leading{service="identity"} 1',
    ])
      expect(text).toContain(name);
    const hub = await (await fetch(`${provinceProcess.address}/metrics`)).text();
    expect(hub).toContain('betang_stream_fill_ratio{stream="FEDERATION"} ');
  });
});
