import type pg from 'pg';
import type { Closing, MigrationRecord, PartitionRecord, TableRecord } from './manifest.js';

/** The ledger of migrations is not copied: whoever restores applies them. */
const LEDGER = 'migration';

/** Tables of a schema, each after those that it refers to. @throws Error where tables refer to each other in a circle */
export async function readTables(client: pg.Client, schema: string): Promise<TableRecord[]> {
  const { rows } = await client.query<{ table: string; columns: string[] }>(
    `SELECT c.relname AS table, array_agg(a.attname::text ORDER BY a.attnum) AS columns
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
      WHERE n.nspname = $1 AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname <> $2
      GROUP BY c.relname ORDER BY c.relname`,
    [schema, LEDGER],
  );
  const { rows: references } = await client.query<{ table: string; refers_to: string }>(
    `SELECT c.relname AS table, f.relname AS refers_to FROM pg_constraint k
       JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class f ON f.oid = k.confrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = $1 AND k.contype = 'f' AND c.oid <> f.oid`,
    [schema],
  );
  return inOrder(rows, references).map(({ table, columns }) => ({ schema, table, columns }));
}

export async function readPartitions(client: pg.Client, schema: string): Promise<PartitionRecord[]> {
  const { rows } = await client.query<Omit<PartitionRecord, 'schema'>>(
    `SELECT c.relname AS table, p.relname AS parent, pg_get_expr(c.relpartbound, c.oid) AS bound
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       JOIN pg_inherits i ON i.inhrelid = c.oid JOIN pg_class p ON p.oid = i.inhparent
      WHERE n.nspname = $1 AND c.relispartition AND c.relkind = 'r' ORDER BY c.relname`,
    [schema],
  );
  return rows.map((row) => ({ schema, ...row }));
}

export async function readMigrationLedger(client: pg.Client, schema: string): Promise<MigrationRecord[]> {
  const { rows } = await client.query<Omit<MigrationRecord, 'schema'>>(
    `SELECT set, number, name, checksum FROM ${schema}.${LEDGER} ORDER BY applied_at, set, number`,
  );
  return rows.map((row) => ({ schema, ...row }));
}

/** Read after the rows: a sequence stands outside every snapshot and only goes forward. */
export async function readSequences(client: pg.Client, schema: string): Promise<Closing['sequences']> {
  const { rows } = await client.query<{ sequence: string }>(
    'SELECT sequencename AS sequence FROM pg_sequences WHERE schemaname = $1 ORDER BY 1',
    [schema],
  );
  const found = [];
  for (const { sequence } of rows) {
    const { rows: state } = await client.query<{ last_value: string; is_called: boolean }>(
      `SELECT last_value, is_called FROM ${schema}.${client.escapeIdentifier(sequence)}`,
    );
    found.push({ schema, sequence, value: state[0]!.last_value, isCalled: state[0]!.is_called });
  }
  return found;
}

interface Named {
  readonly table: string;
}

function inOrder<T extends Named>(
  tables: readonly T[],
  references: readonly { table: string; refers_to: string }[],
): T[] {
  const waiting = [...tables];
  const done = new Set<string>();
  const ordered: T[] = [];
  while (waiting.length > 0) {
    const next = waiting.findIndex(({ table }) => references.every((r) => r.table !== table || done.has(r.refers_to)));
    if (next < 0) throw new Error(`tables refer to each other: ${waiting.map(({ table }) => table).join(', ')}`);
    const [found] = waiting.splice(next, 1);
    done.add(found!.table);
    ordered.push(found!);
  }
  return ordered;
}
