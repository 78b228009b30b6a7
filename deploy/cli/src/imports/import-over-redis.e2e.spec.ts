import 'reflect-metadata';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { JobQueue, createLogger, redisJobs } from '@betang/platform';
import {
  createWorkFolder,
  findFreePort,
  findRedisServer,
  removeWorkFolder,
  startPostgres,
  startRedis,
  waitUntil,
  type NatsServerProcess,
  type PostgresServer,
  type RedisServer,
} from '@betang/testing';
import { ownerSql, startBusOf } from '../testing/deployment-under-test.js';
import { startInstalledServices } from '../testing/installed-services.js';
import { betang } from '../testing/run-betang.js';
import { hasOpenssl, makeAuthority } from '../testing/tls-postgres.js';

const HEADINGS = 'Nama Lengkap;NIP / NI PPPK;Status;Gol. Ruang;Nama Jabatan;Jenis Jabatan;Unit Kerja;OPD';
const NUMBERS = ['197001152005011001', '197102152005011002', '197203152005011003'];

describe('a region whose queues are in Redis', () => {
  if (findRedisServer() === undefined) {
    process.stderr.write('skipped: no redis-server on PATH, and none in REDIS_SERVER\n');
    it.skip('needs redis-server', () => undefined);
    return;
  }

  let folder: string;
  let dataDir: string;
  let postgres: PostgresServer;
  let redis: RedisServer;
  let redisUrl: string;
  let httpPort: number;
  let bus: NatsServerProcess | undefined;
  let stopServices: (() => Promise<void>) | undefined;

  /** Over TLS, by an authority of its own, where certificates can be made. */
  async function startStore(): Promise<void> {
    const authority = hasOpenssl ? await makeAuthority(folder, 'redis') : undefined;
    redis = await startRedis(authority === undefined ? {} : { tls: authority });
    redisUrl = authority === undefined ? redis.url : `${redis.url}?sslrootcert=${encodeURIComponent(authority.file)}`;
  }

  beforeAll(async () => {
    folder = createWorkFolder('import-over-redis');
    dataDir = join(folder, 'kapuas');
    const natsPort = await findFreePort();
    httpPort = await findFreePort();
    postgres = await startPostgres();
    await startStore();
    const owner = join(folder, 'owner-url');
    await writeFile(owner, `${postgres.url}\n`, { mode: 0o600 });
    const options = ['--local', '--nats-port', String(natsPort), '--http-port', String(httpPort)];
    await at('region', 'init', '62.03', ...options, '--owner-url-file', owner);
    bus = await startBusOf(dataDir, natsPort);
    stopServices = await startInstalledServices(dataDir, { BETANG_REDIS_URL: redisUrl });
  }, 120_000);
  afterAll(async () => {
    await stopServices?.();
    await bus?.stop();
    await Promise.all([postgres?.stop(), redis?.stop()]);
    removeWorkFolder(folder);
  });

  const at = (...argv: string[]) => betang([...argv, '--data', dataDir, '--json']);

  async function roster(people: number): Promise<string> {
    const file = join(folder, `duk-${people}.csv`);
    const rows = NUMBERS.slice(0, people).map(
      (number, index) =>
        `Sari Rekaan ${'abc'[index]};${number};PNS;III/a;Analis;Fungsional Ahli Muda;Bidang 1;Dinas Contoh`,
    );
    await writeFile(file, [HEADINGS, ...rows].join('\r\n'));
    return file;
  }

  async function readiness(): Promise<{ ready: boolean; codes: string[] }> {
    const answer = await fetch(`http://127.0.0.1:${httpPort}/ready`);
    const { checks } = (await answer.json()) as { checks: { name: string; ok: boolean; code?: string }[] };
    const queues = checks.filter(({ name }) => name.endsWith(' job queues'));
    expect(queues.map(({ name }) => name)).toContain('identity job queues');
    return { ready: answer.status === 200, codes: queues.filter(({ ok }) => !ok).map(({ code }) => code ?? '') };
  }

  it('imports a roster by a job, and puts what comes round on the calendar there', async () => {
    expect((await at('import', 'roster', await roster(2))).json).toMatchObject({
      state: 'APPLIED',
      counts: { applied: 2 },
    });
    await waitUntil('Redis is reached by all services', async () => (await readiness()).codes.length === 0);

    const logger = createLogger({ level: 'silent' });
    const store = await redisJobs({ url: redisUrl, region: '62.03', service: 'identity' }, logger);
    const sweeps = new JobQueue('sweeps', store, logger);
    await waitUntil('the sweeps are on the calendar', async () => ((await sweeps.counts())['delayed'] ?? 0) > 0);
    await sweeps.close();
    await store.close();
    const [row] = await ownerSql<{ jobs: number }>(postgres.url, 'SELECT count(*)::int AS jobs FROM identity_jobs.job');
    expect(row).toEqual({ jobs: 0 });
  }, 120_000);

  it('takes a roster while Redis is away, says so, and imports it when Redis is back', async () => {
    await redis.pause();
    await waitUntil('it is seen to be away', async () => (await readiness()).codes.length > 0);
    const { ready, codes } = await readiness();
    expect({ ready, codes: [...new Set(codes)] }).toEqual({ ready: true, codes: ['job-queue-unavailable'] });

    const importing = at('import', 'roster', await roster(3));
    await waitUntil('the roster is taken', async () => {
      const [row] = await ownerSql<{ imports: number }>(
        postgres.url,
        'SELECT count(*)::int AS imports FROM identity.roster_import',
      );
      return row?.imports === 2;
    });
    await redis.resume();
    expect((await importing).json).toMatchObject({ state: 'APPLIED', counts: { applied: 3 } });
  }, 120_000);
});
