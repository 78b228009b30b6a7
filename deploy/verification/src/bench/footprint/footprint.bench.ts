import { setTimeout as pause } from 'node:timers/promises';
import { scaled, type Bench } from '../bench.js';
import { postCompletions } from '../http/completion-requests.js';
import { counter } from '../load/completions.js';
import { percentile } from '../load/percentile.js';
import { proportionalMbOf, residentMbOf, threadSecondsOf } from '../process/cpu-time.js';
import { BenchRegion } from '../region/bench-region.js';
import { peopleOf } from '../region/people.js';
import { ServicesProcess } from '../region/services-process.js';

const PEOPLE = 2_000;
const LOAD_SECONDS = 10;
const REST_MS = 60_000;
const STARTS = 3;
/** An office's own times: on a laptop heads are stated every two seconds, so that whoever tries it sees them move. */
const OFFICE = { BETANG_HEADS_SECONDS: '60' };

/** What one region costs: a regency in mode `all`, linked to its province's hub, after load and a minute of rest. */
export const footprint: Bench = async (options) => {
  const province = await BenchRegion.start({ code: '62', role: 'hub' });
  const region = await BenchRegion.start({ code: '62.03', role: 'region' });
  try {
    await region.join(province);
    const employeeIds = await peopleOf(region, PEOPLE);
    const services = await ServicesProcess.start(region, OFFICE);
    const load = { address: services.address, token: await services.token(), employeeIds, nextIndex: counter() };
    options.say('load');
    await postCompletions({ ...load, connections: 10, seconds: scaled(LOAD_SECONDS, options, 2) });
    options.say('a minute of rest');
    await pause(scaled(REST_MS, options));
    const memory = { node: residentMbOf(services.pid), nats: residentMbOf(region.nats.pid) };
    const postgresMb = proportionalMbOf(region.postgres.pid);
    const pids = { node: services.pid, nats: region.nats.pid, postgres: region.postgres.pid };
    options.say('another minute of rest, watched');
    const idle = await idlePercents(pids, scaled(REST_MS, options));
    await services.stop();
    options.say(`${STARTS} starts`);
    const starts = await startSeconds(region);
    const ready = percentile(starts, 0.5);
    const memoryMb = memory.node + memory.nats;
    const idleCpu = idle.node + idle.nats;
    return {
      figures: [
        { name: 'footprint.readySeconds', value: ready, unit: 's' },
        { name: 'footprint.memoryMb', value: memoryMb, unit: 'MB' },
        { name: 'footprint.idleCpuPercent', value: idleCpu, unit: '%' },
      ],
      rows: [
        { what: 'start of the process to ready, warm (median)', value: ready, unit: 's', note: 'wanted 3 at most' },
        { what: '  the first of them, after two minutes of rest', value: starts[0]!, unit: 's' },
        { what: 'memory of Node and nats-server (RSS)', value: memoryMb, unit: 'MB', note: 'wanted 300 at most' },
        { what: '  Node', value: memory.node, unit: 'MB' },
        { what: '  nats-server', value: memory.nats, unit: 'MB' },
        { what: '  beside them Postgres, all its processes (PSS)', value: postgresMb, unit: 'MB' },
        {
          what: 'processor at rest of Node and nats-server, of one core',
          value: idleCpu,
          unit: '%',
          note: 'wanted below 1',
        },
        { what: '  Node', value: idle.node, unit: '%' },
        { what: '  nats-server', value: idle.nats, unit: '%' },
        { what: '  beside them Postgres, all its processes', value: idle.postgres, unit: '%' },
      ],
    };
  } finally {
    await region.stop();
    await province.stop();
  }
};

async function startSeconds(region: BenchRegion): Promise<readonly number[]> {
  const seconds: number[] = [];
  while (seconds.length < STARTS) {
    const services = await ServicesProcess.start(region, OFFICE);
    seconds.push(services.readySeconds);
    await services.stop();
  }
  return seconds;
}

/** Per cent of one core that each process uses over a time of rest. */
async function idlePercents<K extends string>(
  pids: Record<K, number>,
  milliseconds: number,
): Promise<Record<K, number>> {
  const read = () => Object.entries<number>(pids).map(([name, pid]) => [name, threadSecondsOf(pid)] as const);
  const before = new Map(read());
  await pause(milliseconds);
  const percents = read().map(([name, seconds]) => [name, ((seconds - before.get(name)!) * 100_000) / milliseconds]);
  return Object.fromEntries(percents) as Record<K, number>;
}
