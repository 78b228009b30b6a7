import { scaled, type Bench } from '../bench.js';
import { counter } from '../load/completions.js';
import { percentile } from '../load/percentile.js';
import { measureRawWrites } from './raw-writes.js';
import { BenchRegion } from '../region/bench-region.js';
import { peopleOf } from '../region/people.js';
import { ServicesProcess } from '../region/services-process.js';
import { postCompletions } from './completion-requests.js';
import { postSteadily } from './steady-load.js';

const PEOPLE = 2_000;
const HTTP_CONNECTIONS = 20;
/** A service's pool. */
const DATABASE_CONNECTIONS = 10;

/**
 * A validated write with JWT, Idempotency-Key and audit that commits row and outbox, on the region's own program in mode `all`; delivery carries
 * each completion on meanwhile. Beside it the same four rows in one prepared statement, without HTTP and without anything else running.
 */
export const http: Bench = async (options) => {
  const region = await BenchRegion.start({ code: '62.03', role: 'region' });
  try {
    const databaseUrl = await region.copyDatabase('raw');
    const employeeIds = await peopleOf(region, PEOPLE);
    const raw = await measureRawWrites({
      databaseUrl,
      commands: scaled(30_000, options),
      connections: DATABASE_CONNECTIONS,
      employeeIds,
    });
    const services = await ServicesProcess.start(region);
    const load = {
      nextIndex: counter(),
      address: services.address,
      token: await services.token(),
      employeeIds,
      connections: HTTP_CONNECTIONS,
      seconds: scaled(15, options, 2),
    };
    // A service that has just started compiles its code for some seconds: an office's has not.
    await postCompletions({ ...load, seconds: scaled(12, options, 2) });
    options.say('full load');
    const full = await postCompletions(load);
    options.say('half load');
    const rate = full.requests.average;
    const halfRate = Math.round(rate / 2);
    // The backlog of the full load is carried on first, and the generator's own code compiled.
    await postSteadily(load, scaled(4, options, 1), halfRate);
    const half = await postSteadily(load, load.seconds, halfRate);
    await services.stop();
    const p99 = percentile(half, 0.99);
    return {
      figures: [
        { name: 'http.write.rate', value: rate, unit: 'requests/s' },
        { name: 'http.write.rawLimit', value: raw, unit: 'statements/s' },
        { name: 'http.write.p99Ms', value: p99, unit: 'ms' },
      ],
      rows: [
        { what: 'POST completions', value: rate, unit: 'requests/s' },
        {
          what: '  raw limit: the same rows in one statement',
          value: raw,
          unit: 'statements/s',
          note: `ratio ${(rate / raw).toFixed(2)}, wanted 0.40`,
        },
        { what: '  p99 at full load', value: full.latency.p99, unit: 'ms' },
        {
          what: '  p99 at half load',
          value: p99,
          unit: 'ms',
          note: `${halfRate} requests/s, evenly; wanted 20 at most`,
        },
        { what: '  p50 at half load', value: percentile(half, 0.5), unit: 'ms' },
      ],
    };
  } finally {
    await region.stop();
  }
};
