import pg from 'pg';
import { DataSource } from 'typeorm';
import type { EntityTarget, ObjectLiteral } from 'typeorm';

import { ClockWatch } from '../clock/clock-watch.js';
import { clockNotes } from './clock-notes.js';
import { connectionSettings } from './connection-settings.js';
import type { ConnectionTarget } from './connection-settings.js';
import { openConnection } from './open-connection.js';
import { ServicePool } from './service-pool.js';
import { isTransient, markConnectionLost, sqlState } from '../errors/sql-state.js';
import type { SqlClient } from './transaction.js';
import { UnitOfWork } from './unit-of-work.js';

/** An entity class of a service, listed by name: no folder is ever scanned for entities. */
export type EntityClass = Extract<EntityTarget<ObjectLiteral>, abstract new (...args: never[]) => unknown>;

export interface ServiceDatabaseOptions extends ConnectionTarget {
  readonly schema: string;
  readonly entities: readonly EntityClass[];
  /** Connections of the pool at most; dedicated connections come on top. Default 10. */
  readonly poolSize?: number;
  /** Told of errors that no caller waits for: an idle connection lost, an after-commit hook that threw. */
  readonly onBackgroundError: (error: unknown) => void;
}

/**
 * A service's access to its own schema as its `<schema>_app` role. Tables are written unqualified: every connection's
 * search_path is the schema.
 */
export class ServiceDatabase implements SqlClient {
  private constructor(
    private readonly options: ServiceDatabaseOptions,
    readonly dataSource: DataSource,
    /** The pool under `dataSource`, for hot paths of a single statement. */
    readonly pool: pg.Pool,
    readonly unitOfWork: UnitOfWork,
    /** Whether what is written and taken away may go by the clock. */
    readonly clock: ClockWatch,
  ) {}

  /** Connects once, so that a wrong address or password is found at start. */
  static async open(options: ServiceDatabaseOptions): Promise<ServiceDatabase> {
    const dataSource = new DataSource({
      type: 'postgres',
      // Statements go out without waiting for the one before: a transaction costs as few round trips as its work has questions.
      // One connection stays open: work that comes round every twenty seconds would else sign in anew each time.
      extra: { ...connectionSettings(options), pipeline: true, min: 1 },
      driver: { ...pg, Pool: ServicePool },
      poolSize: options.poolSize ?? 10,
      poolErrorHandler: options.onBackgroundError,
      entities: [...options.entities],
      synchronize: false,
      logging: false,
      installExtensions: false,
      invalidWhereValuesBehavior: { null: 'throw', undefined: 'throw' },
    });
    await dataSource.initialize();
    const pool = (dataSource.driver as unknown as { master: pg.Pool }).master;
    const query = async <R>(text: string): Promise<R[]> => (await pool.query(text)).rows as R[];
    const clock = new ClockWatch(clockNotes({ query }));
    const unitOfWork = new UnitOfWork(dataSource, options.onBackgroundError, clock);
    return new ServiceDatabase(options, dataSource, pool, unitOfWork, clock);
  }

  /** Rows of one statement, outside any transaction. */
  async query<R = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<R[]> {
    return (await this.pool.query(text, values as unknown[])).rows as R[];
  }

  /** Rows touched by one statement, which is its own transaction. */
  async execute(text: string, values?: readonly unknown[]): Promise<number> {
    return (await this.pool.query(text, values as unknown[])).rowCount ?? 0;
  }

  /**
   * A connection of its own, for advisory locks and LISTEN. The caller ends it, and watches its `end` event: a lock
   * dies with its connection.
   */
  async connect(): Promise<pg.Client> {
    try {
      return await openConnection(this.options, {
        pipeline: true,
        onBroken: (error) => this.options.onBackgroundError(markConnectionLost(error)),
      });
    } catch (error) {
      throw markConnectionLost(error as Error);
    }
  }

  sqlState(error: unknown): string | undefined {
    return sqlState(error);
  }

  isTransient(error: unknown): boolean {
    return isTransient(error);
  }

  /** Waits for connections in use, then closes them all. */
  async close(): Promise<void> {
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }
}
