import { describe, expect, it } from '@jest/globals';
import type { Transaction } from '@betang/platform';
import { EpochBook } from './epoch-book.js';

/** A transaction that commits at once and remembers nothing but that. */
const tx = {
  execute: async () => 1,
  query: async () => [],
  afterCommit: (done: () => void) => done(),
} as unknown as Transaction;

const REGION = '62';
const CHAIN = '0'.repeat(64);
const head = (position: number) => ({ service: 'training-catalog', audience: 'federation', position, chain: CHAIN });
const opened = (epoch: string, parent: string | null, position = 0) => ({
  epoch,
  parent,
  reason: 'RESTORED' as const,
  heads: [head(position)],
});
const line = (epoch: string) => ({ region: REGION, service: 'training-catalog', audience: 'federation', epoch });

describe('what a service knows of the epochs of a region', () => {
  it('counts the parent up to the stated heads once the next epoch opens', async () => {
    const book = new EpochBook();
    await book.begin(tx, REGION, '1.a');
    expect(await book.open(tx, REGION, opened('2.b', '1.a', 7))).toBe('opened');
    expect([7, 8].map((position) => book.standing(line('1.a'), position))).toEqual(['closed', 'orphan']);
    expect(book.standing(line('2.b'), 1)).toBe('current');
  });

  it('opens two epochs that come in one batch, as after two restores while nobody was linked', async () => {
    const book = new EpochBook();
    await book.begin(tx, REGION, '1.a');
    const commits: (() => void)[] = [];
    const batch = { ...tx, afterCommit: (done: () => void) => commits.push(done) } as unknown as Transaction;
    expect(await book.open(batch, REGION, opened('2.b', '1.a', 7))).toBe('opened');
    // The same news on another audience's line.
    expect(await book.open(batch, REGION, opened('2.b', '1.a', 7))).toBe('known');
    expect(await book.open(batch, REGION, opened('3.c', '2.b', 9))).toBe('opened');
    expect(await book.open(batch, REGION, opened('3.d', '2.b', 9))).toBe('fork');
    expect(book.current(REGION)).toBe('1.a');
    for (const commit of commits) commit();
    expect(book.current(REGION)).toBe('3.c');
    expect([7, 8].map((position) => book.standing(line('1.a'), position))).toEqual(['closed', 'orphan']);
    expect([9, 10].map((position) => book.standing(line('2.b'), position))).toEqual(['closed', 'orphan']);
  });

  it('forgets what a transaction learned that was rolled back', async () => {
    const book = new EpochBook();
    await book.begin(tx, REGION, '1.a');
    const lost = { ...tx, afterCommit: () => undefined } as unknown as Transaction;
    await book.open(lost, REGION, opened('2.b', '1.a', 7));
    expect(await book.open(tx, REGION, opened('2.b', '1.a', 7))).toBe('opened');
  });

  it('takes two children of one parent for a fork', async () => {
    const book = new EpochBook();
    await book.begin(tx, REGION, '1.a');
    await book.open(tx, REGION, opened('2.b', '1.a'));
    expect(await book.open(tx, REGION, opened('2.c', '1.a'))).toBe('fork');
  });

  it('learns of the past of a region that it got to know in a later epoch, and takes none of it for a fork', async () => {
    const book = new EpochBook();
    await book.begin(tx, REGION, '3.c');
    expect(book.standing(line('1.a'), 1)).toBe('unknown');
    expect(await book.open(tx, REGION, opened('2.b', '1.a', 5))).toBe('known');
    expect([5, 6].map((position) => book.standing(line('1.a'), position))).toEqual(['closed', 'orphan']);
    expect(book.standing(line('2.b'), 1)).toBe('unknown');
    expect(await book.open(tx, REGION, opened('3.c', '2.b', 9))).toBe('known');
    expect([9, 10].map((position) => book.standing(line('2.b'), position))).toEqual(['closed', 'orphan']);
    expect(book.current(REGION)).toBe('3.c');
    expect(book.closedHeads()).toContainEqual({ origin: line('1.a'), position: 5 });
  });
});
