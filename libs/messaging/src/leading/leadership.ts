import { setMaxListeners } from 'node:events';
import type pg from 'pg';
import { pause } from '../connection/bus.js';
import { LeaderConnection } from './leader-connection.js';
import { DeliveryError } from '../delivery-error.js';

const TRY_AGAIN_MS = 250;

/**
 * Waits until this process leads the delivery of a service, and does its work on the very connection that holds the lock: when the connection
 * goes, the lock goes, and with it every write of the relays. `signal` of the work is aborted then.
 * @throws DeliveryError `lock-lost` when the connection ended under the work
 */
export async function asLeader(
  connect: () => Promise<pg.Client>,
  name: string,
  signal: AbortSignal,
  work: (connection: LeaderConnection, client: pg.Client, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const client = await connect();
  const lost = new AbortController();
  const end = (): void => lost.abort(new DeliveryError('lock-lost', `the connection that holds ${name} ended`));
  client.on('end', end);
  client.on('error', end);
  const both = AbortSignal.any([signal, lost.signal]);
  try {
    while (!both.aborted && !(await tryLock(client, name))) await pause(TRY_AGAIN_MS, both);
    if (!both.aborted) await work(new LeaderConnection(client), client, both);
    if (lost.signal.aborted && !signal.aborted) throw lost.signal.reason;
  } finally {
    client.off('end', end);
    await client.end().catch(() => undefined);
  }
}

async function tryLock(client: pg.Client, name: string): Promise<boolean> {
  const { rows } = await client.query<{ locked: boolean }>(
    'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS locked',
    [name],
  );
  return rows[0]?.locked === true;
}

/** Runs tasks that stand and fall together: the first failure aborts the others, and is thrown after all have ended. */
export async function together(
  signal: AbortSignal,
  tasks: readonly ((signal: AbortSignal) => Promise<void>)[],
): Promise<void> {
  const failure = new AbortController();
  const both = AbortSignal.any([signal, failure.signal]);
  setMaxListeners(0, both);
  const results = await Promise.allSettled(
    tasks.map(async (task) => {
      try {
        await task(both);
      } catch (error) {
        failure.abort();
        throw error;
      }
    }),
  );
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}
