import { Queue, Worker } from 'bullmq';
import type { Redis, RedisOptions } from 'ioredis';

import { readAuthority } from '../config/read-authority.js';
import { AppError } from '../errors/app-error.js';
import type { CheckResult } from '../health/health-registry.js';
import type { Logger } from '../logging/logger.js';
import type { JobBackend } from './job-backend.js';

/** Where the queues of a service are, on a Redis that may serve others too. */
export interface RedisTarget {
  /** `rediss://user:password@host:6379/0`; `?sslrootcert=<file>` names an authority that is not a public one. */
  readonly url: string;
  readonly region: string;
  readonly service: string;
}

/** So long a change is awaited; after that it is made when Redis answers again. */
const PATIENCE_MS = 3_000;
/** Less than a readiness check may take. */
const ANSWER_MS = 1_000;
const RETRY_FIRST_MS = 500;
const RETRY_MAX_MS = 10_000;

/** In Redis, for those who run one. While it is away, changes wait in this process; what is lost with them is found in the tables at the next start. */
export async function redisJobs(target: RedisTarget, logger: Logger): Promise<JobBackend> {
  // Loaded where it is wanted only: most regions keep their queues in Postgres.
  const { Redis } = await import('ioredis');
  const connection = redisSettings(target.url);
  const client = new Redis(connection);
  // Regions on one Redis must not take each other's jobs.
  const prefix = `betang.${target.region}.${target.service}`;
  const beginning = orLate(new Promise<void>((resolve) => client.once('ready', () => resolve())), PATIENCE_MS);
  return {
    createQueue: (name) => new Queue<unknown, unknown>(name, { connection: client, prefix }),
    // A worker waits on connections of its own.
    createWorker: (name, work, concurrency) =>
      new Worker<unknown, unknown>(name, work, { connection, prefix, concurrency }),
    onError: (listener) => client.on('error', listener),
    change: async (queue, work) => {
      // Heard of below, or else after this.
      work.catch(() => undefined);
      await beginning;
      const done = await orLate(work, client.status === 'ready' ? PATIENCE_MS : 0);
      if (done !== LATE) return done;
      logger.warn('a change of a job queue waits for Redis', { queue });
      work.catch((error: unknown) => logger.warn('a change of a job queue was lost', { queue, error }));
      return undefined;
    },
    closeWorker: (worker) => worker.close(client.status !== 'ready'),
    beforeClose: () => Promise.resolve(),
    check: () => check(client),
    close: async () => {
      if (client.status === 'ready') await client.quit();
      else client.disconnect();
    },
  };
}

/** What an address says, for the client. Throws `redis-url-invalid`, `redis-authority-unreadable`. */
export function redisSettings(text: string) {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const database = /^\/?(\d{0,3})\/?$/.exec(url?.pathname ?? '-')?.[1];
  if (url === undefined || !/^rediss?:$/.test(url.protocol) || url.hostname === '' || database === undefined)
    throw new AppError('redis-url-invalid');
  return {
    host: decodeURIComponent(url.hostname).replace(/^\[|\]$/g, ''),
    port: url.port === '' ? 6379 : Number(url.port),
    db: Number(database),
    ...(url.username === '' ? {} : { username: decodeURIComponent(url.username) }),
    ...(url.password === '' ? {} : { password: decodeURIComponent(url.password) }),
    ...(url.protocol === 'rediss:' ? { tls: tlsOf(url) } : {}),
    // What is asked while Redis is away waits for it.
    maxRetriesPerRequest: null,
    retryStrategy: (attempt: number) => Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** Math.min(attempt, 10)),
  } satisfies RedisOptions;
}

function tlsOf(url: URL): NonNullable<RedisOptions['tls']> {
  const authority = url.searchParams.get('sslrootcert');
  return authority === null ? {} : { ca: readAuthority(authority, 'redis-authority-unreadable') };
}

async function check(client: Redis): Promise<CheckResult> {
  // A connection that is just breaking keeps the question for the next one.
  const memory = client.status === 'ready' ? await orLate(client.info('memory'), ANSWER_MS) : LATE;
  if (memory === LATE) return { ok: false, code: 'job-queue-unavailable' };
  const [, policy] = /^maxmemory_policy:(\S+)/m.exec(memory) ?? [];
  // A Redis that makes room for caches would throw waiting jobs away.
  if (policy !== undefined && policy !== 'noeviction')
    return { ok: false, code: 'job-queue-evicts', details: { policy } };
  return { ok: true };
}

const LATE = Symbol('late');

/** The work's outcome, or `LATE` where it takes longer. */
async function orLate<T>(work: Promise<T>, ms: number): Promise<T | typeof LATE> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<typeof LATE>((resolve) => (timer = setTimeout(() => resolve(LATE), ms)));
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
