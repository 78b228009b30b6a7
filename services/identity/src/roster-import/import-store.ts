import { AppError, type SqlClient } from '@betang/platform';
import type { FoundSheet, RosterMapping } from '../roster-file/read-roster.js';
import type { ApplyOrder, ImportState, RosterImport, UndoOrder } from './roster-import.js';
import { WORKING_STATES } from './roster-import.js';

const COLUMNS = `import_id AS "importId", state, file_name AS "fileName", file_format AS "fileFormat", file_bytes AS "fileBytes", content_hash AS "contentHash",
  uploaded_by AS "uploadedBy", uploaded_at AS "uploadedAt", layout, mapping, rows_read AS "rowsRead", rows_bad AS "rowsBad", rows_compared AS "rowsCompared",
  rows_ignored AS "rowsIgnored", apply_order AS "applyOrder", applied_by AS "appliedBy", rows_applied AS "rowsApplied", leavers_applied AS "leaversApplied",
  events_written AS "eventsWritten", mapping_source AS "mappingSource", undo_order AS "undoOrder", undone_by AS "undoneBy", rows_undone AS "rowsUndone",
  rows_kept AS "rowsKept", failure_code AS "failureCode", changed_at AS "changedAt", finished_at AS "finishedAt"`;

export type NewImport = Pick<RosterImport, 'importId' | 'fileName' | 'fileFormat' | 'contentHash' | 'uploadedBy'> & {
  readonly content: Buffer;
  /** Agency of all rows, for a file without a column for it. */
  readonly agency: string | undefined;
};

export async function insertImport(tx: SqlClient, input: NewImport): Promise<void> {
  await tx.query(
    `INSERT INTO roster_import (import_id, state, file_name, file_format, file_bytes, content_hash, uploaded_by, mapping)
     VALUES ($1, 'READING', $2, $3, $4, $5, $6, $7)`,
    [
      input.importId,
      input.fileName,
      input.fileFormat,
      input.content.length,
      input.contentHash,
      input.uploadedBy,
      input.agency === undefined ? null : JSON.stringify({ agency: input.agency }),
    ],
  );
  await tx.query('INSERT INTO roster_file (import_id, content) VALUES ($1, $2)', [input.importId, input.content]);
}

export async function findImport(tx: SqlClient, importId: string): Promise<RosterImport | undefined> {
  const [row] = await tx.query<RosterImport>(`SELECT ${COLUMNS} FROM roster_import WHERE import_id = $1`, [importId]);
  return row;
}

/** The import, locked until the transaction ends. @throws AppError `roster-import-not-found` */
export async function lockImport(tx: SqlClient, importId: string): Promise<RosterImport> {
  const [row] = await tx.query<RosterImport>(`SELECT ${COLUMNS} FROM roster_import WHERE import_id = $1 FOR UPDATE`, [
    importId,
  ]);
  if (!row) throw new AppError('roster-import-not-found', { status: 404 });
  return row;
}

/** Newest first, or oldest first where it is asked for. Ids are made in the order of uploads. */
export function listImports(
  tx: SqlClient,
  query: { readonly state?: ImportState | undefined; readonly oldestFirst: boolean; readonly limit: number },
  after: string | undefined,
): Promise<RosterImport[]> {
  const [order, beyond] = query.oldestFirst ? ['ASC', '>'] : ['DESC', '<'];
  return tx.query<RosterImport>(
    `SELECT ${COLUMNS} FROM roster_import WHERE ($1::uuid IS NULL OR import_id ${beyond} $1) AND ($2::text IS NULL OR state = $2)
      ORDER BY import_id ${order} LIMIT $3`,
    [after ?? null, query.state ?? null, query.limit],
  );
}

/** Earlier imports of the very same bytes that went through. */
export function findTwins(
  tx: SqlClient,
  importId: string,
  contentHash: string,
): Promise<{ importId: string; state: ImportState }[]> {
  return tx.query(
    `SELECT import_id AS "importId", state FROM roster_import WHERE content_hash = $2 AND import_id <> $1 AND state IN ('PREVIEWED', 'APPLYING', 'APPLIED')
      ORDER BY uploaded_at DESC LIMIT 5`,
    [importId, contentHash],
  );
}

/** Imports that a worker has to go on with, oldest first. */
export async function findWaitingImports(tx: SqlClient): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    'SELECT import_id AS id FROM roster_import WHERE state = ANY($1) ORDER BY uploaded_at',
    [WORKING_STATES],
  );
  return rows.map(({ id }) => id);
}

export async function readContent(tx: SqlClient, importId: string): Promise<Buffer> {
  const [row] = await tx.query<{ content: Buffer }>('SELECT content FROM roster_file WHERE import_id = $1', [importId]);
  if (!row) throw new AppError('roster-import-not-found', { status: 404 });
  return row.content;
}

/** Begins reading or comparing anew under a token of its own; false when the import is not in that state any more. */
export async function beginAttempt(
  tx: SqlClient,
  importId: string,
  state: 'READING' | 'COMPARING',
  attempt: string,
): Promise<boolean> {
  const reset =
    state === 'READING' ? 'rows_read = 0, rows_bad = 0, rows_ignored = 0, rows_compared = 0' : 'rows_compared = 0';
  const begun = await tx.execute(
    `UPDATE roster_import SET attempt = $2, ${reset}, changed_at = now() WHERE import_id = $1 AND state = $3`,
    [importId, attempt, state],
  );
  if (begun === 1 && state === 'READING') await tx.query('DELETE FROM roster_row WHERE import_id = $1', [importId]);
  return begun === 1;
}

