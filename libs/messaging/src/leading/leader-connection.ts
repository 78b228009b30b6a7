import type pg from 'pg';

/** The statements of everything that a leader does, one after the other on the connection that holds its lock. */
export class LeaderConnection {
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly client: pg.Client) {}

  query<R extends pg.QueryResultRow>(
    query: string | pg.QueryConfig,
    values?: readonly unknown[],
  ): Promise<pg.QueryResult<R>> {
    const result = this.turn.then(() => this.client.query<R>(query as pg.QueryConfig, values as unknown[]));
    this.turn = result.catch(() => undefined);
    return result;
  }
}
