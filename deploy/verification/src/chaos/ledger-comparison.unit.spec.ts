import { describe, expect, it } from '@jest/globals';
import { compareLines } from './ledger-comparison.js';

const accepted = new Map([
  ['a', { key: 'key-a', hours: 400 }],
  ['b', { key: 'key-b', hours: 800 }],
]);
const listed = [{ completionId: 'a' }, { completionId: 'b' }];
const line = (completionId: string, earned: number) => ({ completionId, earned, reversesEntryId: null });

describe('a ledger against the record of its clients', () => {
  it('is right with one line for each accepted completion', () => {
    expect(compareLines(accepted, listed, [line('a', 400), line('b', 800)])).toEqual({ lost: [], doubled: [] });
  });

  it('has lost what is not in it, not in the list, or worth something else', () => {
    const { lost } = compareLines(accepted, [{ completionId: 'a' }], [line('a', 300)]);
    expect(lost).toEqual([
      expect.stringContaining('key-a: other hours'),
      expect.stringContaining('key-b: not in the list'),
      expect.stringContaining('key-b: not in the ledger'),
    ]);
  });

  it('has doubled what is in it twice, or was accepted by nobody', () => {
    const { doubled } = compareLines(
      accepted,
      [...listed, { completionId: 'c' }, { completionId: 'a' }],
      [line('a', 200), line('a', 200), line('b', 800), line('c', 100)],
    );
    expect(doubled).toEqual([
      expect.stringContaining('key-a: 2 lines'),
      expect.stringContaining('completion a'),
      expect.stringContaining('completion c: listed'),
      expect.stringContaining('completion c: in the ledger'),
    ]);
  });
});
