import type { EntityManager, QueryRunner } from 'typeorm';
import type pg from 'pg';

import { AppError } from '../errors/app-error.js';
import { connectionLost } from '../errors/sql-state.js';

/** Raw SQL on one connection. */
export interface SqlClient {
  /** The rows of a statement. */
  query<R = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<R[]>;
  /** The number of rows a statement touched. */
  execute(text: string, values?: readonly unknown[]): Promise<number>;
}

/** An open transaction: raw SQL and TypeORM's manager on the same connection. */
export interface Transaction extends SqlClient {
  readonly manager: EntityManager;
  /** A statement that is parsed once a connection and then called by name; one name always means one text. */
  prepared<R>(name: string, text: string, values: readonly unknown[]): Promise<R[]>;
  /** Work for after the commit, such as a signal; dropped on rollback. It must not need the database to be correct. */
  afterCommit(work: () => void): void;
  /**
   * Work that may fail alone: what it wrote is taken back then, what it left for after the commit is forgotten, its error is passed on, and the
   * transaction goes on. Nothing else is asked of the transaction meanwhile: it would be taken back too.
   */
  savepoint<T>(work: () => Promise<T>): Promise<T>;
}

/** A statement that changes rows, be it inside a WITH; locking rows (FOR UPDATE, FOR NO KEY UPDATE) changes none. */
const CHANGES_ROWS = /\b(?:INSERT|DELETE|MERGE|TRUNCATE|CALL|COPY)\b|(?<!\bFOR |\bKEY )\bUPDATE\b/i;

/** Whether a statement changes rows. Errs on the side of yes: a table or column may be called like a verb. Pure. */
export function changesRows(text: string): boolean {
  return CHANGES_ROWS.test(text);
}

/** The Transaction of a TypeORM query runner. Refuses use after its end, when a statement would commit by itself. */
export class RunnerTransaction implements Transaction {
  private readonly hooks: (() => void)[] = [];
  private ended = false;
  private changing = false;

  constructor(
    private readonly runner: QueryRunner,
    private readonly client: pg.ClientBase,
    /** Whether anybody asks for {@link hasChanged}: looking at each statement costs a microsecond. */
    private readonly watched = false,
  ) {}

  /** What is done with it is not seen: it counts as a change. */
  get manager(): EntityManager {
    this.changing = true;
    return this.runner.manager;
  }

  /** Whether anything but reading was asked of a watched transaction. */
  get hasChanged(): boolean {
    return this.changing;
  }

  async query<R = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<R[]> {
    return (await this.send({ text, values })).rows as R[];
  }

  async execute(text: string, values?: readonly unknown[]): Promise<number> {
    return (await this.send({ text, values })).rowCount ?? 0;
  }

  async prepared<R>(name: string, text: string, values: readonly unknown[]): Promise<R[]> {
    return (await this.send({ name, text, values })).rows as R[];
  }

  afterCommit(work: () => void): void {
    this.hooks.push(work);
  }

  async savepoint<T>(work: () => Promise<T>): Promise<T> {
    const known = this.hooks.length;
    await this.execute('SAVEPOINT part');
    try {
      const result = await work();
      await this.execute('RELEASE SAVEPOINT part');
      return result;
    } catch (error) {
      this.hooks.length = known;
      // The work's error is the one to report: where the connection is gone, the commit fails too.
      await this.takeBack().catch(() => undefined);
      throw error;
    }
  }

  /** Ends the transaction's use and hands over its hooks. */
  end(): readonly (() => void)[] {
    this.ended = true;
    return this.hooks;
  }

  /** Released too: the name is then that of the savepoint around it again. */
  private async takeBack(): Promise<void> {
    await this.execute('ROLLBACK TO SAVEPOINT part');
    await this.execute('RELEASE SAVEPOINT part');
  }

  private send(query: {
    name?: string;
    text: string;
    values: readonly unknown[] | undefined;
  }): Promise<pg.QueryResult> {
    if (this.ended) throw new AppError('transaction-ended');
    // The runner lets go of a connection that broke between two statements; the driver's error would have no code.
    if (this.runner.isReleased) throw connectionLost();
    if (this.watched && !this.changing) this.changing = changesRows(query.text);
    return this.client.query(query as pg.QueryConfig);
  }
}
