import { describe, expect, it } from '@jest/globals';
import { closedLoop } from './load/closed-loop.js';
import { percentile } from './load/percentile.js';
import { OwnPipeline } from './pipeline/own-pipeline.js';
import { measureRawLimit } from './pipeline/raw-limit.js';
import { readLatencies } from './pipeline/latency.js';
import { measurePeer } from './peers/measure-peer.js';
import { PEERS } from './peers/peers.js';
import { BenchRegion } from './region/bench-region.js';

/** Not how fast: that what is measured happens at all, whole and once, for Betang, the raw limit and every peer. */
describe('the pipeline bench', () => {
  it('carries every command of Betang to its effects, through an outage of the bus too', async () => {
    const region = await BenchRegion.start({ code: '62.03', role: 'region' });
    try {
      const employeeIds = await measuredOwn(region);
      const load = { singles: 20, batches: 2, batchSize: 10, connections: 4, employeeIds };
      const databaseUrl = await region.copyDatabase('raw');
      expect(await measureRawLimit({ databaseUrl, commands: 20, connections: 4, employeeIds })).toBeGreaterThan(0);
      for (const peer of PEERS) {
        const { single, bulk } = await measurePeer(peer, region, load);
        expect({ peer: peer.name, single: single > 0, bulk: bulk === undefined || bulk > 0 }).toEqual({
          peer: peer.name,
          single: true,
          bulk: true,
        });
      }
    } finally {
      await region.stop();
    }
  }, 180_000);
});

async function measuredOwn(region: BenchRegion): Promise<readonly string[]> {
  const own = await OwnPipeline.start(region, 50);
  try {
    const ids: string[] = [];
    await closedLoop(30, 4, async () => ids.push(await own.recordOne()));
    await own.applied(30);
    const resume = await own.pauseDelivery();
    await own.recordMany(50);
    await resume();
    await own.applied(50);
    await own.checkWhole();
    const { booked, reported } = await readLatencies(own.watcher, ids);
    expect([booked.length, reported.length]).toEqual([30, 30]);
    expect(percentile(booked, 0.99)).toBeGreaterThan(0);
    return own.employeeIds;
  } finally {
    await own.stop();
  }
}
