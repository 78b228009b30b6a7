import { Logger, makeWorkerUtils, run } from 'graphile-worker';
import type pg from 'pg';
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

const COMPLETION = 'completion';
const HOURS = 'hours';
const SILENT = new Logger(() => () => undefined);
const ADD_JOB = 'SELECT graphile_worker.add_job($1, payload := $2::json)';
const ADD_JOBS = `SELECT graphile_worker.add_jobs(ARRAY(SELECT json_populate_record(null::graphile_worker.job_spec, s) FROM json_array_elements($1::json) AS s))`;

/** https://github.com/graphile/worker, with its local queue and batched completions on, as its page on performance advises. */
export const graphileWorker: Peer = {
  name: 'graphile-worker 0.18.0',
  guarantee: 'kept',
  open: async ({ databaseUrl, connections, committed }): Promise<RunningPeer> => {
    const pool = peerPool(databaseUrl, connections);
    const workers = peerPool(databaseUrl, connections + 2);
    const utils = await makeWorkerUtils({ pgPool: workers, logger: SILENT });
    await utils.migrate();
    const runner = await run({
      pgPool: workers,
      logger: SILENT,
      noHandleSignals: true,
      preset: {
        worker: { concurrentJobs: connections, localQueue: { size: 500 }, completeJobBatchDelay: 0, pollInterval: 500 },
      },
      taskList: {
        [COMPLETION]: (payload) => {
          const job = payload as CompletionJob;
          return inTransaction(pool, async (client) => {
            await bookHours(client, [job]);
            await addJob(client, HOURS, hoursJob(job));
          });
        },
        [HOURS]: async (payload) => {
          await reportHours(pool, [payload as HoursJob]);
          committed(1);
        },
      },
    });
    return {
      one: (completion) =>
        inTransaction(pool, async (client) => {
          await recordOne(client, completion);
          await addJob(client, COMPLETION, completionJob(completion));
        }),
      many: (completions) =>
        inTransaction(pool, async (client) => {
          await recordMany(client, completions);
          const specs = completions.map((completion) => ({
            identifier: COMPLETION,
            payload: completionJob(completion),
          }));
          await client.query({ name: 'peer-add-jobs', text: ADD_JOBS, values: [JSON.stringify(specs)] });
        }),
      stop: async () => {
        await runner.stop();
        await utils.release();
        await Promise.all([pool.end(), workers.end()]);
      },
    };
  },
};

async function addJob(client: pg.PoolClient, task: string, payload: object): Promise<void> {
  await client.query({ name: 'peer-add-job', text: ADD_JOB, values: [task, payload] });
}
