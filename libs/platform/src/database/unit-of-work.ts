import type pg from 'pg';
import type { DataSource, QueryRunner } from 'typeorm';

import { connectionLost } from './sql-state.js';
import { RunnerTransaction } from './transaction.js';
import type { Transaction } from './transaction.js';

export interface UnitOfWorkOptions {
  readonly isolation?: 'READ COMMITTED' | 'REPEATABLE READ';
}

/**
 * One database transaction around a piece of work: commits when the work resolves, rolls back when it rejects, and
 * passes the work's own error on. It retries nothing: whoever knows that the work is idempotent retries it. After a lost
 * connection during commit the outcome is unknown; the error is transient, and the idempotency key or the business key
 * of the work decides when it is tried again.
 */
export class UnitOfWork {
  constructor(
    private readonly dataSource: DataSource,
    private readonly onHookError: (error: unknown) => void,
  ) {}

  async run<T>(work: (tx: Transaction) => Promise<T>, options: UnitOfWorkOptions = {}): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    try {
      const client = (await runner.connect()) as pg.Client;
      return await this.runOn(runner, client, work, options);
    } finally {
      await runner.release();
    }
  }

  private async runOn<T>(
    runner: QueryRunner,
    client: pg.Client,
    work: (tx: Transaction) => Promise<T>,
    options: UnitOfWorkOptions,
  ): Promise<T> {
    // READ COMMITTED is the server's default: naming it would cost a second round trip.
    await runner.startTransaction(options.isolation === 'REPEATABLE READ' ? 'REPEATABLE READ' : undefined);
    const transaction = new RunnerTransaction(runner, client);
    let result: T;
    try {
      result = await work(transaction);
      transaction.end();
      if (runner.isReleased) throw connectionLost();
      await runner.commitTransaction();
    } catch (error) {
      transaction.end();
      await rollBack(runner, client);
      throw error;
    }
    for (const hook of transaction.end()) this.runHook(hook);
    return result;
  }

  private runHook(hook: () => void): void {
    try {
      hook();
    } catch (error) {
      this.onHookError(error);
    }
  }
}

async function rollBack(runner: QueryRunner, client: pg.Client): Promise<void> {
  if (runner.isReleased) return;
  try {
    await runner.rollbackTransaction();
  } catch {
    // The work's error is the one to report. A connection whose state is unknown must not go back into the pool.
    client.end().catch(() => undefined);
  }
}
