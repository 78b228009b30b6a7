import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';

import { assertOnlyOrder, encodeCursor, isOldestFirst } from '../http/page.js';
import { ListQuery } from './list-query.js';
import type { ListDefinition, ListRow } from './list-query.js';

const PEOPLE: ListDefinition = {
  select: `SELECT id, name, (SELECT count(*) FROM hours AS h WHERE h.id = p.id) AS hours, extract(year FROM born) AS year FROM person AS p`,
  sorts: { name: { sql: 'p.name', type: 'text' }, since: { sql: 'p.since', type: 'date' } },
  defaultSort: 'name',
  key: { sql: 'p.id', type: 'uuid' },
};
const ID = '00000000-0000-4000-8000-00000000000a';
const row = (sortValue: string, sortKey = ID): ListRow & { id: string } => ({ id: sortKey, sortValue, sortKey });

describe('a list in order of time alone', () => {
  it('is newest first unless asked otherwise, and knows no other field', () => {
    expect([undefined, '-at', 'at'].map((sort) => isOldestFirst(sort === undefined ? {} : { sort }, 'at'))).toEqual([
      false,
      false,
      true,
    ]);
    expect(() => isOldestFirst({ sort: '-name' }, 'at')).toThrow('sort-invalid');
  });

  it('or kept in one order alone refuses every other', () => {
    expect(() => assertOnlyOrder({}, 'row')).not.toThrow();
    expect(() => assertOnlyOrder({ sort: 'row' }, 'row')).not.toThrow();
    for (const sort of ['-row', 'name']) expect(() => assertOnlyOrder({ sort }, 'row')).toThrow('sort-invalid');
  });
});

describe('a list', () => {
  it('filters by what was asked, sorts, and fetches one row more', () => {
    const statement = new ListQuery(PEOPLE, { limit: 2, sort: '-since' })
      .where('p.status = ?', 'PNS')
      .where('p.unit = ?', undefined)
      .where('p.born BETWEEN ? AND ?', '1990-01-01', '1999-12-31')
      .search(['p.name', 'p.title'], ' 50%_a ')
      .build();
    expect(statement.text.replace(/\s+/g, ' ')).toBe(
      `SELECT id, name, (SELECT count(*) FROM hours AS h WHERE h.id = p.id) AS hours, extract(year FROM born) AS year, (p.since)::text AS "sortValue", (p.id)::text AS "sortKey" FROM person AS p WHERE (p.status = $1) AND (p.born BETWEEN $2 AND $3) AND (p.name ILIKE $4 OR p.title ILIKE $4) ORDER BY p.since DESC, p.id DESC LIMIT 3`,
    );
    expect(statement.values).toEqual(['PNS', '1990-01-01', '1999-12-31', '%50\\%\\_a%']);
  });

  it('goes on after the last row, in the same order only', () => {
    const first = new ListQuery(PEOPLE, { limit: 1 }).build().page([row('Ani'), row('Budi')]);
    expect(first.items).toEqual([{ id: ID }]);
    const second = new ListQuery(PEOPLE, { limit: 1, cursor: first.nextCursor! }).build();
    expect(second.text).toContain('WHERE ((p.name, p.id) > ($1::text, $2::uuid))');
    expect(second.values).toEqual(['Ani', ID]);
    expect(second.page([row('Budi')])).toEqual({ items: [{ id: ID }] });
    expect(() => new ListQuery(PEOPLE, { limit: 1, sort: '-name', cursor: first.nextCursor! })).toThrow(
      'cursor-invalid',
    );
  });

  it('refuses fields and cursors that are not its own', () => {
    for (const sort of ['number', 'constructor', '-toString'])
      expect(() => new ListQuery(PEOPLE, { limit: 1, sort })).toThrow('sort-invalid');
    for (const cursor of [
      'x',
      encodeCursor(['name', 'Ani']),
      encodeCursor(['name', 'Ani', "1'; DROP"]),
      encodeCursor(['name', null, ID]),
    ])
      expect(() => new ListQuery(PEOPLE, { limit: 1, cursor })).toThrow('cursor-invalid');
    expect(() => new ListQuery(PEOPLE, { limit: 1 }).where('a = ?', 1, 2)).toThrow('1 places for 2 values');
  });

  it('keeps within the units of a role', () => {
    const all = new ListQuery(PEOPLE, { limit: 1 }).within('path', 'all').build();
    expect(all.text).not.toContain('path');
    const some = new ListQuery(PEOPLE, { limit: 1 }).within('path', ['a_b/c']).build();
    expect(some.text).toContain('(path = ANY($1::text[]) OR path LIKE ANY($2::text[]))');
    expect(some.values).toEqual([['a_b/c'], ['a\\_b/c/%']]);
    expect(new ListQuery(PEOPLE, { limit: 1 }).within('path', []).build().values).toEqual([[], []]);
  });

  it('does not show in its cursor what it sorts by', () => {
    const { nextCursor } = new ListQuery(PEOPLE, { limit: 1 }).build().page([row('Dinarti'), row('Budi')]);
    expect(Buffer.from(nextCursor!, 'base64url').toString('utf8')).not.toContain('Dinarti');
  });
});
