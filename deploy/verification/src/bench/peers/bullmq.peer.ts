import type { EventEmitter } from 'node:events';
import { createPostgresBackend, withBackend } from 'bullmq';
import {
  bookHours,
  completionJob,
  hoursJob,
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
const OPTIONS = { removeOnComplete: true };
const postgres = withBackend(createPostgresBackend);

/** https://github.com/taskforcesh/bullmq, its queues on Postgres. */
export const bullmq: Peer = {
  name: 'BullMQ 6.7.0 on Postgres',
  guarantee: 'none',
  shortfall: 'no guarantee: a job cannot be added in the business transaction, a crash after the commit loses it',
  open: async ({ databaseUrl, connections, committed }): Promise<RunningPeer> => {
    const pool = peerPool(databaseUrl, connections);
    const connection = { connectionString: databaseUrl, schema: 'bull', migrate: true, max: connections };
    const completions = new postgres.Queue<CompletionJob>(COMPLETIONS, { connection });
    await completions.waitUntilReady();
    const hours = new postgres.Queue<HoursJob>(HOURS, { connection });
    const working = { connection, concurrency: connections };
    const workers = [
      new postgres.Worker<CompletionJob>(
        COMPLETIONS,
        async ({ data }) => {
          await bookHours(pool, [data]);
          await hours.add(HOURS, hoursJob(data), OPTIONS);
        },
        working,
      ),
      new postgres.Worker<HoursJob>(
        HOURS,
        async ({ data }) => {
          await reportHours(pool, [data]);
          committed(1);
        },
        working,
      ),
    ];
    for (const part of [completions, hours, ...workers] as EventEmitter[]) part.on('error', () => undefined);
    await Promise.all(workers.map((worker) => worker.waitUntilReady()));
    return {
      one: async (completion) => {
        await recordOne(pool, completion);
        await completions.add(COMPLETIONS, completionJob(completion), OPTIONS);
      },
      many: async (given) => {
        await recordMany(pool, given);
        await completions.addBulk(
          given.map((completion) => ({ name: COMPLETIONS, data: completionJob(completion), opts: OPTIONS })),
        );
      },
      stop: async () => {
        await Promise.all(workers.map((worker) => worker.close(true)));
        await Promise.all([completions.close(), hours.close()]);
        await pool.end();
      },
    };
  },
};
