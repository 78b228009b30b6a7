import { AppError } from '../errors/app-error.js';
import { decodeCursor, pageOf } from '../http/page.js';
import type { CursorValue, Page, PageQuery } from '../http/page.js';
import { sortOrder } from './sort-order.js';

/** How a list whose rows are worked out in memory is sorted: figures of agencies, lines of a plan; never rows that grow with a region's people. */
export interface ComputedList<T> {
  readonly sorts: Readonly<Record<string, (item: T) => string | number>>;
  /** Sort of who asks for none: a key of `sorts`, perhaps with `-` before it. */
  readonly defaultSort: string;
  /** Settles ties, always ascending; no two items have the same. */
  readonly key: (item: T) => string;
}

/**
 * One page of what {@link ListQuery} cannot fetch, in the same order and with the same cursor by value.
 * Throws `sort-invalid` (400) for a field that the list does not sort by, `cursor-invalid` for a foreign cursor.
 */
export function pageOfComputed<T>(items: readonly T[], list: ComputedList<T>, query: PageQuery): Page<T> {
  const sort = query.sort ?? list.defaultSort;
  const { field, descending } = sortOrder(list.sorts, sort);
  const compare = (a: Place, b: Place) => (descending ? -1 : 1) * compared(a.value, b.value) || compared(a.key, b.key);
  const after = placeAfter(decodeCursor(query.cursor, 3), sort);
  const rows = items
    .map((item) => ({ item, value: field(item), key: list.key(item) }))
    .sort(compare)
    .filter((row) => after === undefined || compare(row, after) > 0);
  const page = pageOf(rows, query.limit, ({ value, key }) => [sort, value, key]);
  return { ...page, items: page.items.map(({ item }) => item) };
}

interface Place {
  readonly value: string | number;
  readonly key: string;
}

function placeAfter(cursor: readonly CursorValue[] | undefined, sort: string): Place | undefined {
  if (cursor === undefined) return undefined;
  const [cursorSort, value, key] = cursor;
  // A cursor of another order would point nowhere.
  if (cursorSort !== sort || value === null || value === undefined || typeof key !== 'string')
    throw new AppError('cursor-invalid', { status: 400, field: 'cursor' });
  return { value, key };
}

function compared(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
