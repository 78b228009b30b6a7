import type pg from 'pg';
import type { DataSource, QueryRunner } from 'typeorm';

import type { ClockWatch } from '../clock/clock-watch.js';
import { AppError } from '../errors/app-error.js';
import { currentRequest } from '../request/request-context.js';
import { connectionLost } from '../errors/sql-state.js';
import { RunnerTransaction } from './transaction.js';
import type { Transaction } from './transaction.js';

export interface UnitOfWorkOptions {
  readonly isolation?: 'READ COMMITTED' | 'REPEATABLE READ';
  /** Why this work needs no entry in the audit trail though a request that changes something asked for it: it only prepares, or follows from what is on record. */
  readonly beside?: string;
}

/**
 * One database transaction around a piece of work: commits when the work resolves, rolls back when it rejects, and
 * passes the work's own error on. It retries nothing: whoever knows that the work may be begun anew does (`Idempotency.run` after a deadlock). After a lost
 * connection during commit the outcome is unknown; the error is transient, and the idempotency key or the business key
 * of the work decides when it is tried again.
 *
 * Within a request that changes something it commits no change without an entry in the audit trail (`change-unaudited`). While the clock is in doubt
 * it begins nothing (`clock-in-doubt`).
 */
export class UnitOfWork {
  constructor(
    private readonly dataSource: DataSource,
    private readonly onHookError: (error: unknown) => void,
    private readonly clock: Pick<ClockWatch, 'assertRight'>,
  ) {}

  async run<T>(work: (tx: Transaction) => Promise<T>, options: UnitOfWorkOptions = {}): Promise<T> {
    this.clock.assertRight();
    const runner = this.dataSource.createQueryRunner();
    try {
      const client = (await runner.connect()) as pg.Client;
      return await this.runOn(runner, client, work, options);
    } finally {
      await runner.release();
    }
  }

  /** The same until the signal, where there is one, is aborted: then it begins nothing more, and throws the signal's reason. For work of many transactions. */
  until(signal: AbortSignal | undefined): Pick<UnitOfWork, 'run'> {
    return {
      run: async (work, options) => {
        signal?.throwIfAborted();
        return this.run(work, options);
      },
    };
  }

  private async runOn<T>(
    runner: QueryRunner,
    client: pg.Client,
    work: (tx: Transaction) => Promise<T>,
    options: UnitOfWorkOptions,
  ): Promise<T> {
    const begun = begin(runner, client, options);
    const trail = currentRequest()?.command;
    const transaction = new RunnerTransaction(runner, client, trail !== undefined);
    let result: T;
    try {
      result = await work(transaction);
      transaction.end();
      if (runner.isReleased) throw connectionLost();
      await begun;
      if (options.beside === undefined && transaction.hasChanged) trail?.assertMayCommit(transaction);
      await commit(client);
      noteEnd(runner);
      if (options.beside === undefined) trail?.noteCommit(transaction);
      else trail?.forget(transaction);
    } catch (error) {
      transaction.end();
      trail?.forget(transaction);
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

/** TypeORM's own note of whether it is inside a transaction: with it, `manager.transaction` inside the work makes savepoints. */
interface TransactionNote {
  isTransactionActive: boolean;
  transactionDepth: number;
}

/**
 * Sends BEGIN without waiting for it: on a pipelined connection it travels with the work's first statement. TypeORM's `startTransaction` would
 * cost a round trip of its own. A failure shows in every statement after it, and once more before the commit.
 */
function begin(runner: QueryRunner, client: pg.Client, { isolation }: UnitOfWorkOptions): Promise<unknown> {
  const begun = client.query(isolation === undefined ? 'BEGIN' : `BEGIN ISOLATION LEVEL ${isolation}`);
  begun.catch(() => undefined);
  Object.assign(runner as unknown as TransactionNote, { isTransactionActive: true, transactionDepth: 1 });
  return begun;
}

/** Postgres answers COMMIT of a failed transaction with ROLLBACK and no error: work that swallowed a failure must not seem done. */
async function commit(client: pg.Client): Promise<void> {
  const { command } = await client.query('COMMIT');
  if (command !== 'COMMIT') throw new AppError('transaction-aborted');
}

function noteEnd(runner: QueryRunner): void {
  Object.assign(runner as unknown as TransactionNote, { isTransactionActive: false, transactionDepth: 0 });
}

async function rollBack(runner: QueryRunner, client: pg.Client): Promise<void> {
  if (runner.isReleased) return;
  try {
    await client.query('ROLLBACK');
    noteEnd(runner);
  } catch {
    // The work's error is the one to report. A connection whose state is unknown must not go back into the pool.
    client.end().catch(() => undefined);
  }
}
