import { startNats } from '@betang/testing';
import pg from 'pg';
import { closedLoop } from '../load/closed-loop.js';
import { inventCompletion } from '../load/completions.js';
import type { BenchRegion } from '../region/bench-region.js';
import { EffectCounter } from './effect-counter.js';
import type { Peer, RunningPeer } from './peer.js';

export interface PeerLoad {
  readonly employeeIds: readonly string[];
  readonly singles: number;
  readonly batches: number;
  readonly batchSize: number;
  readonly connections: number;
}

export interface PeerRates {
  readonly peer: Peer;
  /** Effects committed a second, one command a transaction. */
  readonly single: number;
  /** The same by the peer's own bulk interface; undefined where it has none. */
  readonly bulk: number | undefined;
}

/** Runs a peer on its own copy of the region's database with the load that Betang gets. Throws unless every command has its effect at the end. */
export async function measurePeer(peer: Peer, region: BenchRegion, load: PeerLoad): Promise<PeerRates> {
  const databaseUrl = await region.copyDatabase(`peer_${peer.name.toLowerCase().replace(/\W+/g, '_')}`);
  const nats = await startNats();
  const effects = new EffectCounter();
  const { connections } = load;
  const running = await peer.open({ databaseUrl, natsUrl: nats.url, connections, committed: effects.add });
  try {
    const single = await measureSingles(running, effects, load);
    const bulk = running.many && (await measureBatches(running.many, effects, load));
    const expected = load.singles + (bulk === undefined ? 0 : load.batches * load.batchSize);
    await checkWhole(databaseUrl, expected);
    return { peer, single, bulk };
  } finally {
    await running.stop();
    await nats.stop();
  }
}

async function measureSingles(running: RunningPeer, effects: EffectCounter, load: PeerLoad): Promise<number> {
  const began = performance.now();
  await closedLoop(load.singles, load.connections, (index) => running.one(inventCompletion(index, load.employeeIds)));
  await effects.next(load.singles);
  return (load.singles * 1_000) / (performance.now() - began);
}

async function measureBatches(
  many: NonNullable<RunningPeer['many']>,
  effects: EffectCounter,
  { batches, batchSize, connections, employeeIds }: PeerLoad,
): Promise<number> {
  const began = performance.now();
  await closedLoop(batches, connections, (batch) =>
    many(Array.from({ length: batchSize }, (_, index) => inventCompletion(batch * batchSize + index, employeeIds))),
  );
  await effects.next(batches * batchSize);
  return (batches * batchSize * 1_000) / (performance.now() - began);
}

async function checkWhole(databaseUrl: string, expected: number): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ n: number }>('SELECT count(*)::int AS n FROM learning_hours.ledger_entry');
  await client.end();
  if (rows[0]!.n !== expected) throw new Error(`${rows[0]!.n} ledger entries of ${expected}`);
}
