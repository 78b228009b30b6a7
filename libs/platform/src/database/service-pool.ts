import pg from 'pg';

import { connectionRefusal } from './connection-refusal.js';
import { markConnectionLost } from '../errors/sql-state.js';
import { ServiceClient } from './service-client.js';

type ConnectCallback = (
  error: Error | undefined,
  client: pg.PoolClient | undefined,
  done: (release?: unknown) => void,
) => void;

/**
 * A pool whose connection errors always carry a SQLSTATE: the driver throws bare Errors for a lost connection and for a
 * time-out while waiting for one, which nobody could tell from a bug without reading their text.
 */
export class ServicePool extends pg.Pool {
  constructor(config?: pg.PoolConfig) {
    super({ ...config, Client: ServiceClient });
    this.on('connect', (client) => client.on('error', markConnectionLost));
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(callback: ConnectCallback): void;
  override connect(callback?: ConnectCallback): Promise<pg.PoolClient> | void {
    if (callback === undefined) {
      return super.connect().catch((error: Error) => {
        throw this.refusal(error);
      });
    }
    super.connect((error, client, done) => callback(error && this.refusal(error), client, done));
  }

  private refusal(error: Error): Error {
    return markConnectionLost(connectionRefusal(error, this.options));
  }
}
