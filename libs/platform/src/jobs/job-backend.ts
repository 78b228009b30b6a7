import { Queue, Worker, createPostgresBackend, withBackend } from 'bullmq';
import type { Job, Processor } from 'bullmq';

import { connectionSettings } from '../database/connection-settings.js';
import type { ConnectionTarget } from '../database/connection-settings.js';
import { jobsSchema } from '../database/identifier.js';

/** BullMQ's queues and workers, on whichever store a deployment keeps them. */
export interface JobBackend {
  createQueue(name: string): BullQueue;
  createWorker(name: string, work: Processor<unknown, unknown>, concurrency: number): BullWorker;
}

export type BullJob = Job<unknown, unknown>;
export type BullQueue = Pick<
  Queue<unknown, unknown>,
  'add' | 'getJobCounts' | 'close' | 'upsertJobScheduler' | 'removeJobScheduler'
> & {
  waitUntilReady(): Promise<unknown>;
  getJobState(id: string): Promise<string>;
  getJob(id: string): Promise<BullJob | undefined>;
  on(event: 'error', listener: (error: Error) => void): unknown;
};
export type BullWorker = Pick<Worker<unknown, unknown>, 'pause' | 'close'> & {
  waitUntilReady(): Promise<unknown>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'failed', listener: (job: BullJob | undefined, error: Error) => void): unknown;
};

/** Connections of one queue or worker; a worker's LISTEN connection comes on top. */
const POOL_SIZE = 2;

const postgres = withBackend(createPostgresBackend);

/** In the service's `<schema>_jobs`, as its app role. */
export function postgresJobs(target: ConnectionTarget & { readonly schema: string }): JobBackend {
  const schema = jobsSchema(target.schema);
  const settings = connectionSettings({ ...target, schema, applicationName: `${target.applicationName}.jobs` });
  // BullMQ's types know a password as text only; the driver under it takes a function too.
  const password = settings.password as string;
  const connection = { ...settings, password, schema, max: POOL_SIZE, skipMigrations: true };
  return {
    createQueue: (name) => new postgres.Queue<unknown, unknown>(name, { connection }) as unknown as BullQueue,
    createWorker: (name, work, concurrency) =>
      new postgres.Worker<unknown, unknown>(name, work, { connection, concurrency }) as unknown as BullWorker,
  };
}

/** In Redis, for those who run one; needs the package `ioredis` installed beside BullMQ. */
export function redisJobs(url: string, service: string): JobBackend {
  const options = { connection: { url }, prefix: `betang.${service}` };
  return {
    createQueue: (name) => new Queue<unknown, unknown>(name, options),
    // A worker's blocking call must be allowed to wait: ioredis would give up after 20 tries.
    createWorker: (name, work, concurrency) =>
      new Worker<unknown, unknown>(name, work, {
        ...options,
        connection: { ...options.connection, maxRetriesPerRequest: null },
        concurrency,
      }),
  };
}
