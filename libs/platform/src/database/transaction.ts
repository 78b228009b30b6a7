import type { EntityManager, QueryRunner } from 'typeorm';
import type pg from 'pg';

import { AppError } from '../errors/app-error.js';
import { connectionLost } from './sql-state.js';

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
}

/** The Transaction of a TypeORM query runner. Refuses use after its end, when a statement would commit by itself. */
export class RunnerTransaction implements Transaction {
  readonly manager: EntityManager;
  private readonly hooks: (() => void)[] = [];
  private ended = false;

  constructor(
    private readonly runner: QueryRunner,
    private readonly client: pg.ClientBase,
  ) {
    this.manager = runner.manager;
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

  /** Ends the transaction's use and hands over its hooks. */
  end(): readonly (() => void)[] {
    this.ended = true;
    return this.hooks;
  }

  private send(query: {
    name?: string;
    text: string;
    values: readonly unknown[] | undefined;
  }): Promise<pg.QueryResult> {
    if (this.ended) throw new AppError('transaction-ended');
    // The runner lets go of a connection that broke between two statements; the driver's error would have no code.
    if (this.runner.isReleased) throw connectionLost();
    return this.client.query(query as pg.QueryConfig);
  }
}
