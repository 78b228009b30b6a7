import { ListQuery, type ListDefinition, type ListRow, type Page, type SqlClient } from '@betang/platform';
import type { CompletionImportQuery } from './completion-import.dto.js';
import type { RowProblem } from '../completion-file/read-course-row.decision.js';

/** One import of a completion file, and how far it is. */
export interface CompletionImport {
  readonly importId: string;
  readonly state: 'WORKING' | 'DONE' | 'FAILED';
  readonly fileName: string;
  readonly fileBytes: number;
  readonly contentHash: string;
  readonly uploadedBy: string;
  readonly uploadedAt: Date;
  /** Headings as the file has them; null until they are read. */
  readonly header: readonly string[] | null;
  /** Lines after the first; exact once the import is done. */
  readonly rowsTotal: number;
  readonly rowsRead: number;
  readonly rowsRecorded: number;
  /** On record already. */
  readonly rowsRepeated: number;
  readonly rowsRefused: number;
  readonly failureCode: string | null;
  readonly finishedAt: Date | null;
}

export interface RefusedRow {
  readonly rowNumber: number;
  readonly problems: readonly RowProblem[];
  readonly cells: readonly string[];
}

const COLUMNS = `import_id AS "importId", state, file_name AS "fileName", file_bytes AS "fileBytes", content_hash AS "contentHash",
  uploaded_by AS "uploadedBy", uploaded_at AS "uploadedAt", header, rows_total AS "rowsTotal", rows_read AS "rowsRead",
  rows_recorded AS "rowsRecorded", rows_repeated AS "rowsRepeated", rows_refused AS "rowsRefused", failure_code AS "failureCode",
  finished_at AS "finishedAt"`;
const LIST: ListDefinition = {
  select: `SELECT ${COLUMNS} FROM completion_import`,
  sorts: {
    // Ids grow with time.
    uploadedAt: { sql: 'import_id', type: 'uuid' },
    fileName: { sql: 'file_name', type: 'text' },
    rowsTotal: { sql: 'rows_total', type: 'integer' },
    rowsRefused: { sql: 'rows_refused', type: 'integer' },
  },
  defaultSort: '-uploadedAt',
  key: { sql: 'import_id', type: 'uuid' },
};

export type NewImport = Pick<CompletionImport, 'importId' | 'fileName' | 'contentHash' | 'uploadedBy' | 'rowsTotal'> & {
  readonly content: Buffer;
};

export async function insertImport(tx: SqlClient, input: NewImport): Promise<void> {
  const { importId, fileName, content, contentHash, uploadedBy, rowsTotal } = input;
  await tx.execute(
    `INSERT INTO completion_import (import_id, state, file_name, file_bytes, content_hash, uploaded_by, rows_total)
     VALUES ($1, 'WORKING', $2, $3, $4, $5, $6)`,
    [importId, fileName, content.length, contentHash, uploadedBy, rowsTotal],
  );
  await tx.execute('INSERT INTO completion_import_file (import_id, content) VALUES ($1, $2)', [importId, content]);
}

export async function findImport(db: SqlClient, importId: string, lock = false): Promise<CompletionImport | undefined> {
  const [row] = await db.query<CompletionImport>(
    `SELECT ${COLUMNS} FROM completion_import WHERE import_id = $1${lock ? ' FOR UPDATE' : ''}`,
    [importId],
  );
  return row;
}

/** Newest first, unless asked otherwise. */
export async function listImports(db: SqlClient, query: CompletionImportQuery): Promise<Page<CompletionImport>> {
  const list = new ListQuery(LIST, query)
    .where('state = ?', query.state)
    .where('(rows_refused > 0)::text = ?', query.refused)
    .search(['file_name'], query.search)
    .build();
  return list.page(await db.query<CompletionImport & ListRow>(list.text, list.values));
}

export async function findContent(db: SqlClient, importId: string): Promise<Buffer | undefined> {
  const [row] = await db.query<{ content: Buffer }>('SELECT content FROM completion_import_file WHERE import_id = $1', [
    importId,
  ]);
  return row?.content;
}

/** Imports that a worker has to go on with, oldest first. */
export async function findWaitingImports(db: SqlClient): Promise<string[]> {
  const rows = await db.query<{ id: string }>(
    `SELECT import_id AS id FROM completion_import WHERE state = 'WORKING' ORDER BY uploaded_at`,
  );
  return rows.map(({ id }) => id);
}

export interface BatchFigures {
  readonly read: number;
  readonly recorded: number;
  readonly repeated: number;
  readonly refused: number;
}

export async function advance(
  tx: SqlClient,
  importId: string,
  by: BatchFigures,
  header: readonly string[],
): Promise<void> {
  await tx.execute(
    `UPDATE completion_import SET rows_read = rows_read + $2, rows_recorded = rows_recorded + $3, rows_repeated = rows_repeated + $4,
       rows_refused = rows_refused + $5, header = $6, changed_at = now() WHERE import_id = $1`,
    [importId, by.read, by.recorded, by.repeated, by.refused, JSON.stringify(header)],
  );
}

export async function insertRefused(tx: SqlClient, importId: string, rows: readonly RefusedRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(
    `INSERT INTO completion_import_row (import_id, row_number, problems, cells)
     SELECT $1, n, p, c FROM unnest($2::integer[], $3::jsonb[], $4::jsonb[]) AS u(n, p, c)`,
    [
      importId,
      rows.map(({ rowNumber }) => rowNumber),
      rows.map(({ problems }) => JSON.stringify(problems)),
      rows.map(({ cells }) => JSON.stringify(cells)),
    ],
  );
}

export function listRefused(db: SqlClient, importId: string, after: number, limit: number): Promise<RefusedRow[]> {
  return db.query<RefusedRow>(
    `SELECT row_number AS "rowNumber", problems, cells FROM completion_import_row WHERE import_id = $1 AND row_number > $2
      ORDER BY row_number LIMIT $3`,
    [importId, after, limit],
  );
}

/** Ends an import. A file that was read has served; one that could not be read is kept for whoever looks into it. */
export async function finish(tx: SqlClient, importId: string, failureCode?: string): Promise<void> {
  await tx.execute(
    `UPDATE completion_import SET state = $2, failure_code = $3, rows_total = CASE WHEN $3::text IS NULL THEN rows_read ELSE rows_total END,
       changed_at = now(), finished_at = now() WHERE import_id = $1 AND state = 'WORKING'`,
    [importId, failureCode === undefined ? 'DONE' : 'FAILED', failureCode ?? null],
  );
  if (failureCode === undefined)
    await tx.execute('DELETE FROM completion_import_file WHERE import_id = $1', [importId]);
}

/** Deletes imports and their refused rows some days after their last change. */
export function sweepImports(db: SqlClient, days: number): Promise<number> {
  return db.execute(
    `DELETE FROM completion_import WHERE state <> 'WORKING' AND changed_at < now() - make_interval(days => $1)`,
    [days],
  );
}
