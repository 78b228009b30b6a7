import { UnrecoverableError } from 'bullmq';
import { v7 as uuidv7 } from 'uuid';

import { AppError } from '../errors/app-error.js';
import { isTransient } from '../errors/sql-state.js';
import { toAppError } from '../errors/to-app-error.js';
import type { Logger } from '../logging/logger.js';
import { currentTraceparent } from '../tracing/traceparent.js';
import { inSpan } from '../tracing/tracing.js';
import type { BullJob, BullQueue, BullWorker, JobBackend } from './job-backend.js';

/** Figures of how far a job is; shown to whoever waits for it. No personal data. */
export type JobProgress = Readonly<Record<string, string | number | boolean>>;

export interface JobState {
  readonly state: 'waiting' | 'delayed' | 'active' | 'completed' | 'failed';
  readonly progress?: JobProgress;
  readonly result?: unknown;
  /** Code of the last failure; a job that waits again after one still shows it. */
  readonly errorCode?: string;
  readonly attempts: number;
}

export interface AddOptions {
  /** The job's identity: a second job with the same id is not added while the first one is known. */
  readonly id?: string;
  readonly delayMs?: number;
}

/** A job at work. It may run more than once (a crash, a retry): its effect must be idempotent. */
export interface RunningJob<T> {
  readonly id: string;
  readonly data: T;
  readonly attempt: number;
  /** Aborted when the process stops: long work ends at its next step then by throwing the signal's reason, and is taken up again later. */
  readonly signal: AbortSignal;
  report(progress: JobProgress): Promise<void>;
}

export interface JobQueueOptions {
  /** Attempts in all, with doubling pauses in between. Default 5. Only transient failures are tried again. */
  readonly attempts?: number;
  readonly firstPauseMs?: number;
}

const KEEP_COMPLETED = { age: 7 * 86_400, count: 1_000 };
const KEEP_FAILED = { age: 30 * 86_400, count: 1_000 };

interface Envelope<T> {
  readonly data: T;
  readonly traceparent?: string;
}

/**
 * One queue of background jobs. Its data are ids and figures, never persons' records: what a job works on is read from the
 * service's tables, from which every queue can be rebuilt.
 */
export class JobQueue<T> {
  private readonly queue: BullQueue;
  private worker: BullWorker | undefined;
  private readonly stopping = new AbortController();

  constructor(
    readonly name: string,
    private readonly backend: JobBackend,
    private readonly logger: Logger,
    private readonly options: JobQueueOptions = {},
  ) {
    this.queue = backend.createQueue(name);
    this.queue.on('error', (error) => logger.warn('job queue failed in the background', { queue: name, error }));
  }

  /** Adds a job; answers its id. Not part of any transaction: add it after the commit, and sweep for what was missed. */
  async add(data: T, options: AddOptions = {}): Promise<string> {
    // Always one of ours: for ids of its own BullMQ would create a sequence, and a running service may do no DDL.
    const jobId = options.id ?? uuidv7();
    const adding = this.queue.add(this.name, this.seal(data), {
      ...this.jobOptions(),
      jobId,
      ...(options.delayMs === undefined ? {} : { delay: options.delayMs }),
    });
    await this.backend.change(this.name, adding);
    return jobId;
  }

  /** Runs a job again and again: `cron` in the zone given, or every so many milliseconds. One schedule an id. */
  async schedule(id: string, when: { cron: string; zone: string } | { everyMs: number }, data: T): Promise<void> {
    const repeat = 'cron' in when ? { pattern: when.cron, tz: when.zone } : { every: when.everyMs };
    const template = { name: this.name, data: this.seal(data), opts: this.jobOptions() };
    const planning = this.forgetTooLate(id, repeat).then(() => this.queue.upsertJobScheduler(id, repeat, template));
    await this.backend.change(this.name, planning);
  }

  async unschedule(id: string): Promise<void> {
    await this.backend.change(this.name, this.queue.removeJobScheduler(id));
  }

  /** How a job is doing; undefined when it is not known (any more). */
  async findState(id: string): Promise<JobState | undefined> {
    // The state first: a job that ends in between is then shown as still active, not as completed without its result.
    const state = await this.queue.getJobState(id);
    const job = await this.queue.getJob(id);
    return job === undefined ? undefined : stateOf(job, state);
  }

