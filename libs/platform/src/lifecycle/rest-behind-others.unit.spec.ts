import { describe, expect, it } from '@jest/globals';
import { restBehindOthers, type RestingHost } from './rest-behind-others.js';

/** A thread whose others are at work for these shares of one rest after the other. */
function threadWith(shares: readonly number[]): RestingHost & { readonly rests: number[] } {
  const rests: number[] = [];
  return {
    rests,
    pause: async (milliseconds) => rests.push(milliseconds),
    mark: () => ({ idle: 0, active: 0, utilization: 0 }),
    since: () => shares[rests.length - 1] ?? 0,
  };
}

describe('a rest behind others', () => {
  it('is as long as the work was where nobody wants the thread', async () => {
    const thread = threadWith([0.1, 0.1]);
    await restBehindOthers(30, 6, thread);
    expect(thread.rests).toEqual([30]);
  });

  it('goes on while others are at work, and no longer than was asked', async () => {
    const thread = threadWith([0.9, 0.8, 0.9, 0.9, 0.9, 0.9, 0.9]);
    await restBehindOthers(30, 6, thread);
    expect(thread.rests).toEqual([30, 30, 30, 30, 30, 30]);
  });

  it('ends when others have done', async () => {
    const thread = threadWith([0.9, 0.2, 0.9]);
    await restBehindOthers(30, 6, thread);
    expect(thread.rests).toEqual([30, 30]);
  });

  it('asks the thread itself how busy it is', async () => {
    await expect(restBehindOthers(1, 2)).resolves.toBeUndefined();
  });
});
