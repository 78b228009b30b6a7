import { createHash } from 'node:crypto';
import { readMigrations, type MigrationDirectory, type MigrationFile, type SqlClient } from '@betang/platform';
import type { ArchivedEvents } from './archived-events.js';

/** The release that feeds a rebuild: its migrations, and which facts its projections are made of. */
export class FeedingRelease {
  private read: Promise<{ readonly sets: readonly string[]; readonly word: string }> | undefined;

  constructor(
    private readonly schema: string,
    private readonly directories: readonly MigrationDirectory[],
    private readonly archive: Pick<ArchivedEvents, 'types'>,
  ) {}

  /** One word for the migrations that it brings. */
  async migrations(): Promise<string> {
    return (await this.files()).word;
  }

  /** One word for the types and versions of facts that its projections are made of. */
  handlers(): string {
    return hashOf([...this.archive.types].sort());
  }

  /**
   * Whether the schema is just as far as this release. A release that the schema is ahead of must not rebuild: its handlers know nothing of what the
   * newer migrations brought, and would bring it back without its contents.
   */
  async isSchemas(db: SqlClient): Promise<boolean> {
    const { sets, word } = await this.files();
    const [row] = await db.query<{ applied: string }>(
      `SELECT ${this.schema}.projection_release($1::text[]) AS applied`,
      [sets],
    );
    return row?.applied === word;
  }

  /** Read once: what a process runs does not change under it. */
  private async files(): Promise<{ readonly sets: readonly string[]; readonly word: string }> {
    this.read ??= Promise.all(this.directories.map(readMigrations)).then((sets) => wordOf(sets.flat()));
    return this.read;
  }
}

/** As `projection_release` makes it of what is applied. */
function wordOf(files: readonly MigrationFile[]): { sets: string[]; word: string } {
  const ordered = [...files].sort((a, b) => (a.set === b.set ? a.number - b.number : a.set < b.set ? -1 : 1));
  return {
    sets: [...new Set(ordered.map(({ set }) => set))],
    word: hashOf(ordered.map(({ set, number, checksum }) => `${set}/${number} ${checksum}`)),
  };
}

function hashOf(lines: readonly string[]): string {
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}
