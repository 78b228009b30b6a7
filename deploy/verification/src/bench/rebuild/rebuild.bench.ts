import { waitUntil } from '@betang/testing';
import { scaled, type Bench } from '../bench.js';
import { closedLoop } from '../load/closed-loop.js';
import { OwnPipeline } from '../pipeline/own-pipeline.js';
import { BenchRegion } from '../region/bench-region.js';
import { ServiceApi } from '../region/service-api.js';

const BATCH = 100;

interface Rebuild {
  readonly id: string;
  readonly state: 'WAITING' | 'FEEDING' | 'DONE' | 'FAILED';
  readonly rowsDone: number;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly failure: string | null;
}

/** All figures of reporting from its archive, asked for over HTTP while the region runs: by the rebuild's own times, from its first row to the swap. */
export const rebuild: Bench = async (options) => {
  const region = await BenchRegion.start({ code: '62.03', role: 'region' });
  try {
    const own = await OwnPipeline.start(region);
    const commands = scaled(600, options, 20) * BATCH;
    options.say(`an archive of ${commands} ledger entries`);
    await closedLoop(commands / BATCH, 4, () => own.recordMany(BATCH));
    await own.applied(commands);
    const before = await figuresOf(own);
    options.say('rebuild');
    const api = await ServiceApi.open(region, own.address);
    const asked = await api.post<Rebuild>('reporting', 'rebuilds');
    const done = await waitUntil(
      'the rebuild has ended',
      async () => {
        const seen = await api.get<Rebuild>('reporting', `rebuilds/${asked.id}`);
        return (seen.state === 'DONE' || seen.state === 'FAILED') && seen;
      },
      { timeoutMs: 300_000, intervalMs: 100 },
    );
    const after = await figuresOf(own);
    await own.stop();
    if (done.state !== 'DONE' || before !== after)
      throw new Error(`${done.state} ${done.failure}: ${before} → ${after}`);
    const seconds = (Date.parse(done.finishedAt!) - Date.parse(done.startedAt!)) / 1_000;
    const rate = done.rowsDone / seconds;
    return {
      figures: [{ name: 'rebuild.rate', value: rate, unit: 'events/s' }],
      rows: [
        {
          what: 'events of the archive fed to shadow tables, swap included',
          value: rate,
          unit: 'events/s',
          note: 'wanted 20,000',
        },
        { what: '  events', value: done.rowsDone, unit: '' },
        { what: '  seconds', value: seconds, unit: 's' },
      ],
    };
  } finally {
    await region.stop();
  }
};

/** What the reports are made of, as one text: a rebuild must not change it. */
async function figuresOf({ watcher }: OwnPipeline): Promise<string> {
  const { rows } = await watcher.query<{ figures: string }>(
    `SELECT concat((SELECT count(*) FROM reporting.employee), ' people, ', count(*), ' months, ', sum(entries), ' entries, ', sum(counted)) AS figures
       FROM reporting.employee_month`,
  );
  return rows[0]!.figures;
}
