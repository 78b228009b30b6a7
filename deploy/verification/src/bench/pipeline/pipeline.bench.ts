import { scaled, type Bench, type BenchOptions, type BenchResult } from '../bench.js';
import { closedLoop } from '../load/closed-loop.js';
import { openLoop } from '../load/open-loop.js';
import { percentile } from '../load/percentile.js';
import { measurePeer, type PeerRates } from '../peers/measure-peer.js';
import { PEERS } from '../peers/peers.js';
import { BenchRegion } from '../region/bench-region.js';
import { readLatencies, type Latencies } from './latency.js';
import { OwnPipeline } from './own-pipeline.js';
import { measureRawLimit } from './raw-limit.js';

/** Connections of the writers, of Betang, of the raw limit and of each peer alike: a service's pool. */
const CONNECTIONS = 10;
const BATCH = 100;
const LATENCY_RATE = 300;
/** Each completion is an event to the ledger, and each ledger entry one to reporting. */
const EVENTS_A_COMMAND = 2;

/** Betang's single commands and the raw limit take turns: a machine that is shared is not the same from one minute to the next. */
const TURNS = 5;

interface OwnRates {
  readonly single: number;
  readonly raw: number;
  readonly batch: number;
  readonly drain: number;
  readonly latencies: Latencies;
}

/** From a command to its committed effects, beside the raw limit of the same rows and the peers with the same load. */
export const pipeline: Bench = async (options) => {
  const region = await BenchRegion.start({ code: '62.03', role: 'region' });
  try {
    const databaseUrl = await region.copyDatabase('raw');
    const own = await OwnPipeline.start(region);
    const { employeeIds } = own;
    let rates: OwnRates;
    try {
      rates = await measureOwn(own, databaseUrl, options);
    } finally {
      await own.stop();
    }
    const peers: PeerRates[] = [];
    for (const peer of PEERS) {
      options.say(peer.name);
      const load = { singles: scaled(4_000, options), batches: scaled(200, options, 10), batchSize: BATCH };
      peers.push(await measurePeer(peer, region, { ...load, employeeIds, connections: CONNECTIONS }));
    }
    return resultOf(rates, peers);
  } finally {
    await region.stop();
  }
};

async function measureOwn(own: OwnPipeline, databaseUrl: string, options: BenchOptions): Promise<OwnRates> {
  await own.warmUp();
  options.say('one command a transaction, in turns with the raw limit');
  const { single, raw } = await measureSingles(own, databaseUrl, options);
  options.say(`${BATCH} commands a transaction`);
  const commands = scaled(600, options, 10) * BATCH;
  const writeBatches = () => closedLoop(commands / BATCH, CONNECTIONS, (index) => own.recordMany(index * BATCH, BATCH));
  const batch = await rateOf(commands, own, writeBatches);
  options.say('a backlog drains');
  const resume = await own.pauseDelivery();
  await writeBatches();
  const drain = await rateOf(commands, own, resume);
  options.say(`${LATENCY_RATE} commands a second`);
  const completionIds: string[] = [];
  const seconds = scaled(20, options, 3);
  await openLoop(seconds, LATENCY_RATE, async (index) => completionIds.push(await own.recordOne(index)));
  await own.applied(completionIds.length);
  await own.checkWhole();
  return { single, raw, batch, drain, latencies: await readLatencies(own.watcher, completionIds) };
}

/** Each side's commands over all of its turns together. */
async function measureSingles(
  own: OwnPipeline,
  databaseUrl: string,
  options: BenchOptions,
): Promise<Pick<OwnRates, 'single' | 'raw'>> {
  const commands = scaled(20_000 / TURNS, options);
  const rawLoad = { databaseUrl, commands, connections: CONNECTIONS, employeeIds: own.employeeIds };
  const seconds = { single: 0, raw: 0 };
  for (let turn = 0; turn < TURNS; turn += 1) {
    const record = (index: number) => own.recordOne(turn * commands + index);
    seconds.single += commands / (await rateOf(commands, own, () => closedLoop(commands, CONNECTIONS, record)));
    seconds.raw += commands / (await measureRawLimit(rawLoad));
  }
  const all = commands * TURNS;
  return { single: all / seconds.single, raw: all / seconds.raw };
}

/** Commands a second, from the first one written until the effects of all are committed. */
async function rateOf(commands: number, own: OwnPipeline, write: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await write();
  await own.applied(commands);
  return (commands * 1_000) / (performance.now() - began);
}

function resultOf(own: OwnRates, peers: readonly PeerRates[]): BenchResult {
  const kept = peers.filter(({ peer }) => peer.guarantee === 'kept');
  const bestSingle = Math.max(...kept.map(({ single }) => single));
  const bestBulk = Math.max(...peers.map(({ bulk }) => (bulk ?? 0) * EVENTS_A_COMMAND));
  const [batch, drain] = [own.batch * EVENTS_A_COMMAND, own.drain * EVENTS_A_COMMAND];
  const latency = percentile([...own.latencies.booked, ...own.latencies.reported], 0.99);
  const command = 'commands/s';
  const events = 'events/s';
  return {
    figures: [
      { name: 'pipeline.single.rate', value: own.single, unit: command },
      { name: 'pipeline.single.rawLimit', value: own.raw, unit: command },
      { name: 'pipeline.batch100.rate', value: batch, unit: events },
      { name: 'pipeline.drain.rate', value: drain, unit: events },
      { name: 'pipeline.latency.p99Ms', value: latency, unit: 'ms' },
      { name: 'pipeline.bestPeer.singleRate', value: bestSingle, unit: command },
      { name: 'pipeline.bestPeer.bulkRate', value: bestBulk, unit: events },
    ],
    rows: [
      { what: 'one command a transaction', value: own.single, unit: command },
      {
        what: '  raw limit: the same rows in one statement',
        value: own.raw,
        unit: command,
        note: `ratio ${(own.single / own.raw).toFixed(2)}, wanted 0.60`,
      },
      { what: `${BATCH} commands a transaction`, value: batch, unit: events, note: 'wanted 12,000' },
      { what: 'a backlog drains', value: drain, unit: events, note: 'wanted 20,000' },
      {
        what: `commit to effect at ${LATENCY_RATE} commands/s, p99`,
        value: latency,
        unit: 'ms',
        note: 'wanted 25 at most',
      },
      { what: '  p50', value: percentile([...own.latencies.booked, ...own.latencies.reported], 0.5), unit: 'ms' },
      { what: '  completion to ledger, p99', value: percentile(own.latencies.booked, 0.99), unit: 'ms' },
      { what: '  ledger to report, p99', value: percentile(own.latencies.reported, 0.99), unit: 'ms' },
      ...peers.flatMap(({ peer, single, bulk }) => [
        { what: `${peer.name}, single`, value: single, unit: command, note: note(own.single / single, peer.shortfall) },
        ...(bulk === undefined
          ? []
          : [
              {
                what: `${peer.name}, bulk`,
                value: bulk * EVENTS_A_COMMAND,
                unit: events,
                note: note(batch / (bulk * EVENTS_A_COMMAND), peer.shortfall),
              },
            ]),
      ]),
    ],
  };
}

function note(ratio: number, shortfall: string | undefined): string {
  return [`Betang has ${ratio.toFixed(1)} times that`, ...(shortfall ? [shortfall] : [])].join('; ');
}
