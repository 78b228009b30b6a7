import { AppError } from '../errors/app-error.js';
import { decodeCursor, pageOf } from '../http/page.js';
import type { CursorValue, Page, PageQuery } from '../http/page.js';
import { sortOrder } from './sort-order.js';

/** SQL type of a sort column: a cursor's text is cast to it. */
export type SortType = 'text' | 'uuid' | 'integer' | 'bigint' | 'numeric' | 'date' | 'timestamptz' | 'boolean';

/** A field that a list may be sorted by. */
export interface SortField {
  /** SQL expression, never null: `coalesce(x, '')`. Written by us, never by a caller. */
  readonly sql: string;
  readonly type: SortType;
}

/** What a list shows and by what it sorts. One constant a list. */
export interface ListDefinition {
  /** `SELECT … FROM … JOIN …`, without WHERE, ORDER BY and LIMIT. */
  readonly select: string;
  readonly sorts: Readonly<Record<string, SortField>>;
  /** Sort of who asks for none: a key of `sorts`, perhaps with `-` before it. */
  readonly defaultSort: string;
  /** Unique column that settles ties. */
  readonly key: SortField;
  /** GROUP BY clause where there is one; conditions then stand before it. */
  readonly groupBy?: string;
}

/** A ready statement and how its rows become a page. */
export interface ListStatement {
  readonly text: string;
  readonly values: readonly unknown[];
  page<R extends ListRow>(rows: readonly R[]): Page<Omit<R, keyof ListRow>>;
}

/** Columns that the builder adds to each row for the cursor. */
export interface ListRow {
  readonly sortValue: string;
  readonly sortKey: string;
}

/**
 * Builds the SQL of one page: conditions, the order asked for, and where the page before ended (by value, so rows that
 * come and go neither repeat nor hide others).
 *
 *   const list = new ListQuery(PEOPLE, query).where('unit_id = ?', unitId).search(['name'], query.search);
 *   const statement = list.build();
 *   return statement.page(await db.query<PersonRow & ListRow>(statement.text, statement.values));
 */
export class ListQuery {
  private readonly conditions: string[] = [];
  private readonly values: unknown[] = [];
  private readonly field: SortField;
  private readonly descending: boolean;
  private readonly limit: number;

  /** Throws `sort-invalid` (400) for a field that the list does not sort by, `cursor-invalid` for a foreign cursor. */
  constructor(
    private readonly definition: ListDefinition,
    page: PageQuery,
  ) {
    const sort = page.sort ?? definition.defaultSort;
    const { field, descending } = sortOrder(definition.sorts, sort);
    this.descending = descending;
    this.field = field;
    this.limit = page.limit;
    this.startAfter(decodeCursor(page.cursor, 3), sort);
  }

  /** Adds a condition; each `?` stands for one value. A condition with an undefined value is left out: a filter not asked for. */
  where(condition: string, ...values: readonly unknown[]): this {
    if (values.some((value) => value === undefined)) return this;
    const parts = condition.split('?');
    if (parts.length - 1 !== values.length) throw new Error(`${parts.length - 1} places for ${values.length} values`);
    this.conditions.push(parts.reduce((text, part, index) => `${text}${this.place(values[index - 1])}${part}`));
    return this;
  }

  /** Rows that hold the text somewhere in one of the columns, whatever its case. */
  search(columns: readonly string[], text: string | undefined): this {
    if (text === undefined || text.trim() === '') return this;
    const pattern = this.place(`%${text.trim().replace(/[\\%_]/g, '\\$&')}%`);
    this.conditions.push(columns.map((column) => `${column} ILIKE ${pattern}`).join(' OR '));
    return this;
  }

