import { scaled, type Bench, type BenchOptions, type BenchResult, type Row } from '../bench.js';
import { closedLoop } from '../load/closed-loop.js';
import { openLoop } from '../load/open-loop.js';
import { percentile } from '../load/percentile.js';
import { measurePeer, type PeerRates } from '../peers/measure-peer.js';
import { PEERS } from '../peers/peers.js';
import { BenchRegion } from '../region/bench-region.js';
import { readLatencies, type Latencies } from './latency.js';
import { OwnPipeline } from './own-pipeline.js';
import { measureRawLimit } from './raw-limit.js';
import { costOf, rateOf, stretchOf, together, type Stretch } from './stretch.js';

/** Connections of the writers, of Betang, of the raw limit and of each peer alike: a service's pool. */
const CONNECTIONS = 10;
const BATCH = 100;
const LATENCY_RATE = 300;
/** Each completion is an event to the ledger, and each ledger entry one to reporting. */
const EVENTS_A_COMMAND = 2;
const COMMANDS = 'commands/s';
const EVENTS = 'events/s';

/** Betang's single commands and the raw limit take turns: a machine that is shared is not the same from one minute to the next. */
const TURNS = 5;

interface OwnStretches {
  readonly single: Stretch;
  readonly raw: Stretch;
  readonly batch: Stretch;
  readonly drain: Stretch;
  readonly latencies: Latencies;
}

/** From a command to its committed effects, beside the raw limit of the same rows and the peers with the same load. */
export const pipeline: Bench = async (options) => {
  const region = await BenchRegion.start({ code: '62.03', role: 'region' });
  try {
    const databaseUrl = await region.copyDatabase('raw');
    const own = await OwnPipeline.start(region);
    const { employeeIds } = own;
    let measured: OwnStretches;
    try {
      measured = await measureOwn(own, databaseUrl, options);
    } finally {
      await own.stop();
    }
    const peers: PeerRates[] = [];
    for (const peer of PEERS) {
      options.say(peer.name);
      const load = { singles: scaled(4_000, options), batches: scaled(200, options, 10), batchSize: BATCH };
      peers.push(await measurePeer(peer, region, { ...load, employeeIds, connections: CONNECTIONS }));
    }
    return resultOf(measured, peers);
  } finally {
    await region.stop();
  }
};

async function measureOwn(own: OwnPipeline, databaseUrl: string, options: BenchOptions): Promise<OwnStretches> {
  await own.warmUp();
  // First, and when the warm-up is done with: what comes in a day's rhythm meets a region that is not busy with the leavings of thousands at once.
  await own.settled();
  options.say(`${LATENCY_RATE} commands a second`);
  const latencies = await measureLatencies(own, options);
  options.say('one command a transaction, in turns with the raw limit');
  const { single, raw } = await measureSingles(own, databaseUrl, options);
  options.say(`${BATCH} commands a transaction`);
  const commands = scaled(600, options, 10) * BATCH;
  const writeBatches = () => closedLoop(commands / BATCH, CONNECTIONS, () => own.recordMany(BATCH));
  const batch = await applied(own, commands, writeBatches);
  options.say('a backlog drains');
  const resume = await own.pauseDelivery();
  await writeBatches();
  const drain = await applied(own, commands, resume);
  await own.checkWhole();
  return { single, raw, batch, drain, latencies };
}

/** Of commands at an even pace. */
async function measureLatencies(own: OwnPipeline, options: BenchOptions): Promise<Latencies> {
  const completionIds: string[] = [];
  const seconds = scaled(20, options, 3);
  await openLoop(seconds, LATENCY_RATE, async () => completionIds.push(await own.recordOne()));
  await own.applied(completionIds.length);
  return readLatencies(own.watcher, completionIds);
}

/** Each side's commands over all of its turns together. */
async function measureSingles(
  own: OwnPipeline,
  databaseUrl: string,
  options: BenchOptions,
): Promise<Pick<OwnStretches, 'single' | 'raw'>> {
  const commands = scaled(20_000 / TURNS, options);
  const rawLoad = { databaseUrl, commands, connections: CONNECTIONS, employeeIds: own.employeeIds };
  const [single, raw]: [Stretch[], Stretch[]] = [[], []];
  for (let turn = 0; turn < TURNS; turn += 1) {
    single.push(await applied(own, commands, () => closedLoop(commands, CONNECTIONS, () => own.recordOne())));
    raw.push(await stretchOf(own.region, commands, async () => commands / (await measureRawLimit(rawLoad))));
  }
  return { single: together(single), raw: together(raw) };
}

