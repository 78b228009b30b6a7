import { Jobs, ServiceDatabase, type JobQueue } from '@betang/platform';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Reminders } from './reminders.js';

/** Sends runs of reminders in the background; a run that a process left undone goes on at the next start. */
@Injectable()
export class ReminderQueue implements OnApplicationBootstrap {
  private readonly queue: JobQueue<{ readonly runId: string }>;

  constructor(
    jobs: Jobs,
    private readonly reminders: Reminders,
    private readonly database: ServiceDatabase,
  ) {
    this.queue = jobs.queue<{ readonly runId: string }>('reminders');
  }

  async onApplicationBootstrap(): Promise<void> {
    this.queue.process((job) => this.reminders.send(job.data.runId, job.signal));
    const undone = await this.database.query<{ runId: string }>(
      `SELECT run_id AS "runId" FROM reminder_run WHERE finished_at IS NULL`,
    );
    for (const { runId } of undone) await this.queue.add({ runId });
  }

  /** To be called after the commit that began the run. */
  async wake(runId: string): Promise<void> {
    await this.queue.add({ runId });
  }
}
