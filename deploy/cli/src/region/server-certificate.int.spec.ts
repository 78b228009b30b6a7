import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readCredentials, readTopology, topologyPaths } from '@betang/messaging';
import { createWorkFolder, findFreePort, removeWorkFolder, startPostgres, type PostgresServer } from '@betang/testing';
import { makeBackup } from '../backup/make-backup.js';
import { makeBackupKey, readBackupKey, readRecipient } from '../backup/backup-key.js';
import { restoreRegion } from '../backup/restore-region.js';
import { TEST_DEFINITIONS } from '../testing/region-process.js';
import { initRegion, type NewRegion } from './init-region.js';
import { regionPaths } from './region-paths.js';
import { readRegionSettings } from './region-settings.js';

let folder: string;
let postgres: PostgresServer;
let fresh: PostgresServer;
let settings: NewRegion;

async function certificate(name: string) {
  const dir = join(folder, name);
  await mkdir(dir);
  const [certFile, keyFile, caFile] = ['cert.pem', 'key.pem', 'ca.pem'].map((file) => join(dir, file));
  for (const file of [certFile, keyFile, caFile]) await writeFile(file!, `${name} ${file}`);
  return { certFile: certFile!, keyFile: keyFile!, caFile: caFile! };
}

beforeAll(async () => {
  folder = createWorkFolder('certificate');
  [postgres, fresh] = await Promise.all([startPostgres(), startPostgres()]);
  settings = {
    region: '62',
    role: 'hub',
    dataDir: join(folder, 'region'),
    ownerUrl: postgres.url,
    nats: { host: '127.0.0.1', port: await findFreePort() },
    mode: 'all',
    local: true,
    services: ['identity', 'training-catalog', 'reporting'],
    issuerUrl: 'http://127.0.0.1:1/oidc',
    httpPort: 0,
  };
});
afterAll(async () => {
  await Promise.all([postgres?.stop(), fresh?.stop()]);
  removeWorkFolder(folder);
});

describe('the certificate of a region’s nats-server', () => {
  const state = async (dataDir: string) => {
    const { nats } = regionPaths(dataDir);
    const paths = topologyPaths(nats);
    const { url, certificateAuthority } = await readCredentials(paths.local('all'));
    const { nats: bus, hubUrl } = await readRegionSettings(dataDir);
    const config = await readFile(paths.configFile, 'utf8');
    return { tls: (await readTopology(nats)).tls, url, certificateAuthority, settings: bus.url, hubUrl, config };
  };

  it('comes with a second init, and is kept by a third that does not speak of it', async () => {
    await initRegion(settings);
    expect((await state(settings.dataDir)).url).toMatch(/^nats:/);
    const tls = await certificate('first');
    await initRegion({ ...settings, nats: { ...settings.nats, tls } });
    const secured = await state(settings.dataDir);
    const address = `tls://127.0.0.1:${settings.nats.port}`;
    expect(secured).toMatchObject({ tls, url: address, settings: address, hubUrl: address });
    expect(secured.certificateAuthority).toBe(`first ${tls.caFile}`);
    expect(secured.config).toContain(tls.certFile);
    await initRegion(settings);
    expect(await state(settings.dataDir)).toEqual(secured);
    const next = await certificate('second');
    await initRegion({ ...settings, nats: { ...settings.nats, tls: next } });
    expect((await state(settings.dataDir)).certificateAuthority).toBe(`second ${next.caFile}`);
  });

  it('is in the backup, and the restored server is reached over TLS on whatever port', async () => {
    const key = join(folder, 'backup-key.json');
    const recipient = regionPaths(settings.dataDir).backupRecipient;
    await makeBackupKey(key, recipient);
    const file = join(folder, 'province.betang');
    await makeBackup(settings.dataDir, file, await readRecipient(recipient));
    const dataDir = join(folder, 'restored');
    const port = await findFreePort();
    await restoreRegion({
      file,
      owner: await readBackupKey(key),
      dataDir,
      ownerUrl: fresh.url,
      definitions: TEST_DEFINITIONS,
      nats: { host: '127.0.0.1', port },
    });
    const restored = await state(dataDir);
    const home = join(regionPaths(dataDir).nats, 'tls');
    expect(restored).toMatchObject({
      tls: {
        certFile: join(home, 'server.crt'),
        keyFile: join(home, 'server.key'),
        caFile: join(home, 'authority.crt'),
      },
      url: `tls://127.0.0.1:${port}`,
      settings: `tls://127.0.0.1:${port}`,
    });
    expect(await readFile(join(home, 'server.crt'), 'utf8')).toMatch(/^second .*cert\.pem$/);
    expect(restored.config).toContain(join(home, 'server.key'));
  });
});