  /** Jobs by state, for metrics. */
  counts(): Promise<Readonly<Record<string, number>>> {
    return this.queue.getJobCounts('wait', 'active', 'delayed', 'failed');
  }

  /** Starts to work on jobs in this process. Throws when it already does. */
  process(work: (job: RunningJob<T>) => Promise<unknown>, concurrency = 1): void {
    if (this.worker !== undefined) throw new Error(`queue ${this.name} has a worker already`);
    this.worker = this.backend.createWorker(this.name, (job) => this.run(job, work), concurrency);
    this.worker.on('error', (error) =>
      this.logger.warn('job worker failed in the background', { queue: this.name, error }),
    );
    this.worker.on('failed', (job, error) =>
      this.logger.warn('job failed', {
        queue: this.name,
        jobId: job?.id,
        attempt: job?.attemptsMade,
        code: error.message,
      }),
    );
  }

  async stopPulling(): Promise<void> {
    this.stopping.abort(new AppError('service-unavailable', { status: 503 }));
    if (this.worker === undefined) return;
    await this.backend.beforeClose(this.worker);
    await this.worker.pause(true);
  }

  async drain(): Promise<void> {
    if (this.worker !== undefined) await this.backend.closeWorker(this.worker);
  }

  async close(): Promise<void> {
    await this.backend.beforeClose(this.queue);
    await this.queue.close();
  }

  private async run(job: BullJob, work: (job: RunningJob<T>) => Promise<unknown>): Promise<unknown> {
    const { data, traceparent } = job.data as Envelope<T>;
    const running: RunningJob<T> = {
      id: String(job.id),
      data,
      attempt: job.attemptsMade + 1,
      signal: this.stopping.signal,
      report: (progress) => job.updateProgress(progress),
    };
    try {
      return await inSpan(
        {
          name: `job ${this.name}`,
          kind: 'consumer',
          attributes: {},
          from: traceparent === undefined ? [] : [traceparent],
        },
        () => work(running),
      );
    } catch (error) {
      throw this.failure(job, error);
    }
  }

  /** BullMQ keeps the next time of what comes every so often. Where the clock was put back since, that may be years ahead: it begins anew. */
  private async forgetTooLate(id: string, { every }: { readonly every?: number }): Promise<void> {
    if (every === undefined) return;
    const { next = 0 } = (await this.queue.getJobScheduler(id)) ?? {};
    if (next > Date.now() + every) await this.queue.removeJobScheduler(id);
  }

  /** The queue keeps a failure's text and stack: a code is all it gets. */
  private failure(job: BullJob, error: unknown): Error {
    const { code } = toAppError(error);
    const isPutDown = this.stopping.signal.aborted && error === this.stopping.signal.reason;
    if (isPutDown) this.logger.info('job put down: the service stops', { queue: this.name, jobId: job.id });
    else this.logger.error('job attempt failed', { queue: this.name, jobId: job.id, error });
    const failure = isPutDown || isTransient(error) ? new Error(code) : new UnrecoverableError(code);
    failure.stack = code;
    return failure;
  }

  private seal(data: T): Envelope<T> {
    const traceparent = currentTraceparent();
    return traceparent === undefined ? { data } : { data, traceparent };
  }

  /** How often a job is tried, and for how long it is known afterwards. */
  private jobOptions() {
    return {
      attempts: this.options.attempts ?? 5,
      backoff: { type: 'exponential', delay: this.options.firstPauseMs ?? 1_000 },
      removeOnComplete: KEEP_COMPLETED,
      removeOnFail: KEEP_FAILED,
    };
  }
}

function stateOf(job: BullJob, state: string): JobState {
  const known = state === 'active' || state === 'completed' || state === 'failed' || state === 'delayed';
  return {
    state: known ? state : 'waiting',
    attempts: job.attemptsMade,
    ...(typeof job.progress === 'object' ? { progress: job.progress as JobProgress } : {}),
    ...(state === 'completed' ? { result: job.returnvalue } : {}),
    ...(job.failedReason ? { errorCode: job.failedReason } : {}),
  };
}