  /** Rows within the subtrees of units, as `unitsOf` gives them; `pathColumn` holds ids joined by `/`. */
  within(pathColumn: string, units: 'all' | readonly string[]): this {
    if (units === 'all') return this;
    const own = this.place([...units]);
    const below = this.place(units.map((unit) => `${unit.replace(/[\\%_]/g, '\\$&')}/%`));
    this.conditions.push(`${pathColumn} = ANY(${own}::text[]) OR ${pathColumn} LIKE ANY(${below}::text[])`);
    return this;
  }

  build(): ListStatement {
    const { select, groupBy, key } = this.definition;
    const direction = this.descending ? 'DESC' : 'ASC';
    const where =
      this.conditions.length === 0 ? '' : ` WHERE ${this.conditions.map((text) => `(${text})`).join(' AND ')}`;
    const columns = `(${this.field.sql})::text AS "sortValue", (${key.sql})::text AS "sortKey"`;
    const text = `${withColumns(select, columns)}${where}${groupBy === undefined ? '' : ` ${groupBy}`}
 ORDER BY ${this.field.sql} ${direction}, ${key.sql} ${direction} LIMIT ${this.limit + 1}`;
    return { text, values: this.values, page: (rows) => this.pageOf(rows) };
  }

  private pageOf<R extends ListRow>(rows: readonly R[]): Page<Omit<R, keyof ListRow>> {
    const sort = this.sortName();
    const page = pageOf(rows, this.limit, ({ sortValue, sortKey }) => [sort, sortValue, sortKey]);
    const items = page.items.map(({ sortValue: _value, sortKey: _key, ...item }) => item);
    return page.nextCursor === undefined ? { items } : { items, nextCursor: page.nextCursor };
  }

  private sortName(): string {
    const name = Object.entries(this.definition.sorts).find(([, field]) => field === this.field)?.[0] ?? '';
    return this.descending ? `-${name}` : name;
  }

  private startAfter(cursor: readonly CursorValue[] | undefined, sort: string): void {
    if (cursor === undefined) return;
    const [cursorSort, value, key] = cursor;
    // A cursor of another order would point nowhere.
    if (cursorSort !== sort || !fits(value, this.field.type) || !fits(key, this.definition.key.type))
      throw new AppError('cursor-invalid', { status: 400, field: 'cursor' });
    const { key: tie } = this.definition;
    const after = `(${this.place(value)}::${this.field.type}, ${this.place(key)}::${tie.type})`;
    this.conditions.push(`(${this.field.sql}, ${tie.sql}) ${this.descending ? '<' : '>'} ${after}`);
  }

  private place(value: unknown): string {
    if (value === undefined) return '';
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

/** The statement with the cursor's columns behind its own. */
function withColumns(select: string, columns: string): string {
  const from = topLevelFrom(select);
  return `${select.slice(0, from).trimEnd()}, ${columns} ${select.slice(from)}`;
}

/** Where the statement's own FROM begins: not one inside parentheses, such as of a subquery or `extract(… FROM …)`. */
function topLevelFrom(select: string): number {
  let depth = 0;
  for (let at = 0; at < select.length; at += 1) {
    if (select[at] === '(') depth += 1;
    else if (select[at] === ')') depth -= 1;
    else if (depth === 0 && /^\bFROM\b/i.test(select.slice(at, at + 5)) && /\s/.test(select[at - 1] ?? '')) return at;
  }
  throw new Error('the list has no FROM');
}

const FORMS: Readonly<Record<SortType, RegExp>> = {
  text: /^/,
  uuid: /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/,
  integer: /^-?\d{1,10}$/,
  bigint: /^-?\d{1,18}$/,
  numeric: /^-?\d{1,30}(?:\.\d{1,30})?$/,
  date: /^\d{4}-\d{2}-\d{2}$/,
  timestamptz: /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(?:\.\d{1,6})?[+-]\d{2}(?::\d{2})?$/,
  boolean: /^(?:true|false)$/,
};

function fits(value: CursorValue | undefined, type: SortType): boolean {
  return typeof value === 'string' && FORMS[type].test(value);
}
