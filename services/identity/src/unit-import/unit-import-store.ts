import {
  ListQuery,
  type ListDefinition,
  type ListRow,
  type Page,
  type PageQuery,
  type SqlClient,
} from '@betang/platform';
import type { DecidedLine, UnitLine } from './unit-lines.js';

/** A file of units: its lines as read, and what was decided on them last. */
export interface UnitImport {
  readonly importId: string;
  readonly state: 'PREVIEWED' | 'APPLIED' | 'CANCELLED';
  readonly fileName: string;
  readonly uploadedAt: Date;
  readonly lines: { readonly read: readonly UnitLine[]; readonly decided: readonly DecidedLine[] };
  readonly counts: Readonly<Record<string, number>>;
  readonly appliedAt: Date | null;
}

const SELECT = `SELECT import_id AS "importId", state, file_name AS "fileName", uploaded_at AS "uploadedAt", lines, counts, applied_at AS "appliedAt" FROM unit_import`;
const LIST: ListDefinition = {
  select: SELECT,
  // Ids grow with time.
  sorts: { uploadedAt: { sql: 'import_id', type: 'uuid' } },
  defaultSort: '-uploadedAt',
  key: { sql: 'import_id', type: 'uuid' },
};

export async function insertUnitImport(
  tx: SqlClient,
  input: {
    readonly importId: string;
    readonly fileName: string;
    readonly contentHash: string;
    readonly uploadedBy: string;
    readonly lines: readonly UnitLine[];
    readonly decided: readonly DecidedLine[];
    readonly counts: Readonly<Record<string, number>>;
  },
): Promise<void> {
  await tx.query(
    `INSERT INTO unit_import (import_id, state, file_name, content_hash, uploaded_by, lines, counts) VALUES ($1, 'PREVIEWED', $2, $3, $4, $5, $6)`,
    [
      input.importId,
      input.fileName,
      input.contentHash,
      input.uploadedBy,
      JSON.stringify({ read: input.lines, decided: input.decided }),
      JSON.stringify(input.counts),
    ],
  );
}

export async function findUnitImport(db: SqlClient, importId: string): Promise<UnitImport | undefined> {
  const [row] = await db.query<UnitImport>(`${SELECT} WHERE import_id = $1`, [importId]);
  return row;
}

export async function lockUnitImport(tx: SqlClient, importId: string): Promise<UnitImport | undefined> {
  const [row] = await tx.query<UnitImport>(`${SELECT} WHERE import_id = $1 FOR UPDATE`, [importId]);
  return row;
}

/** Newest first; ids are made in the order of uploads. */
export async function listUnitImports(db: SqlClient, query: PageQuery): Promise<Page<UnitImport>> {
  const list = new ListQuery(LIST, query).build();
  return list.page(await db.query<UnitImport & ListRow>(list.text, list.values));
}

export async function finishUnitImport(
  tx: SqlClient,
  importId: string,
  by: string,
  lines: UnitImport['lines'],
  counts: Readonly<Record<string, number>>,
): Promise<void> {
  await tx.query(
    `UPDATE unit_import SET state = 'APPLIED', applied_by = $2, applied_at = now(), lines = $3, counts = $4 WHERE import_id = $1`,
    [importId, by, JSON.stringify(lines), JSON.stringify(counts)],
  );
}
