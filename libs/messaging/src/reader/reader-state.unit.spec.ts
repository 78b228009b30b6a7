import { describe, expect, it } from '@jest/globals';
import type { Transaction } from '@betang/platform';
import { EpochBook } from './epoch-book.js';
import { HELD_LIMIT, ReaderState } from './reader-state.js';

const tx = { execute: async () => 1, afterCommit: (done: () => void) => done() } as unknown as Transaction;
const event = (region: string, epoch: string, position = 2) => ({
  region,
  service: 'identity',
  audience: 'federation',
  epoch,
  position,
});

async function knowing(...regions: string[]): Promise<ReaderState> {
  const state = new ReaderState(new EpochBook(), '62');
  for (const region of regions) await state.epochs.begin(tx, region, '1.a');
  return state;
}

describe('a line of an epoch that was closed before its gap', () => {
  it('ends where it counts: nothing waits there, and nothing is asked for', async () => {
    const state = await knowing('62.03');
    for (const position of [7, 8, 9]) state.noteHeld(event('62.03', '1.a', position), 100, 0);
    expect(state.waitingLines()).toHaveLength(1);
    state.endAt('62.03|identity|federation|1.a', 0, 3);
    expect([state.waitingLines(), state.gaps.size]).toEqual([[], 0]);
    for (const position of [5, 8, 9]) state.noteHeld(event('62.03', '1.a', position), 100, 0);
    state.endAt('62.03|identity|federation|1.a', 6, 2);
    expect(state.waitingLines()).toMatchObject([{ held: 1, upTo: 6 }]);
  });
});

describe('how much is held', () => {
  it('is limited for a region, not only for each epoch that it invents', async () => {
    const state = await knowing('62.03', '62.71');
    for (let n = 0; n < HELD_LIMIT.count; n += 1) {
      expect(state.hasRoom(event('62.03', `9.${n}`))).toBe(true);
      state.noteHeld(event('62.03', `9.${n}`), 100, 0);
    }
    expect(state.hasRoom(event('62.03', '9.more'))).toBe(false);
    expect(state.hasRoom(event('62.03', '1.a'))).toBe(true);
    expect(state.hasRoom(event('62.71', '9.other'))).toBe(true);
  });

  it('counts the bytes too', async () => {
    const state = await knowing('62.03');
    state.noteHeld(event('62.03', '9.b'), HELD_LIMIT.bytes, 0);
    expect(state.hasRoom(event('62.03', '9.c'))).toBe(false);
  });

  it('is free again once what was held has been let go', async () => {
    const state = await knowing('62.03');
    const held = event('62.03', '1.a', 5);
    state.noteHeld(held, HELD_LIMIT.bytes, 0);
    expect(state.hasRoom(held)).toBe(false);
    state.noteReleased('62.03|identity|federation|1.a', 1);
    expect(state.hasRoom(held)).toBe(true);
  });

  it('leaves out lines whose epoch is not open when it asks what could go on', async () => {
    const state = await knowing('62.03');
    state.noteHeld(event('62.03', '9.b'), 1, 0);
    state.noteHeld(event('62.03', '1.a'), 1, 0);
    expect(state.waitingLines().map(({ origin }) => origin.epoch)).toEqual(['1.a']);
  });
});
