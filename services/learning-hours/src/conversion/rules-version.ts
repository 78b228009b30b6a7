import type { SqlClient, Transaction, UnitOfWork } from '@betang/platform';

/** How long a reader that may be a moment behind goes without asking whether another process changed the rules. */
const FRESH_MS = 1_000;

const VERSION = 'SELECT version::float8 AS version FROM rules_version';

/** Version of the rules and policies as this statement sees them. */
export async function readRulesVersion(db: SqlClient): Promise<number> {
  const [row] = await db.query<{ version: number }>(VERSION);
  return row?.version ?? 0;
}

/**
 * Rules in memory, read again when another version is asked for. What was read may be newer than the version it is kept under, never older:
 * the version is read first.
 */
export class VersionedBook<T> {
  private held: { readonly version: number; readonly book: T } | undefined;
  /** On a count that is never put back. */
  private askedAt = -Infinity;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly load: (db: SqlClient) => Promise<T>,
  ) {}

  /** What is in memory, whatever its version: good for a guess that is looked at again. */
  get known(): T | undefined {
    return this.held?.book;
  }

  /** The rules at least as new as `version`, which the caller read in this transaction. */
  async at(tx: Transaction, version: number): Promise<T> {
    if (this.held?.version === version) return this.held.book;
    const book = await this.load(tx);
    this.held = { version, book };
    return book;
  }

  /** The rules as they are, or were a second ago. */
  async current(): Promise<T> {
    if (this.held && performance.now() - this.askedAt < FRESH_MS) return this.held.book;
    return this.unitOfWork.run(async (tx) => {
      const book = await this.at(tx, await readRulesVersion(tx));
      this.askedAt = performance.now();
      return book;
    });
  }

  /** The next {@link current} asks again. */
  forget(): void {
    this.askedAt = -Infinity;
  }
}
