import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';

import { encodeCursor } from '../http/page.js';
import { pageOfComputed } from './computed-list.js';
import type { ComputedList } from './computed-list.js';

interface Agency {
  readonly id: string;
  readonly name: string;
  readonly people: number;
}
const LIST: ComputedList<Agency> = {
  sorts: { name: ({ name }) => name, people: ({ people }) => people },
  defaultSort: '-people',
  key: ({ id }) => id,
};
const AGENCIES: readonly Agency[] = [
  { id: 'c', name: 'Dinas Pangan', people: 9 },
  { id: 'a', name: 'Dinas Sosial', people: 10 },
  { id: 'b', name: 'Dinas Arsip', people: 9 },
];
const idsOf = (items: readonly Agency[]) => items.map(({ id }) => id).join('');

describe('a list that is worked out', () => {
  it('sorts numbers as numbers, ties by its key, and as asked', () => {
    const ids = (sort?: string) =>
      idsOf(pageOfComputed(AGENCIES, LIST, { limit: 9, ...(sort === undefined ? {} : { sort }) }).items);
    expect([ids(), ids('people'), ids('name'), ids('-name')]).toEqual(['abc', 'bca', 'bca', 'acb']);
    expect(() => ids('id')).toThrow('sort-invalid');
    expect(() => ids('constructor')).toThrow('sort-invalid');
  });

  it('goes on after the last row, whatever came or went meanwhile', () => {
    const first = pageOfComputed(AGENCIES, LIST, { limit: 2 });
    expect(idsOf(first.items)).toBe('ab');
    const now = [{ id: 'z', name: 'Dinas Baru', people: 99 }, ...AGENCIES.filter(({ id }) => id !== 'b')];
    const second = pageOfComputed(now, LIST, { limit: 2, cursor: first.nextCursor! });
    expect(second).toEqual({ items: [AGENCIES[0]] });
    expect(pageOfComputed([], LIST, { limit: 1 })).toEqual({ items: [] });
  });

  it('refuses the cursor of another order, and shows no name in its own', () => {
    const { nextCursor } = pageOfComputed(AGENCIES, LIST, { limit: 1, sort: 'name' });
    expect(Buffer.from(nextCursor!, 'base64url').toString('utf8')).not.toContain('Arsip');
    for (const cursor of [nextCursor!, 'x', encodeCursor(['-people', null, 'a']), encodeCursor(['-people', 1, 2])])
      expect(() => pageOfComputed(AGENCIES, LIST, { limit: 1, cursor })).toThrow('cursor-invalid');
  });
});