export interface ReadingProgress {
  readonly read: number;
  readonly bad: number;
  readonly ignored: number;
  readonly compared: number;
}

/** Adds to the figures of an attempt; false when another attempt has taken over. */
export async function advance(
  tx: SqlClient,
  importId: string,
  attempt: string,
  by: Partial<ReadingProgress>,
): Promise<boolean> {
  const moved = await tx.execute(
    `UPDATE roster_import SET rows_read = rows_read + $3, rows_bad = rows_bad + $4, rows_ignored = rows_ignored + $5, rows_compared = rows_compared + $6, changed_at = now()
      WHERE import_id = $1 AND attempt = $2 AND state IN ('READING', 'COMPARING')`,
    [importId, attempt, by.read ?? 0, by.bad ?? 0, by.ignored ?? 0, by.compared ?? 0],
  );
  return moved === 1;
}

/** Leaves a state by an attempt that still holds it. */
export async function moveOn(tx: SqlClient, importId: string, attempt: string, state: ImportState): Promise<boolean> {
  return (
    (await tx.execute(
      `UPDATE roster_import SET state = $3, attempt = NULL, changed_at = now() WHERE import_id = $1 AND attempt = $2`,
      [importId, attempt, state],
    )) === 1
  );
}

export async function saveLayout(
  tx: SqlClient,
  importId: string,
  layout: readonly FoundSheet[],
  mapping: RosterMapping | undefined,
  source: RosterImport['mappingSource'],
): Promise<void> {
  await tx.query(
    'UPDATE roster_import SET layout = $2, mapping = coalesce($3, mapping), mapping_source = $4 WHERE import_id = $1',
    [importId, JSON.stringify(layout), mapping ? JSON.stringify(mapping) : null, mapping ? source : null],
  );
}

export async function saveMapping(
  tx: SqlClient,
  importId: string,
  mapping: RosterMapping,
  mappedBy: string,
): Promise<void> {
  await tx.query(
    `UPDATE roster_import SET state = 'READING', mapping = $2, mapped_by = $3, mapping_source = 'OFFICER', attempt = NULL, failure_code = NULL, changed_at = now() WHERE import_id = $1`,
    [importId, JSON.stringify(mapping), mappedBy],
  );
}

export async function startApplying(
  tx: SqlClient,
  importId: string,
  order: ApplyOrder,
  appliedBy: string,
): Promise<void> {
  await tx.query(
    `UPDATE roster_import SET state = 'APPLYING', apply_order = $2, applied_by = $3, changed_at = now() WHERE import_id = $1`,
    [importId, JSON.stringify(order), appliedBy],
  );
}

export async function startUndoing(tx: SqlClient, importId: string, order: UndoOrder, undoneBy: string): Promise<void> {
  await tx.query(
    `UPDATE roster_import SET state = 'UNDOING', undo_order = $2, undone_by = $3, failure_code = NULL, changed_at = now() WHERE import_id = $1`,
    [importId, JSON.stringify(order), undoneBy],
  );
}

export async function advanceUndone(
  tx: SqlClient,
  importId: string,
  by: { undone: number; kept: number; events: number },
): Promise<void> {
  await tx.query(
    'UPDATE roster_import SET rows_undone = rows_undone + $2, rows_kept = rows_kept + $3, events_written = events_written + $4, changed_at = now() WHERE import_id = $1',
    [importId, by.undone, by.kept, by.events],
  );
}

export async function advanceApplied(
  tx: SqlClient,
  importId: string,
  by: { rows?: number; bad?: number; leavers?: number; events: number },
): Promise<void> {
  await tx.query(
    `UPDATE roster_import SET rows_applied = rows_applied + $2, rows_bad = rows_bad + $3, leavers_applied = leavers_applied + $4, events_written = events_written + $5, changed_at = now()
      WHERE import_id = $1`,
    [importId, by.rows ?? 0, by.bad ?? 0, by.leavers ?? 0, by.events],
  );
}

/**
 * Ends an import. The file and the cells of good rows have served; what was refused is kept to be handed back. It fails only while there is work to do: a
 * worker that comes to nothing says nothing of what an officer cancelled, or another worker brought to its end, meanwhile.
 */
export async function finish(
  tx: SqlClient,
  importId: string,
  state: 'APPLIED' | 'UNDONE' | 'FAILED' | 'CANCELLED',
  failureCode?: string,
): Promise<void> {
  await tx.query(
    `UPDATE roster_import SET state = $2, failure_code = $3, attempt = NULL, finished_at = now(), changed_at = now()
      WHERE import_id = $1 AND ($2 <> 'FAILED' OR state = ANY($4))`,
    [importId, state, failureCode ?? null, WORKING_STATES],
  );
  if (state !== 'FAILED') await tx.query('DELETE FROM roster_file WHERE import_id = $1', [importId]);
  if (state === 'APPLIED')
    await tx.query('UPDATE roster_row SET cells = NULL, entry = NULL WHERE import_id = $1 AND good', [importId]);
  if (state === 'CANCELLED') await tx.query('DELETE FROM roster_row WHERE import_id = $1', [importId]);
}
