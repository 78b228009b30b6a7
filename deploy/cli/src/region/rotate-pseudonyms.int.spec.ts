import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findPseudonymKeys } from '@betang/messaging';
import { createWorkFolder, findFreePort, removeWorkFolder, startPostgres, type PostgresServer } from '@betang/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { listRegionFiles } from '../backup/region-files.js';
import { ISSUER_UNDER_TEST, ownerSql } from '../testing/deployment-under-test.js';
import { betang } from '../testing/run-betang.js';
import { initRegion } from './init-region.js';
import { regionPaths } from './region-paths.js';
import { installedDefinitions } from './service-definitions.js';

let folder: string;
let dataDir: string;
let postgres: PostgresServer;
beforeAll(async () => {
  folder = createWorkFolder('rotate-pseudonyms');
  dataDir = join(folder, 'kapuas');
  postgres = await startPostgres();
  await initRegion({
    region: '62.03',
    role: 'region',
    dataDir,
    ownerUrl: postgres.url,
    nats: { host: '127.0.0.1', port: await findFreePort() },
    mode: 'all',
    local: true,
    services: ['identity', 'learning-hours'],
    issuerUrl: ISSUER_UNDER_TEST,
    httpPort: 0,
    definitions: await installedDefinitions(),
  });
}, 120_000);
afterAll(async () => {
  await postgres?.stop();
  removeWorkFolder(folder);
});

const rotate = (...argv: string[]) => betang(['region', 'rotate-pseudonyms', '--data', dataDir, ...argv]);
const rotated = async () => (await rotate('--json')).json as object;
const keys = async () => (await findPseudonymKeys(regionPaths(dataDir).keys))!;
/** As learning-hours does it, once it runs with the new key. */
const tell = (version: number) =>
  ownerSql(
    postgres.url,
    `INSERT INTO learning_hours.told_pseudonym (version) VALUES (${version}) ON CONFLICT (one) DO UPDATE SET version = excluded.version`,
  );
const share = (shares: boolean) =>
  ownerSql(
    postgres.url,
    shares
      ? `INSERT INTO learning_hours.stated_purpose (audience, purpose, facts) VALUES ('province', 'learner-level-analysis', 1)`
      : 'DELETE FROM learning_hours.stated_purpose',
  );

describe('betang region rotate-pseudonyms', () => {
  it('waits for the release that notes whom the province knows', async () => {
    const rename = (from: string, to: string) =>
      ownerSql(postgres.url, `ALTER TABLE learning_hours.${from} RENAME TO ${to}`);
    await rename('told_pseudonym', 'not_there');
    expect((await rotate('--json')).json).toMatchObject({ error: { code: 'pseudonyms-not-noted' } });
    await rename('not_there', 'told_pseudonym');
    expect(await keys()).toMatchObject({ version: 1, former: [] });
  });

  it('just takes a new key where the region told nobody of anyone', async () => {
    const first = await keys();
    expect(await rotated()).toEqual({ state: 'announced', version: 2, former: [1] });
    expect((await keys()).former).toEqual([{ version: 1, secret: first.secret }]);
    expect(await rotated()).toEqual({ state: 'active', version: 2, former: [] });
    expect(await keys()).toMatchObject({ version: 2, former: [] });
  });

  it('keeps the former secret until the province was told everybody’s new name', async () => {
    await tell(2);
    await share(true);
    const before = await keys();
    expect(await rotated()).toEqual({ state: 'announced', version: 3, former: [2] });
    const next = await keys();
    expect(next.secret).not.toEqual(before.secret);
    expect(await rotated()).toEqual({ state: 'waiting', version: 3, former: [2] });
    expect(await keys()).toEqual(next);
    expect(await listRegionFiles(dataDir)).toContain('keys/pseudonym.json');
    await tell(3);
    expect(await rotated()).toEqual({ state: 'active', version: 3, former: [] });
    const file = await readFile(join(regionPaths(dataDir).keys, 'pseudonym.json'), 'utf8');
    expect(file).not.toContain(before.secret.toString('base64url'));
  });

  it('keeps it also for a region that has opted out since, and says what to do', async () => {
    await rotated();
    await share(false);
    expect(await rotated()).toEqual({ state: 'kept', version: 4, former: [3] });
    const { out, exitCode } = await rotate('--language', 'en');
    expect(exitCode).toBe(0);
    expect(out).toContain('learner-level-analysis in BETANG_SHARING_OPT_IN');
    expect((await keys()).former).toHaveLength(1);
  });

  it('stops where a key is missing that the province knows names by', async () => {
    const file = join(regionPaths(dataDir).keys, 'pseudonym.json');
    const text = await readFile(file, 'utf8');
    const { version, secret } = JSON.parse(text) as { version: number; secret: string };
    await writeFile(file, JSON.stringify({ version, secret }));
    const { json, exitCode } = await rotate('--json');
    expect([exitCode, json]).toMatchObject([3, { error: { code: 'pseudonym-secret-missing' } }]);
    await rm(file);
    expect((await rotate('--json')).json).toMatchObject({ error: { code: 'pseudonym-key-missing' } });
    await writeFile(file, text);
  });
});
