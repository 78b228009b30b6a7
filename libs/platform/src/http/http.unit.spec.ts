import { describe, expect, it } from '@jest/globals';

import { assertVersion, isKnownVersion } from './etag.js';
import { decodeCursor, encodeCursor, pageOf } from './page.js';
import { requestIdOf } from './request-scope.js';
import { RouteTable } from './route-table.js';
import { withRequest } from '../request/request-context.js';

describe('pages', () => {
  const rows = [
    { name: 'Ani', id: 1 },
    { name: 'Budi', id: 2 },
    { name: 'Citra', id: 3 },
  ];

  it('point to the next page while there is one', () => {
    const page = pageOf(rows, 2, (row) => [row.name, row.id]);
    expect(page.items).toHaveLength(2);
    expect(decodeCursor(page.nextCursor, 2)).toEqual(['Budi', 2]);
    expect(pageOf(rows, 3, (row) => [row.id])).toEqual({ items: rows });
  });

  it.each([
    '',
    '!',
    encodeCursor([1]),
    encodeCursor([1, 2, 3]),
    Buffer.from('[{},1]').toString('base64url'),
    Buffer.from('{"0":1}').toString('base64url'),
  ])('refuse the cursor %p', (cursor) => {
    expect(() => decodeCursor(cursor, 2)).toThrow(expect.objectContaining({ code: 'cursor-invalid', status: 400 }));
  });
});

describe('a cursor', () => {
  it('points into its own list alone', () => {
    const within = <T>(route: string, work: () => T): T => withRequest({ route }, work);
    const cursor = within('/api/identity/v1/employees', () => encodeCursor(['01']));
    expect(within('/api/identity/v1/employees', () => decodeCursor(cursor, 1))).toEqual(['01']);
    for (const route of ['/api/identity/v1/units', '/api/reporting/v1/audit'])
      expect(() => within(route, () => decodeCursor(cursor, 1))).toThrow(
        expect.objectContaining({ code: 'cursor-invalid', status: 400 }),
      );
  });
});

describe('entity tags', () => {
  it('let a change pass only on the version that was seen', () => {
    for (const seen of ['"7"', '"6", "7"', '*']) expect(() => assertVersion(seen, 7)).not.toThrow();
    for (const seen of ['"6"', 'W/"7"', '7', '"77"'])
      expect(() => assertVersion(seen, 7)).toThrow(expect.objectContaining({ code: 'etag-mismatch', status: 412 }));
  });

  it('know a version by its weak tag too', () => {
    expect(['"7"', 'W/"7"', '"1", W/"7"', '*'].map((header) => isKnownVersion(header, '"7"'))).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect([undefined, '"8"', ''].map((header) => isKnownVersion(header, '"7"'))).toEqual([false, false, false]);
  });
});

describe('RouteTable', () => {
  it('tells the methods of a path', () => {
    const routes = new RouteTable();
    routes.add('/entries', 'POST');
    routes.add('/entries', ['GET', 'HEAD']);
    routes.add('/entries/:id/evidence', 'PUT');
    routes.add('/files/*', 'GET');
    expect(routes.methodsOf('/entries')).toEqual(['GET', 'HEAD', 'POST']);
    expect(routes.methodsOf('/entries/1/evidence')).toEqual(['PUT']);
    expect(routes.methodsOf('/entries/1')).toEqual([]);
    expect(routes.methodsOf('/files/a/b')).toEqual(['GET']);
  });
});

describe('requestIdOf', () => {
  it('takes an id of the caller, but nothing that is none', () => {
    expect(requestIdOf({ 'x-request-id': 'req-12345678' })).toBe('req-12345678');
    for (const given of ['short', 'a b c d e f g', '198503152010011007', 'x'.repeat(65), undefined])
      expect(requestIdOf({ 'x-request-id': given })).toMatch(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });
});
