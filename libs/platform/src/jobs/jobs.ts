import type { Lifecycle } from '../lifecycle/lifecycle.js';
import type { Logger } from '../logging/logger.js';
import type { JobBackend } from './job-backend.js';
import { JobQueue } from './job-queue.js';
import type { JobQueueOptions } from './job-queue.js';

/** The job queues of one service; each stops with the process. */
export class Jobs {
  private readonly queues = new Map<string, JobQueue<never>>();

  constructor(
    private readonly backend: JobBackend,
    private readonly logger: Logger,
    private readonly lifecycle: Lifecycle,
    private readonly service: string,
  ) {}

  /** The queue of a name, made at the first call. Options count at the first call only. */
  queue<T>(name: string, options: JobQueueOptions = {}): JobQueue<T> {
    const known = this.queues.get(name);
    if (known !== undefined) return known as unknown as JobQueue<T>;
    const queue = new JobQueue<T>(name, this.backend, this.logger, options);
    this.queues.set(name, queue as unknown as JobQueue<never>);
    this.lifecycle.onStop(`${this.service} jobs ${name}`, queue);
    return queue;
  }
}
