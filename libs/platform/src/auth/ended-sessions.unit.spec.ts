import { describe, expect, it } from '@jest/globals';
import { EndedSessions, endedKey } from './ended-sessions.js';
import type { EndedList } from './ended-sessions.js';

const token = { subject: 'p-1', session: 's-1', issuedAt: 1_000 };

function listOf(states: (EndedList | Error)[]) {
  const clock = { now: 0 };
  let reads = 0;
  const ended = new EndedSessions(
    () => {
      reads += 1;
      const state = states.length > 1 ? states.shift()! : states[0]!;
      return state instanceof Error ? Promise.reject(state) : Promise.resolve(state);
    },
    () => clock.now,
  );
  return { ended, clock, reads: () => reads };
}

describe('EndedSessions', () => {
  it.each([
    [{}, false],
    [{ [endedKey('session', 's-1')]: 1 }, true],
    [{ [endedKey('session', 's-2')]: 5_000 }, false],
    [{ [endedKey('account', 'p-1')]: 1_001 }, true],
    [{ [endedKey('account', 'p-1')]: 1_000 }, false],
    [{ [endedKey('account', 's-1')]: 5_000 }, false],
  ])('by %p: %p', async (list, over) => {
    expect(await listOf([list]).ended.includes(token)).toBe(over);
  });

  it('is known within a minute, with one reading for all who ask at once', async () => {
    const { ended, clock, reads } = listOf([{}, { [endedKey('session', 's-1')]: 1 }]);
    expect(await Promise.all([ended.includes(token), ended.includes(token)])).toEqual([false, false]);
    expect(reads()).toBe(1);
    clock.now = 9_000;
    await ended.includes(token);
    expect(reads()).toBe(1);
    clock.now = 51_000;
    expect(await ended.includes(token)).toBe(true);
    expect(reads()).toBe(2);
  });

  it('stays what it was when it cannot be read', async () => {
    const { ended, clock } = listOf([{ [endedKey('session', 's-1')]: 1 }, new Error('down')]);
    expect(await ended.includes(token)).toBe(true);
    clock.now = 120_000;
    expect(await ended.includes(token)).toBe(true);
    expect(await ended.includes({ ...token, session: 's-2' })).toBe(false);
  });
});
