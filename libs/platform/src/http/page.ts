import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';

import { AppError } from '../errors/app-error.js';
import { sealCursor, unsealCursor } from './cursor-seal.js';

const LARGEST_PAGE = 200;
const DEFAULT_PAGE = 50;

/** `?cursor=&limit=&sort=` of every list. */
export class PageQuery {
  @IsOptional()
  @IsString()
  @MaxLength(1_000)
  readonly cursor?: string;

  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(LARGEST_PAGE)
  readonly limit: number = DEFAULT_PAGE;

  /** A field of the list's own, with `-` before it for descending. */
  @IsOptional()
  @Matches(/^-?[a-zA-Z]{1,40}$/)
  readonly sort?: string;
}

/** One page of a list; without `nextCursor` it is the last. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor?: string;
}

/**
 * Whether a list that is ordered in time alone is asked for oldest first; newest first is what who asks for nothing gets. `field` is the name
 * of that time. Throws `sort-invalid` (400) for any other field.
 */
export function isOldestFirst({ sort }: Pick<PageQuery, 'sort'>, field: string): boolean {
  if (sort !== undefined && sort.replace(/^-/, '') !== field)
    throw new AppError('sort-invalid', { status: 400, field: 'sort', params: { fields: field } });
  return sort === field;
}

/** For a list that has one order alone, `order` by name. Throws `sort-invalid` (400) when it is asked for another. */
export function assertOnlyOrder({ sort }: Pick<PageQuery, 'sort'>, order: string): void {
  if (sort !== undefined && sort !== order)
    throw new AppError('sort-invalid', { status: 400, field: 'sort', params: { fields: order } });
}

export type CursorValue = string | number | null;

/**
 * The page of a query that fetched one row more than the limit. The cursor holds the sort values of the last row, so
 * rows that come or go meanwhile neither repeat nor hide others. It is sealed: addresses end up in logs, and a list
 * sorted by names has a name in its cursor.
 */
export function pageOf<T>(rows: readonly T[], limit: number, sortValues: (row: T) => readonly CursorValue[]): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return rows.length > limit && last !== undefined ? { items, nextCursor: encodeCursor(sortValues(last)) } : { items };
}

export function encodeCursor(values: readonly CursorValue[]): string {
  return sealCursor(JSON.stringify(values));
}

/** The sort values in a cursor. Throws `cursor-invalid` (400) unless there are just as many as the list sorts by. */
export function decodeCursor(cursor: string | undefined, count: number): readonly CursorValue[] | undefined {
  if (cursor === undefined) return undefined;
  const values = parse(cursor);
  if (values === undefined || values.length !== count || !values.every(isCursorValue))
    throw new AppError('cursor-invalid', { status: 400, field: 'cursor' });
  return values;
}

function parse(cursor: string): unknown[] | undefined {
  try {
    const values: unknown = JSON.parse(unsealCursor(cursor));
    return Array.isArray(values) ? values : undefined;
  } catch {
    return undefined;
  }
}

function isCursorValue(value: unknown): value is CursorValue {
  return value === null || typeof value === 'string' || typeof value === 'number';
}
