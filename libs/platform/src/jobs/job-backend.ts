import { withBackend } from 'bullmq';
import type { Job, Processor, Queue, Worker } from 'bullmq';

import { JOB_POOL_SIZE } from '../database/connection-bounds.js';
import { connectionSettings } from '../database/connection-settings.js';
import type { ConnectionTarget } from '../database/connection-settings.js';
import { jobsSchema } from '../database/identifier.js';
import type { CheckResult } from '../health/health-registry.js';
import { SharedConnection } from './shared-connection.js';

/** BullMQ's queues and workers, on whichever store a deployment keeps them. */
export interface JobBackend {
  createQueue(name: string): BullQueue;
  createWorker(name: string, work: Processor<unknown, unknown>, concurrency: number): BullWorker;
  /** Told of failures that no caller waits for and that belong to no single queue. */
  onError(listener: (error: Error) => void): void;
  /** Waits for a change of a queue, or, where the store is away, only until it is noted in this process to be made when it is back. */
  change<T>(queue: string, work: Promise<T>): Promise<T | undefined>;
  /** Ends a worker when its jobs in hand are done; at once where the store is away, for nothing could be noted there. */
  closeWorker(worker: BullWorker): Promise<void>;
  /** What has to be awaited before a queue or worker may be closed. */
  beforeClose(part: { waitUntilReady(): Promise<unknown> }): Promise<unknown>;
  /** Whether the store is there, and keeps what it is given; undefined where the service's own database is the store. */
  readonly check?: () => Promise<CheckResult>;
  /** Lets go of what queues and workers share, once all of them are closed. */
  close(): Promise<void>;
}

export type BullJob = Job<unknown, unknown>;
export type BullQueue = Pick<
  Queue<unknown, unknown>,
  'add' | 'getJobCounts' | 'close' | 'getJobScheduler' | 'upsertJobScheduler' | 'removeJobScheduler'
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

/** A worker hears of new jobs, and wakes by itself when a delayed one is due: it need not ask every five seconds. */
const ASK_SECONDS = 600;
/** How often a worker looks for jobs whose worker was killed; each look is a write. */
const STALLED_MS = 60_000;

/** In the service's `<schema>_jobs`, as its app role. */
export function postgresJobs(target: ConnectionTarget & { readonly schema: string }): JobBackend {
  const schema = jobsSchema(target.schema);
  const settings = connectionSettings({ ...target, schema, applicationName: `${target.applicationName}.jobs` });
  // BullMQ's types know a password as text only; the driver under it takes a function too.
  const password = settings.password as string;
  const connection = { ...settings, password, schema, max: JOB_POOL_SIZE, min: 1, skipMigrations: true };
  const shared = new SharedConnection(connection);
  const postgres = withBackend(shared.backendOf);
  return {
    createQueue: (name) =>
      // The names of library and limits that a queue would note for itself are the defaults, and a write at each start.
      new postgres.Queue<unknown, unknown>(name, { connection, skipMetasUpdate: true }) as unknown as BullQueue,
    createWorker: (name, work, concurrency) =>
      new postgres.Worker<unknown, unknown>(name, work, {
        connection,
        concurrency,
        drainDelay: ASK_SECONDS,
        stalledInterval: STALLED_MS,
      }) as unknown as BullWorker,
    onError: (listener) => shared.onError(listener),
    change: (_queue, work) => work,
    closeWorker: (worker) => worker.close(),
    // Closed while it still connects, a worker would open its LISTEN connection afterwards and keep it.
    beforeClose: (part) => part.waitUntilReady().catch(() => undefined),
    close: () => shared.close(),
  };
}
