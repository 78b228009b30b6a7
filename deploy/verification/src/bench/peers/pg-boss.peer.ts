import type pg from 'pg';
import { PgBoss, type Db } from 'pg-boss';
import {
  bookHours,
  completionJob,
  hoursJob,
  inTransaction,
  recordMany,
  recordOne,
  reportHours,
  type CompletionJob,
  type HoursJob,
} from './business-rows.js';
import { peerPool } from './peer-pool.js';
import type { Peer, RunningPeer } from './peer.js';

const COMPLETIONS = 'completion';
const HOURS = 'hours';
/** Its workers take up to so many jobs at once, are woken by NOTIFY and do not pause while there is more: faster than its defaults. */
const WORK = {
  batchSize: 500,
  burstWhenBatchFull: true,
  pollingIntervalSeconds: 0.5,
  notifyPollingIntervalSeconds: 0.5,
};

/** https://github.com/timgit/pg-boss */
export const pgBoss: Peer = {
  name: 'pg-boss 12.33.7',
  guarantee: 'kept',
  open: async ({ databaseUrl, connections, committed }): Promise<RunningPeer> => {
    const pool = peerPool(databaseUrl, connections);
    const boss = new PgBoss({ connectionString: databaseUrl, max: connections, useListenNotify: true });
    boss.on('error', () => undefined);
    await boss.start();
    await boss.createQueue(COMPLETIONS, { notify: true });
    await boss.createQueue(HOURS, { notify: true });
    await boss.work<CompletionJob>(COMPLETIONS, WORK, async (jobs) => {
      const completions = jobs.map(({ data }) => data);
      await inTransaction(pool, async (client) => {
        await bookHours(client, completions);
        await boss.insert(
          HOURS,
          completions.map((job) => ({ data: hoursJob(job) })),
          { db: onClient(client) },
        );
      });
    });
    await boss.work<HoursJob>(HOURS, WORK, async (jobs) => {
      await reportHours(
        pool,
        jobs.map(({ data }) => data),
      );
      committed(jobs.length);
    });
    return {
      one: (completion) =>
        inTransaction(pool, async (client) => {
          await recordOne(client, completion);
          await boss.send(COMPLETIONS, completionJob(completion), { db: onClient(client) });
        }),
      many: (completions) =>
        inTransaction(pool, async (client) => {
          await recordMany(client, completions);
          const jobs = completions.map((completion) => ({ data: completionJob(completion) }));
          await boss.insert(COMPLETIONS, jobs, { db: onClient(client) });
        }),
      stop: async () => {
        await boss.stop({ graceful: false });
        await pool.end();
      },
    };
  },
};

function onClient(client: pg.PoolClient): Db {
  return { executeSql: (text: string, values?: unknown[]) => client.query(text, values) };
}
