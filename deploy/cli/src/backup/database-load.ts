import { migratorRole, openConnection } from '@betang/platform';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom, type CopyStreamQuery } from 'pg-copy-streams';
import { connectionAs } from '../region/region-database.js';
import { ownerOf, type Closing, type Manifest, type TableRecord } from './manifest.js';

/** Fills the freshly migrated schemas with the rows of a backup, table after table, one transaction a schema. */
export class DatabaseLoad {
  private client: pg.Client | undefined;
  private schema = '';
  private table: { readonly index: number; readonly stream: CopyStreamQuery } | undefined;
  private rows = 0;

  constructor(
    private readonly dataDir: string,
    private readonly databaseUrl: string,
    private readonly manifest: Manifest,
  ) {}

  /** The next part of a table's rows; parts of one table follow each other. */
  async take(index: number, body: Buffer): Promise<void> {
    if (this.table?.index !== index) {
      await this.endTable();
      const table = this.manifest.tables[index]!;
      if (table.schema !== this.schema) await this.beginSchema(table.schema);
      this.table = { index, stream: this.client!.query(copyFrom(copyStatement(this.client!, table))) };
    }
    const { stream } = this.table;
    if (!stream.write(body)) await Promise.race([once(stream, 'drain'), finished(stream)]);
  }

  /** Ends the last table and sets the sequences. Answers the number of rows. */
  async finish(sequences: Closing['sequences']): Promise<number> {
    await this.endTable();
    await this.endSchema();
    const schemas = [...new Set(sequences.map(({ schema }) => schema))];
    for (const schema of schemas) {
      const client = await this.connect(schema);
      for (const { sequence, value, isCalled } of sequences.filter((s) => s.schema === schema))
        await client.query('SELECT setval($1::regclass, $2::bigint, $3)', [
          `${schema}.${client.escapeIdentifier(sequence)}`,
          value,
          isCalled,
        ]);
      await client.query('ANALYZE');
      await client.end();
    }
    return this.rows;
  }

  async close(): Promise<void> {
    await this.client?.end().catch(() => undefined);
  }

  private async beginSchema(schema: string): Promise<void> {
    await this.endSchema();
    this.schema = schema;
    this.client = await this.connect(schema);
    await this.client.query('BEGIN');
    const tables = this.tablesOf(schema);
    for (const table of tables) await this.client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
    // Migrations bring rows of their own; the backup has them too, and what became of them.
    await this.client.query(`TRUNCATE ${tables.join(', ')}`);
    for (const { table, parent, bound } of this.manifest.partitions.filter(
      (partition) => partition.schema === schema,
    )) {
      const name = `${schema}.${this.client.escapeIdentifier(table)}`;
      await this.client.query(
        `CREATE TABLE IF NOT EXISTS ${name} PARTITION OF ${schema}.${this.client.escapeIdentifier(parent)} ${bound}`,
      );
    }
  }

  private async endSchema(): Promise<void> {
    if (!this.client) return;
    for (const table of this.tablesOf(this.schema)) await this.client.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
    await this.client.query('COMMIT');
    await this.client.end();
    this.client = undefined;
  }

  private async endTable(): Promise<void> {
    if (!this.table) return;
    const { stream } = this.table;
    stream.end();
    await finished(stream);
    this.rows += stream.rowCount;
    this.table = undefined;
  }

  private tablesOf(schema: string): string[] {
    return this.manifest.tables
      .filter((table) => table.schema === schema)
      .map(({ table }) => `${schema}.${pg.escapeIdentifier(table)}`);
  }

  private async connect(schema: string): Promise<pg.Client> {
    const target = await connectionAs(this.dataDir, migratorRole(ownerOf(schema)), this.databaseUrl);
    const client = await openConnection(target);
    await client.query(
      'SET transaction_timeout = 0; SET idle_in_transaction_session_timeout = 0; SET client_min_messages = warning',
    );
    return client;
  }
}

function copyStatement(client: pg.Client, { schema, table, columns }: TableRecord): string {
  const names = columns.map((column) => client.escapeIdentifier(column)).join(', ');
  return `COPY ${schema}.${client.escapeIdentifier(table)} (${names}) FROM STDIN`;
}
