import 'reflect-metadata';
import { writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SERVICE_NAMES, appRole, migratorRole, schemaOf } from '@betang/platform';
import {
  createWorkFolder,
  findFreePort,
  removeWorkFolder,
  startPostgres,
  type NatsServerProcess,
  type PostgresServer,
} from '@betang/testing';
import { ownerSql, startBusOf } from '../testing/deployment-under-test.js';
import { startInstalledServices } from '../testing/installed-services.js';
import { betang } from '../testing/run-betang.js';
import {
  hasOpenssl,
  makeAuthority,
  overTls,
  requireTls,
  signedIn,
  type TestAuthority,
} from '../testing/tls-postgres.js';

describe('a region whose Postgres takes TLS alone', () => {
  if (!hasOpenssl) {
    process.stderr.write('skipped: no openssl on this machine to make certificates with\n');
    it.skip('needs openssl', () => undefined);
    return;
  }

  let folder: string;
  let first: string;
  let ours: TestAuthority;
  let others: TestAuthority;
  let postgres: PostgresServer;
  let fresh: PostgresServer;
  let owner: string;
  let natsPort: number;
  let bus: NatsServerProcess | undefined;
  let stopServices: (() => Promise<void>) | undefined;

  beforeAll(async () => {
    folder = createWorkFolder('database-over-tls');
    first = join(folder, 'kapuas');
    [ours, others] = [await makeAuthority(folder, 'ours'), await makeAuthority(folder, 'others')];
    [postgres, fresh] = await Promise.all([startPostgres(), startPostgres()]);
    owner = await requireTls(postgres, ours);
    natsPort = await findFreePort();
  }, 120_000);
  afterAll(async () => {
    await stopServices?.();
    await bus?.stop();
    await Promise.all([postgres?.stop(), fresh?.stop()]);
    removeWorkFolder(folder);
  });

  const at = (dataDir: string, ...argv: string[]) => betang([...argv, '--data', dataDir, '--json']);

  async function ownerUrlFile(url: string): Promise<string> {
    const file = join(folder, 'owner-url');
    await writeFile(file, `${url}\n`, { mode: 0o600 });
    return file;
  }

  async function init(dataDir: string, url: string, ...more: string[]) {
    const options = ['--local', '--nats-port', String(natsPort), '--owner-url-file', await ownerUrlFile(url)];
    return at(dataDir, 'region', 'init', '62.03', ...options, ...more, '--language', 'en');
  }

  const withHost = (url: string, host: string): string => url.replace('@127.0.0.1:', `@${host}:`);
  const withMode = (url: string, mode: string): string => url.replace('verify-full', mode);

  it.each([
    ['without TLS', () => postgres.url, 'database-plain-refused', 'sslmode=verify-full'],
    ['by another authority', () => overTls(postgres.url, others.file), 'database-certificate-untrusted', 'sslrootcert'],
    ['under another name', () => withHost(owner, 'localhost'), 'database-certificate-other-name', 'subjectAltName'],
    ['without asking who it is', () => withMode(owner, 'require'), 'database-sslmode-unsupported', 'sslrootcert=FILE'],
    ['by no authority', () => overTls(postgres.url, join(folder, 'none')), 'database-authority-unreadable', 'PEM'],
    ['at a server without TLS', () => overTls(fresh.url, ours.file), 'database-tls-not-offered', 'ssl = on'],
  ])('is not made %s, and says what to set', async (_how, url, code, hint) => {
    const { exitCode, json } = await init(join(folder, 'none'), url());
    expect(exitCode).toBe(3);
    expect(json).toMatchObject({ error: { code, remedy: expect.stringContaining(hint) } });
    expect(JSON.stringify(json)).not.toContain(new URL(postgres.url).password);
  });

  it('is made, works, is checked and backed up over TLS', async () => {
    const httpPort = await findFreePort();
    // Services start in another folder than the operator's: the file that is named from here is kept whole.
    const fromHere = overTls(postgres.url, relative(process.cwd(), ours.file));
    expect((await init(first, fromHere, '--http-port', String(httpPort))).json).toMatchObject({
      settings: { databaseUrl: expect.stringContaining(`sslrootcert=${encodeURIComponent(ours.file)}`) },
    });
    bus = await startBusOf(first, natsPort);
    stopServices = await startInstalledServices(first);
    const roster = join(folder, 'duk.csv');
    await writeFile(
      roster,
      'Nama Lengkap;NIP / NI PPPK;Status;Gol. Ruang;Nama Jabatan;Jenis Jabatan;Unit Kerja;OPD\r\n' +
        'Sari Rekaan;197001152005011001;PNS;III/a;Analis;Fungsional Ahli Muda;Bidang 1;Dinas Contoh\r\n',
    );
    expect((await at(first, 'import', 'roster', roster)).json).toMatchObject({ state: 'APPLIED' });
    expect((await at(first, 'verify')).json).toMatchObject({ sound: true });
    await at(first, 'backup', 'key', join(folder, 'key.json'));
    expect((await at(first, 'backup', join(folder, 'kapuas.betang'))).json).toMatchObject({ region: '62.03' });

    const open = await ownerSql<{ name: string; ssl: boolean }>(
      owner,
      `SELECT application_name AS name, ssl FROM pg_stat_activity JOIN pg_stat_ssl USING (pid) WHERE backend_type = 'client backend'`,
    );
    expect(open.filter(({ ssl }) => !ssl)).toEqual([]);
    expect(open.length).toBeGreaterThan(SERVICE_NAMES.length * 2);
  }, 120_000);

  it('has let in every part of itself over TLS, and nobody otherwise', () => {
    const connections = signedIn(postgres);
    expect(connections.filter(({ encrypted }) => !encrypted)).toEqual([]);
    const applications = new Set(connections.map(({ application }) => application));
    const services = SERVICE_NAMES.map((name) => `betang.${name}`);
    // Pools, leaders of delivery, and queues of each service; the operator's tool; the owner.
    for (const name of [...services, ...services.map((service) => `${service}.jobs`), 'betang.cli', 'betang.provision'])
      expect(applications).toContain(name);
    const roles = new Set(connections.map(({ user }) => user));
    for (const schema of SERVICE_NAMES.map(schemaOf))
      for (const role of [appRole(schema), migratorRole(schema)]) expect(roles).toContain(role);
  });

  it('does not start without TLS, or with an authority that did not issue the certificate', async () => {
    await stopServices?.();
    stopServices = undefined;
    const url = (address: string): string => {
      const database = new URL(address);
      [database.pathname, database.username, database.password] = ['/betang', '', ''];
      return database.href;
    };
    const start = (address: string) => startInstalledServices(first, { BETANG_DATABASE_URL: url(address) });
    await expect(start(postgres.url)).rejects.toThrow('database-plain-refused');
    await expect(start(overTls(postgres.url, others.file))).rejects.toThrow('database-certificate-untrusted');
    await expect(start(withHost(owner, 'localhost'))).rejects.toThrow('database-certificate-other-name');
  }, 60_000);

  it('is restored over TLS into a cluster that takes nothing else', async () => {
    const freshOwner = await requireTls(fresh, ours);
    const options = ['--key', join(folder, 'key.json'), '--owner-url-file', await ownerUrlFile(freshOwner)];
    const second = join(folder, 'restored');
    const port = String(await findFreePort());
    const restored = await at(second, 'restore', join(folder, 'kapuas.betang'), ...options, '--nats-port', port);
    expect(restored.json).toMatchObject({ region: '62.03' });
    const connections = signedIn(fresh);
    expect(connections.length).toBeGreaterThan(SERVICE_NAMES.length);
    expect(connections.filter(({ encrypted }) => !encrypted)).toEqual([]);
    const [row] = await ownerSql<{ people: number }>(
      freshOwner,
      'SELECT count(*)::int AS people FROM identity.employee',
    );
    expect(row).toEqual({ people: 1 });
  }, 120_000);
});
