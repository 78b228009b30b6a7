import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findRedisServer, startRedis, waitUntil } from '@betang/testing';
import type { RedisServer } from '@betang/testing';

import { Lifecycle } from '../lifecycle/lifecycle.js';
import { createLogger } from '../logging/logger.js';
import type { JobBackend } from './job-backend.js';
import { Jobs } from './jobs.js';
import { redisJobs, redisSettings } from './redis-jobs.js';

describe('the address of Redis', () => {
  it('says where, who and which database', () => {
    expect(redisSettings('redis://127.0.0.1')).toMatchObject({ host: '127.0.0.1', port: 6379, db: 0 });
    expect(redisSettings('rediss://jobs:p%40ss@[::1]:7000/3')).toMatchObject({
      host: '::1',
      port: 7000,
      db: 3,
      username: 'jobs',
      password: 'p@ss',
      tls: {},
    });
    expect(redisSettings('redis://127.0.0.1')).not.toHaveProperty('tls');
  });

  it.each(['https://127.0.0.1', 'redis://', '127.0.0.1:6379', 'redis://127.0.0.1/cache'])('refuses %s', (url) => {
    expect(() => redisSettings(url)).toThrow(expect.objectContaining({ code: 'redis-url-invalid' }));
  });

  it('refuses an authority that cannot be read', () => {
    expect(() => redisSettings('rediss://127.0.0.1?sslrootcert=/nowhere/ca.pem')).toThrow(
      expect.objectContaining({ code: 'redis-authority-unreadable', params: { file: '/nowhere/ca.pem' } }),
    );
  });
});

describe('queues on a Redis that others use too', () => {
  if (findRedisServer() === undefined) {
    process.stderr.write('skipped: no redis-server on PATH, and none in REDIS_SERVER\n');
    it.skip('needs redis-server', () => undefined);
    return;
  }

  const lines: string[] = [];
  const logger = createLogger({ destination: { write: (line: string) => lines.push(line) } });
  let redis: RedisServer;
  const lives: Lifecycle[] = [];
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(async () => {
    for (const life of lives) await life.stop();
    await redis?.stop();
  });

  async function open(region: string): Promise<{ backend: JobBackend; jobs: Jobs; life: Lifecycle }> {
    const backend = await redisJobs({ url: redis.url, region, service: 'identity' }, logger);
    backend.onError(() => undefined);
    const life = new Lifecycle(logger, 20_000);
    lives.push(life);
    life.onStop('connection', { close: () => backend.close() });
    return { backend, life, jobs: new Jobs(backend, logger, life, 'identity') };
  }

  it('keeps those of each region apart', async () => {
    const [kapuas, kotim] = [await open('62.03'), await open('62.02')];
    await kapuas.jobs.queue('import').add({ importId: 'a' });
    expect(
      (await kapuas.jobs.queue('import').counts())['waiting'] ?? (await kapuas.jobs.queue('import').counts())['wait'],
    ).toBe(1);
    const others = await kotim.jobs.queue('import').counts();
    expect(Object.values(others).every((count) => count === 0)).toBe(true);
  });

  it('takes jobs while Redis is away, and does them once it is back', async () => {
    const { backend, jobs } = await open('62.04');
    const queue = jobs.queue<{ importId: string }>('import');
    const done: string[] = [];
    queue.process(async (job) => done.push(job.data.importId));
    await queue.add({ importId: 'before' });
    await waitUntil('the first is done', () => done.length === 1);
    expect(await backend.check!()).toEqual({ ok: true });

    await redis.pause();
    await waitUntil('it is seen to be away', async () => !(await backend.check!()).ok);
    expect(await backend.check!()).toEqual({ ok: false, code: 'job-queue-unavailable' });
    const id = await queue.add({ importId: 'meanwhile' });
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(lines.join('')).toContain('a change of a job queue waits for Redis');

    await redis.resume();
    await waitUntil('the second is done', () => done.length === 2, { timeoutMs: 60_000 });
    expect(done).toEqual(['before', 'meanwhile']);
  });

  it('stops in time while Redis is away', async () => {
    const { backend, jobs, life } = await open('62.05');
    const queue = jobs.queue('sweeps');
    queue.process(async () => undefined);
    await queue.add(null);
    await redis.pause();
    try {
      await waitUntil('it is seen to be away', async () => !(await backend.check!()).ok);
      await life.stop();
    } finally {
      await redis.resume();
    }
    expect(life.state).toBe('stopped');
  });

  it('says that a Redis which makes room would throw jobs away', async () => {
    const evicting = await startRedis({ settings: { 'maxmemory-policy': 'allkeys-lru' } });
    const backend = await redisJobs({ url: evicting.url, region: '62.03', service: 'identity' }, logger);
    await waitUntil('it is reached', async () => (await backend.check!()).code !== 'job-queue-unavailable');
    expect(await backend.check!()).toEqual({
      ok: false,
      code: 'job-queue-evicts',
      details: { policy: 'allkeys-lru' },
    });
    await backend.close();
    await evicting.stop();
  });
});
