import { SHARED_SCHEMA, jobsSchema, migratorRole, openConnection, schemaOf, type ServiceName } from '@betang/platform';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { connectionAs } from '../region/region-database.js';
import { readMigrationLedger, readPartitions, readSequences, readTables } from './database-catalog.js';
import { ownerOf, type Closing, type MigrationRecord, type PartitionRecord, type TableRecord } from './manifest.js';

const PART_BYTES = 4 * 1024 * 1024;

/**
 * Every schema of a region as it was at one moment, read by the roles that own them: no superuser is needed, and writers go on. It assigns no
 * transaction id, so it hides no outbox either.
 */
export class DatabaseSnapshot {
  private readonly clients = new Map<string, pg.Client>();

  private constructor(private readonly dataDir: string) {}

  static async open(dataDir: string, services: readonly ServiceName[]): Promise<DatabaseSnapshot> {
    const snapshot = new DatabaseSnapshot(dataDir);
    try {
      const shared = await snapshot.connect(SHARED_SCHEMA);
      const { rows } = await shared.query<{ id: string }>('SELECT pg_export_snapshot() AS id');
      for (const service of services) await snapshot.connect(schemaOf(service), rows[0]!.id);
      return snapshot;
    } catch (error) {
      await snapshot.close();
      throw error;
    }
  }

  get schemas(): readonly string[] {
    return [...this.clients.keys()];
  }

  /** False where another command holds what is named so; let go of when this one closes, or is killed. */
  async claim(name: string): Promise<boolean> {
    const { rows } = await this.client(SHARED_SCHEMA).query<{ free: boolean }>(
      'SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS free',
      [name],
    );
    return rows[0]?.free === true;
  }

  async epoch(): Promise<string> {
    const { rows } = await this.client(SHARED_SCHEMA).query<{ epoch: string }>(
      `SELECT epoch FROM ${SHARED_SCHEMA}.epoch ORDER BY generation DESC LIMIT 1`,
    );
    return rows[0]?.epoch ?? '';
  }

  tables(): Promise<TableRecord[]> {
    return this.eachWithJobs(readTables);
  }

  partitions(): Promise<PartitionRecord[]> {
    return this.eachWithJobs(readPartitions);
  }

  migrations(): Promise<MigrationRecord[]> {
    return this.each(readMigrationLedger);
  }

  async sequences(): Promise<Closing['sequences']> {
    return this.eachWithJobs(async (client, schema) => [...(await readSequences(client, schema))]);
  }

  /** The rows of a table in the text form of COPY, in parts of some MiB; resolves to their number. */
  async *rows({ schema, table, columns }: TableRecord): AsyncGenerator<Buffer, number> {
    const client = this.client(schema);
    const names = columns.map((column) => client.escapeIdentifier(column)).join(', ');
    // A query, for COPY alone does not descend into partitions.
    const source = `SELECT ${names} FROM ${schema}.${client.escapeIdentifier(table)}`;
    const stream = client.query(copyTo(`COPY (${source}) TO STDOUT`));
    let waiting: Buffer[] = [];
    let length = 0;
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      waiting.push(chunk);
      length += chunk.length;
      if (length < PART_BYTES) continue;
      yield Buffer.concat(waiting);
      [waiting, length] = [[], 0];
    }
    if (length > 0) yield Buffer.concat(waiting);
    return stream.rowCount;
  }

  async close(): Promise<void> {
    await Promise.all([...this.clients.values()].map((client) => client.end().catch(() => undefined)));
  }

  private async connect(schema: string, snapshot?: string): Promise<pg.Client> {
    const client = await openConnection(await connectionAs(this.dataDir, migratorRole(schema)));
    this.clients.set(schema, client);
    // A large region takes longer than a request may.
    await client.query(
      'SET transaction_timeout = 0; SET idle_in_transaction_session_timeout = 0; SET statement_timeout = 0',
    );
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    if (snapshot !== undefined) await client.query(`SET TRANSACTION SNAPSHOT ${client.escapeLiteral(snapshot)}`);
    return client;
  }

  private async each<T>(read: (client: pg.Client, schema: string) => Promise<T[]>): Promise<T[]> {
    const found: T[] = [];
    for (const [schema, client] of this.clients) found.push(...(await read(client, schema)));
    return found;
  }

  /** A service's queues lie in a schema of their own, which its migrator owns too. Their ledger is of the queues' own making. */
  private async eachWithJobs<T>(read: (client: pg.Client, schema: string) => Promise<T[]>): Promise<T[]> {
    return this.each(async (client, schema) =>
      schema === SHARED_SCHEMA
        ? read(client, schema)
        : [...(await read(client, schema)), ...(await read(client, jobsSchema(schema)))],
    );
  }

  private client(schema: string): pg.Client {
    return this.clients.get(ownerOf(schema))!;
  }
}
