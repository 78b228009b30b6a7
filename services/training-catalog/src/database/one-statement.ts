import { AppError, type Transaction } from '@betang/platform';
import type { EntityManager } from 'typeorm';
import type pg from 'pg';

interface Part {
  readonly text: string;
  readonly values: readonly unknown[];
}

/**
 * A transaction of one statement: what is written to it is collected, and sent as one `WITH … AS (…)` that Postgres runs and commits in one
 * round trip. For hot paths that only insert; the parts of one name must always be the same, for the statement is prepared under it.
 *
 * All parts see the database as it was before: none sees rows of another.
 */
export class OneStatement implements Transaction {
  private readonly parts: Part[] = [];
  private readonly hooks: (() => void)[] = [];

  constructor(
    private readonly name: string,
    private readonly pool: Pick<pg.Pool, 'query'>,
  ) {}

  get manager(): EntityManager {
    throw new AppError('one-statement-reads', { params: { statement: this.name } });
  }

  async execute(text: string, values: readonly unknown[] = []): Promise<number> {
    this.parts.push({ text, values });
    return 0;
  }

  /** Answers no rows: nothing has run yet. */
  async query<R>(text: string, values: readonly unknown[] = []): Promise<R[]> {
    this.parts.push({ text, values });
    return [];
  }

  async prepared<R>(_name: string, text: string, values: readonly unknown[]): Promise<R[]> {
    return this.query<R>(text, values);
  }

  /** Nothing of one statement fails alone. */
  async savepoint(): Promise<never> {
    throw new AppError('one-statement-reads', { params: { statement: this.name } });
  }

  afterCommit(work: () => void): void {
    this.hooks.push(work);
  }

  /** Runs and commits all parts, or none. The error of a part comes as Postgres tells it. @throws AppError `one-statement-differs` */
  async commit(): Promise<void> {
    await this.pool.query({
      name: this.name,
      text: this.text(),
      values: this.parts.flatMap(({ values }) => values),
    });
    for (const hook of this.hooks) hook();
  }

  /** Put together once a name: on the path of every command the search for parameters would cost more than the sending. */
  private text(): string {
    let known = combinations.get(this.name);
    if (known === undefined) {
      known = { of: this.parts.map(({ text }) => text), text: combined(this.parts) };
      combinations.set(this.name, known);
    }
    const { of } = known;
    if (of.length !== this.parts.length || this.parts.some(({ text }, index) => text !== of[index]))
      throw new AppError('one-statement-differs', { params: { statement: this.name } });
    return known.text;
  }
}

/** Statements by name, with the parts that they are made of. */
const combinations = new Map<string, { readonly of: readonly string[]; readonly text: string }>();

function combined(parts: readonly Part[]): string {
  let offset = 0;
  const expressions = parts.map(({ text, values }, index) => {
    const shifted = text.replace(/\$(\d+)/g, (_, number: string) => `$${Number(number) + offset}`);
    offset += values.length;
    return `part_${index} AS (${shifted})`;
  });
  return `WITH ${expressions.join(', ')} SELECT`;
}
