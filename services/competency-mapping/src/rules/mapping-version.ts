import type { SqlClient, Transaction } from '@betang/platform';

/** Says that dictionary, standards or rules changed: whoever keeps them in memory reads them again. */
export async function touchMapping(tx: Transaction): Promise<void> {
  // The transaction's own id: never used again, not even when this one rolls back.
  await tx.execute('UPDATE mapping_version SET version = pg_current_xact_id()::text::bigint');
}

export async function mappingVersion(db: SqlClient): Promise<string> {
  const [row] = await db.query<{ version: string }>('SELECT version FROM mapping_version');
  return row!.version;
}
