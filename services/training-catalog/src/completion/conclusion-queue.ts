import { Jobs, ServiceDatabase, Sweeps, UnitOfWork, type JobQueue } from '@betang/platform';
import { Injectable, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { Sittings } from '../tests/sittings.js';
import { Conclusions } from './conclusions.js';

const ATTEMPTS = 20;

interface ConclusionJob {
  readonly sessionId: string;
}

/** Hands sessions that are being concluded to a worker. The tables know what waits; the queue only says that it is time to look. */
@Injectable()
export class ConclusionQueue implements OnModuleInit, OnApplicationBootstrap {
  private readonly queue: JobQueue<ConclusionJob>;

  constructor(
    jobs: Jobs,
    private readonly sweeps: Sweeps,
    private readonly conclusions: Conclusions,
    private readonly sittings: Sittings,
    private readonly unitOfWork: UnitOfWork,
    private readonly database: ServiceDatabase,
  ) {
    this.queue = jobs.queue<ConclusionJob>('conclude-session', { attempts: ATTEMPTS });
  }

  onModuleInit(): void {
    this.sweeps.register('end-overdue-tests', { everyMinutes: 15 }, () =>
      this.unitOfWork.run((tx) => this.sittings.endOverdue(tx)),
    );
  }

  /** Takes up what an earlier process left undone. */
  async onApplicationBootstrap(): Promise<void> {
    this.queue.process((job) => this.conclusions.run(job.data.sessionId, job.signal));
    const rows = await this.database.query<{ id: string }>(
      `SELECT session_id AS id FROM training_session WHERE state = 'CONCLUDING'`,
    );
    for (const { id } of rows) await this.queue.add({ sessionId: id });
  }

  /** To be called after the commit that left work to do. */
  async wake(sessionId: string): Promise<void> {
    await this.queue.add({ sessionId });
  }
}