/** From the first command written until the effects of all are committed. */
async function applied(own: OwnPipeline, commands: number, write: () => Promise<unknown>): Promise<Stretch> {
  return stretchOf(own.region, commands, async () => {
    await write();
    await own.applied(commands);
  });
}

function resultOf(own: OwnStretches, peers: readonly PeerRates[]): BenchResult {
  const kept = peers.filter(({ peer }) => peer.guarantee === 'kept');
  const bestSingle = Math.max(...kept.map((rates) => rates.single));
  const bestBulk = Math.max(...peers.map(({ bulk }) => (bulk ?? 0) * EVENTS_A_COMMAND));
  const [single, raw] = [rateOf(own.single), rateOf(own.raw)];
  const [batch, drain] = [rateOf(own.batch) * EVENTS_A_COMMAND, rateOf(own.drain) * EVENTS_A_COMMAND];
  const latency = percentile([...own.latencies.booked, ...own.latencies.reported], 0.99);
  return {
    figures: [
      { name: 'pipeline.single.rate', value: single, unit: COMMANDS },
      { name: 'pipeline.single.rawLimit', value: raw, unit: COMMANDS },
      { name: 'pipeline.batch100.rate', value: batch, unit: EVENTS },
      { name: 'pipeline.drain.rate', value: drain, unit: EVENTS },
      { name: 'pipeline.latency.p99Ms', value: latency, unit: 'ms' },
      { name: 'pipeline.bestPeer.singleRate', value: bestSingle, unit: COMMANDS },
      { name: 'pipeline.bestPeer.bulkRate', value: bestBulk, unit: EVENTS },
    ],
    rows: [
      { what: 'one command a transaction', value: single, unit: COMMANDS },
      costRow(own.single),
      {
        what: '  raw limit: the same rows in one statement',
        value: raw,
        unit: COMMANDS,
        note: `ratio ${(single / raw).toFixed(2)}, wanted 0.60`,
      },
      costRow(own.raw),
      { what: `${BATCH} commands a transaction`, value: batch, unit: EVENTS, note: 'wanted 12,000' },
      costRow(own.batch),
      { what: 'a backlog drains', value: drain, unit: EVENTS, note: 'wanted 20,000' },
      costRow(own.drain),
      ...latencyRows(own.latencies),
      ...peers.flatMap((rates) => peerRows(rates, single, batch)),
    ],
  };
}

function costRow(stretch: Stretch): Row {
  const { microseconds, note } = costOf(stretch);
  return { what: '  processor time a command', value: microseconds, unit: 'µs', note };
}

function latencyRows({ booked, reported }: Latencies): Row[] {
  const all = [...booked, ...reported];
  return [
    {
      what: `commit to effect at ${LATENCY_RATE} commands/s, p99`,
      value: percentile(all, 0.99),
      unit: 'ms',
      note: 'wanted 25 at most',
    },
    { what: '  p50', value: percentile(all, 0.5), unit: 'ms' },
    { what: '  completion to ledger, p99', value: percentile(booked, 0.99), unit: 'ms' },
    { what: '  ledger to report, p99', value: percentile(reported, 0.99), unit: 'ms' },
  ];
}

function peerRows({ peer, single, bulk }: PeerRates, ownSingle: number, ownBatch: number): Row[] {
  const rows = [
    { what: `${peer.name}, single`, value: single, unit: COMMANDS, note: note(ownSingle / single, peer.shortfall) },
  ];
  if (bulk === undefined) return rows;
  const events = bulk * EVENTS_A_COMMAND;
  const ratio = note(ownBatch / events, peer.shortfall);
  return [...rows, { what: `${peer.name}, bulk`, value: events, unit: EVENTS, note: ratio }];
}

function note(ratio: number, shortfall: string | undefined): string {
  return [`Betang has ${ratio.toFixed(1)} times that`, ...(shortfall ? [shortfall] : [])].join('; ');
}
