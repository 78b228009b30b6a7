import { EventEmitter } from 'node:events';
import { createDatabaseAt, startPostgres } from './postgres-server.js';

/** The Postgres that all test files of one Jest process share. */
export interface SharedPostgres {
  /** Address of database `postgres` as superuser. */
  readonly url: string;
  /** Makes an empty database of the caller's own and returns its address as superuser. */
  createDatabase(name?: string): Promise<string>;
}

/**
 * Jest gives each test file its own globals and modules, but hands out Node's own modules as they are: the address waits there.
 * Only a string is kept, since objects of a file that has ended may not be used any more.
 */
const KEEPER = EventEmitter as unknown as Record<symbol, string | undefined>;
const ADDRESS = Symbol.for('betang.testing.postgres');

let starting: Promise<string> | undefined;

/** The process's own Postgres, started at the first call (two seconds) and ended, folder included, when the process ends. */
export async function testPostgres(): Promise<SharedPostgres> {
  const url = KEEPER[ADDRESS] ?? (KEEPER[ADDRESS] = await (starting ??= startPostgres().then((server) => server.url)));
  return { url, createDatabase: (name) => createDatabaseAt(url, name) };
}
