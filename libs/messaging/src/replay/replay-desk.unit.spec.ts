import { describe, expect, it } from '@jest/globals';
import type { NewEvent } from '@betang/contracts';
import type { Transaction, UnitOfWork } from '@betang/platform';
import type { Outbox } from '../outbox/outbox.js';
import { EpochBook } from '../reader/epoch-book.js';
import { ReaderState } from '../reader/reader-state.js';
import { firstWatermark, originKey, type Origin } from '../reader/watermark.js';
import { ReplayDesk } from './replay-desk.js';

const ORIGIN: Origin = { region: '62.03', service: 'identity', audience: 'federation', epoch: '1.a' };
const KEY = originKey(ORIGIN);

/** A desk whose table takes every request, and what it asks for. */
function desk() {
  const state = new ReaderState(new EpochBook(), '62');
  const asked: { from: number; to: number }[] = [];
  const clock = { now: 1_000_000 };
  const tx = {
    execute: async () => 0,
    query: async (text: string, [requestId, region, service, audience, epoch, first, last]: unknown[]) =>
      text.includes('INSERT INTO replay_request')
        ? [{ request_id: requestId, region, service, audience, epoch, first, last, attempts: 1 }]
        : [{ first: null }],
    afterCommit: (done: () => void) => done(),
  } as unknown as Transaction;
  const unitOfWork = { run: (work: (tx: Transaction) => Promise<unknown>) => work(tx) } as unknown as UnitOfWork;
  const append = async (_tx: Transaction, events: readonly NewEvent[]) => {
    for (const { data } of events) asked.push(data as { from: number; to: number });
  };
  const outbox = { append } as unknown as Outbox;
  const reach = (position: number) => {
    state.watermarks.set(KEY, { ...firstWatermark(ORIGIN), position });
    state.settle(KEY);
  };
  const started = state.epochs.begin(tx, '62.03', '1.a');
  const made = new ReplayDesk({ region: '62', unitOfWork, outbox, now: () => clock.now }, state);
  const wait = async (ms: number) => {
    await started;
    clock.now += ms;
    await made.tend();
  };
  return { state, asked: () => asked.map(({ from, to }) => [from, to]), clock, reach, wait };
}

describe('asking for what is missing', () => {
  it('asks once for a stretch while its answer comes in, however slowly', async () => {
    const { state, asked, clock, reach, wait } = desk();
    state.expect(ORIGIN, 12_000, clock.now);
    await wait(5_000);
    expect(asked()).toEqual([[1, 10_000]]);
    for (let position = 50; position < 10_000; position += 50) {
      reach(position);
      await wait(1_000);
    }
    expect(asked()).toEqual([[1, 10_000]]);
    reach(10_000);
    await wait(1_000);
    expect(asked().slice(1)).toEqual([[10_001, 12_000]]);
  });

  it('asks for the rest when the answer has come to a halt', async () => {
    const { state, asked, clock, reach, wait } = desk();
    state.expect(ORIGIN, 100, clock.now);
    await wait(5_000);
    reach(40);
    await wait(1_000);
    await wait(28_000);
    expect(asked()).toEqual([[1, 100]]);
    await wait(3_000);
    expect(asked().slice(1)).toEqual([[41, 100]]);
  });

  it('does not wait for a clock that was put back to come round again', async () => {
    const { state, asked, clock, wait } = desk();
    state.expect(ORIGIN, 100, clock.now);
    await wait(-3_600_000);
    await wait(5_000);
    expect(asked()).toEqual([[1, 100]]);
  });

  it('asks for the news of the next epoch where it was lost, and for no others’ positions in it', async () => {
    const { state, asked, clock, wait } = desk();
    const next = { ...ORIGIN, epoch: '2.b' };
    state.noteHeld({ ...next, service: 'reporting', position: 3 }, 1, clock.now);
    state.noteHeld({ ...ORIGIN, epoch: '3.c', position: 5 }, 1, clock.now);
    await wait(5_000);
    expect(asked()).toEqual([]);
    state.noteHeld({ ...next, position: 7 }, 1, clock.now);
    await wait(5_000);
    expect(asked()).toEqual([[1, 7]]);
  });

  it('asks a region for few of the epochs that it never announced', async () => {
    const { state, asked, clock, wait } = desk();
    for (let index = 0; index < 100; index++)
      state.noteHeld({ ...ORIGIN, epoch: `2.${index}`, position: 7 }, 1, clock.now);
    await wait(5_000);
    expect(asked()).toHaveLength(10);
  });
});
