import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { findRedisServer, startRedis } from '@betang/testing';

import { AppError } from '../errors/app-error.js';
import { Lifecycle } from '../lifecycle/lifecycle.js';
import { createLogger } from '../logging/logger.js';
import { platformUnderTest } from '../testing/platform-under-test.js';
import { currentTraceparent, withTraceparent } from '../tracing/traceparent.js';
import { postgresJobs } from './job-backend.js';
import type { JobBackend } from './job-backend.js';
import type { JobQueue } from './job-queue.js';
import { Jobs } from './jobs.js';
import { migrateJobs } from '../migrations/migrate-jobs.js';
import { redisJobs } from './redis-jobs.js';

interface Import {
  readonly file: string;
}

const lines: string[] = [];
const logger = createLogger({ destination: { write: (line: string) => lines.push(line) } });

async function onPostgres(): Promise<JobBackend> {
  const platform = await platformUnderTest('jobs');
  await migrateJobs(platform.migrator, platform.schema);
  await migrateJobs(platform.migrator, platform.schema);
  return postgresJobs(platform.app);
}

async function onRedis(lifecycle: Lifecycle): Promise<JobBackend> {
  const redis = await startRedis();
  lifecycle.onStop('redis', { close: () => redis.stop() });
  return redisJobs({ url: redis.url, region: '62.03', service: 'identity' }, logger);
}

/** Resolves when the work of a queue has been called a number of times. */
function gate<T>(): { promise: Promise<T>; open: (value: T) => void } {
  let open: (value: T) => void = () => undefined;
  const promise = new Promise<T>((resolve) => (open = resolve));
  return { promise, open };
}

async function settled(queue: JobQueue<Import>, id: string) {
  for (;;) {
    const state = await queue.findState(id);
    if (state?.state === 'completed' || state?.state === 'failed') return state;
    await new Promise(setImmediate);
  }
}

describe.each([
  ['Postgres', onPostgres, true],
  ['Redis', onRedis, findRedisServer() !== undefined],
])('JobQueue on %s', (store, open, isThere) => {
  if (!isThere) {
    process.stderr.write(`skipped: no redis-server on PATH, and none in REDIS_SERVER\n`);
    it.skip(`needs ${store}`, () => undefined);
    return;
  }

  const lifecycle = new Lifecycle(logger, 20_000);
  let backend: JobBackend;
  let jobs: Jobs;
  beforeAll(async () => {
    backend = await open(lifecycle);
    lifecycle.onStop('connection', { close: () => backend.close() });
    jobs = new Jobs(backend, logger, lifecycle, 'identity');
  });
  afterAll(() => lifecycle.stop());

  it('works on a job, with its progress, result and trace', async () => {
    const queue = jobs.queue<Import>('import');
    const reported = gate<string>();
    const goOn = gate<void>();
    queue.process(async (job) => {
      await job.report({ rows: 1_000, of: 2_000 });
      reported.open(currentTraceparent() ?? 'none');
      await goOn.promise;
      return { file: job.data.file, attempt: job.attempt };
    });
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    const id = await withTraceparent(traceparent, () => queue.add({ file: 'roster-1' }));
    expect(await reported.promise).toBe(traceparent);
    expect(await queue.findState(id)).toMatchObject({ state: 'active', progress: { rows: 1_000, of: 2_000 } });
    goOn.open();
    expect(await settled(queue, id)).toMatchObject({ state: 'completed', result: { file: 'roster-1', attempt: 1 } });
  });

  it('adds a job of one id once', async () => {
    const queue = jobs.queue<Import>('once');
    const ids = await Promise.all([queue.add({ file: 'a' }, { id: 'a' }), queue.add({ file: 'a' }, { id: 'a' })]);
    expect(ids).toEqual(['a', 'a']);
    expect((await queue.counts())['wait'] ?? (await queue.counts())['waiting']).toBe(1);
  });

  it('tries again after a passing failure', async () => {
    const queue = jobs.queue<Import>('passing', { attempts: 3, firstPauseMs: 1 });
    queue.process(async (job) => {
      if (job.attempt < 3) throw Object.assign(new Error('x'), { code: '57P01' });
      return job.attempt;
    });
    expect(await settled(queue, await queue.add({ file: 'a' }))).toMatchObject({ state: 'completed', result: 3 });
  });

  it('gives up at once on any other failure, and keeps its code only', async () => {
    const queue = jobs.queue<Import>('lasting', { attempts: 3, firstPauseMs: 1 });
    queue.process(async () => {
      throw new AppError('roster-unreadable', { cause: new Error('baris 198503152010011007') });
    });
    const id = await queue.add({ file: 'a' });
    expect(await settled(queue, id)).toMatchObject({ state: 'failed', errorCode: 'roster-unreadable', attempts: 1 });
    expect(lines.join('')).not.toContain('19850315');
  });

  it('forgets an unknown job and refuses a second worker', async () => {
    const queue = jobs.queue<Import>('import');
    expect(await queue.findState('unknown')).toBeUndefined();
    expect(() => queue.process(async () => undefined)).toThrow('worker');
  });

  it('runs a schedule until it is taken away', async () => {
    const queue = jobs.queue<Import>('sweep');
    const ran = gate<string>();
    queue.process(async (job) => ran.open(job.data.file));
    await queue.schedule('nightly', { everyMs: 50 }, { file: 'keys' });
    expect(await ran.promise).toBe('keys');
    await queue.unschedule('nightly');
  });

  it.each(['everyMs', 'cron'] as const)(
    'runs a schedule (%s) that was planned by a clock years ahead',
    async (kind) => {
      const queue = jobs.queue<Import>(`ahead-${kind}`);
      const when = kind === 'cron' ? { cron: '* * * * * *', zone: 'Asia/Jakarta' } : { everyMs: 1_000 };
      const ahead = jest.spyOn(Date, 'now').mockReturnValue(Date.parse('2036-11-23T08:00:00Z'));
      await queue.schedule('often', when, { file: 'keys' });
      // As its first round leaves it.
      await queue.schedule('often', when, { file: 'keys' });
      ahead.mockRestore();
      await queue.schedule('often', when, { file: 'keys' });
      const ran = gate<string>();
      queue.process(async (job) => ran.open(job.data.file));
      expect(await ran.promise).toBe('keys');
      await queue.unschedule('often');
    },
  );

  it('has long work put down when the process stops, and taken up again by the next one', async () => {
    const life = new Lifecycle(logger, 20_000);
    const queue = new Jobs(backend, logger, life, 'identity').queue<Import>('long');
    const started = gate<void>();
    queue.process(async ({ signal }) => {
      started.open();
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      signal.throwIfAborted();
    });
    const id = await queue.add({ file: 'a' });
    await started.promise;
    await life.stop();
    const next = jobs.queue<Import>('long');
    expect(await next.findState(id)).toMatchObject({ state: 'delayed', errorCode: 'service-unavailable' });
    const ended = gate<string>();
    next.process(async (job) => ended.open(job.data.file));
    expect(await ended.promise).toBe('a');
  });

  it('finishes the job at hand when the process stops', async () => {
    const life = new Lifecycle(logger, 20_000);
    const queue = new Jobs(backend, logger, life, 'identity').queue<Import>('stopping');
    const started = gate<void>();
    const goOn = gate<void>();
    queue.process(async () => {
      started.open();
      await goOn.promise;
      return 'done';
    });
    const id = await queue.add({ file: 'a' });
    await started.promise;
    const stopped = life.stop();
    goOn.open();
    await stopped;
    expect(await jobs.queue<Import>('stopping').findState(id)).toMatchObject({ state: 'completed', result: 'done' });
  });
});
