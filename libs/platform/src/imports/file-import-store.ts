import type { SqlClient } from '../database/transaction.js';
import type { AppError } from '../errors/app-error.js';
import { sentFileName } from '../files/file-name.js';
import { decodeCursor, pageOf } from '../http/page.js';
import type { Page, PageQuery } from '../http/page.js';
import type { ListDefinition } from '../lists/list-query.js';
import type { FileImport, RefusedRow } from './file-import.js';

const ROWS_A_PAGE = 1_000;
const COLUMNS = `import_id AS "importId", kind, state, file_name AS "fileName", file_bytes AS "fileBytes", content_hash AS "contentHash",
  parameters, uploaded_by AS "uploadedBy", uploaded_at AS "uploadedAt", header, rows_total AS "rowsTotal", rows_read AS "rowsRead",
  rows_taken AS "rowsTaken", rows_repeated AS "rowsRepeated", rows_refused AS "rowsRefused", failure_code AS "failureCode",
  failure_params AS "failureParams", finished_at AS "finishedAt"`;

/** Imports as a list; who shows it says of which kinds. */
export const FILE_IMPORTS: ListDefinition = {
  select: `SELECT ${COLUMNS} FROM file_import`,
  sorts: {
    // Ids grow with time.
    uploadedAt: { sql: 'import_id', type: 'uuid' },
    fileName: { sql: 'file_name', type: 'text' },
    rowsTotal: { sql: 'coalesce(rows_total, rows_read)', type: 'integer' },
    rowsRefused: { sql: 'rows_refused', type: 'integer' },
  },
  defaultSort: '-uploadedAt',
  key: { sql: 'import_id', type: 'uuid' },
};

export interface ImportRow {
  readonly kind: string;
  readonly fileName: string;
  readonly content: Buffer;
  readonly contentHash: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly uploadedBy: string;
  readonly rowsTotal: number | undefined;
}

export async function insert(tx: SqlClient, importId: string, input: ImportRow): Promise<void> {
  await tx.execute(
    `INSERT INTO file_import (import_id, kind, file_name, file_bytes, content_hash, parameters, uploaded_by, rows_total)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      importId,
      input.kind,
      sentFileName(input.fileName, input.kind),
      input.content.length,
      input.contentHash,
      JSON.stringify(input.parameters ?? {}),
      input.uploadedBy,
      input.rowsTotal ?? null,
    ],
  );
  await tx.execute('INSERT INTO file_import_content (import_id, content) VALUES ($1, $2)', [importId, input.content]);
}

export async function find(db: SqlClient, importId: string): Promise<FileImport | undefined> {
  const [row] = await db.query<FileImport>(`SELECT ${COLUMNS} FROM file_import WHERE import_id = $1`, [importId]);
  return row;
}

export async function lock(tx: SqlClient, importId: string): Promise<FileImport | undefined> {
  const [row] = await tx.query<FileImport>(`SELECT ${COLUMNS} FROM file_import WHERE import_id = $1 FOR UPDATE`, [
    importId,
  ]);
  return row;
}

export async function findContent(db: SqlClient, importId: string): Promise<Buffer | undefined> {
  const [row] = await db.query<{ content: Buffer }>('SELECT content FROM file_import_content WHERE import_id = $1', [
    importId,
  ]);
  return row?.content;
}

export async function findWaiting(db: SqlClient, kinds: readonly string[]): Promise<string[]> {
  const rows = await db.query<{ id: string }>(
    `SELECT import_id AS id FROM file_import WHERE state = 'WORKING' AND kind = ANY($1::text[]) ORDER BY uploaded_at`,
    [kinds],
  );
  return rows.map(({ id }) => id);
}

export interface BatchFigures {
  readonly read: number;
  readonly taken: number;
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
    `UPDATE file_import SET rows_read = rows_read + $2, rows_taken = rows_taken + $3, rows_repeated = rows_repeated + $4,
       rows_refused = rows_refused + $5, header = $6, changed_at = now() WHERE import_id = $1`,
    [importId, by.read, by.taken, by.repeated, by.refused, JSON.stringify(header)],
  );
}

export async function insertRefusals(tx: SqlClient, importId: string, rows: readonly RefusedRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(
    `INSERT INTO file_import_refusal (import_id, row_number, problems, cells)
     SELECT $1, n, p, c FROM unnest($2::integer[], $3::jsonb[], $4::jsonb[]) AS u(n, p, c)`,
    [
      importId,
      rows.map(({ rowNumber }) => rowNumber),
      rows.map(({ problems }) => JSON.stringify(problems)),
      rows.map(({ cells }) => JSON.stringify(cells)),
    ],
  );
}

/** Refused rows, page by page: what an officer corrects and sends in again. */
export async function pageOfRefusals(db: SqlClient, importId: string, query: PageQuery): Promise<Page<RefusedRow>> {
  const [after] = decodeCursor(query.cursor, 1) ?? [0];
  const rows = await listRefusals(db, importId, Number(after), query.limit + 1);
  return pageOf(rows, query.limit, ({ rowNumber }) => [rowNumber]);
}

/** All refused rows, one by one, however many they are. */
export async function* refusalsOf(db: SqlClient, importId: string): AsyncGenerator<RefusedRow> {
  for (let after = 0; ;) {
    const rows = await listRefusals(db, importId, after, ROWS_A_PAGE);
    yield* rows;
    if (rows.length < ROWS_A_PAGE) return;
    after = rows.at(-1)!.rowNumber;
  }
}

function listRefusals(db: SqlClient, importId: string, after: number, limit: number): Promise<RefusedRow[]> {
  return db.query<RefusedRow>(
    `SELECT row_number AS "rowNumber", problems, cells FROM file_import_refusal WHERE import_id = $1 AND row_number > $2
      ORDER BY row_number LIMIT $3`,
    [importId, after, limit],
  );
}

/** Why an import failed as a whole, and what its message names. */
export type ImportFailure = Pick<AppError, 'code' | 'params'>;

/** Ends an import; false when it has ended already. A file that was read has served; one that could not be read is kept for a look. */
export async function finish(tx: SqlClient, importId: string, failure?: ImportFailure): Promise<boolean> {
  const ended = await tx.execute(
    `UPDATE file_import SET state = $2, failure_code = $3, failure_params = $4, changed_at = now(), finished_at = now(),
       rows_total = CASE WHEN $3::text IS NULL THEN rows_read ELSE rows_total END WHERE import_id = $1 AND state = 'WORKING'`,
    [importId, failure ? 'FAILED' : 'DONE', failure?.code ?? null, namedBy(failure)],
  );
  if (failure === undefined) await tx.execute('DELETE FROM file_import_content WHERE import_id = $1', [importId]);
  return ended === 1;
}

/** Null where the message names nothing. */
function namedBy(failure: ImportFailure | undefined): string | null {
  return failure && Object.keys(failure.params).length > 0 ? JSON.stringify(failure.params) : null;
}

export function sweep(db: SqlClient, days: number): Promise<number> {
  return db.execute(
    `DELETE FROM file_import WHERE state <> 'WORKING' AND changed_at < now() - make_interval(days => $1)`,
    [days],
  );
}
