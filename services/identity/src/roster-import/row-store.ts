import type { SqlClient } from '@betang/platform';
import { nameKey } from '../organisation/name-key.js';
import type { ReadRow, RosterEntry, RowProblem } from '../roster-file/roster-entry.js';
import type { RecordedEmployee } from '../employees/employee.js';
import type { Difference, FieldChange } from './decide-row.js';

/** A row as read, with its cells as text. */
export interface RowToStore {
  readonly read: ReadRow;
  readonly cells: readonly string[];
}

export async function insertRows(tx: SqlClient, importId: string, rows: readonly RowToStore[]): Promise<void> {
  await tx.query(
    `INSERT INTO roster_row (import_id, row_number, good, problems, warnings, cells, employee_number, intact_digits, name, name_key, entry)
     SELECT $1, r, g, p, w, c, e, d, n, k, t
       FROM unnest($2::int[], $3::bool[], $4::jsonb[], $5::jsonb[], $6::jsonb[], $7::text[], $8::text[], $9::text[], $10::text[], $11::jsonb[]) AS v(r, g, p, w, c, e, d, n, k, t)`,
    [
      importId,
      rows.map(({ read }) => read.rowNumber),
      rows.map(({ read }) => read.problems.length === 0),
      rows.map(({ read }) => JSON.stringify(read.problems)),
      rows.map(({ read }) => JSON.stringify(read.warnings)),
      rows.map(({ cells }) => JSON.stringify(cells)),
      rows.map(({ read }) => read.employeeNumber ?? null),
      rows.map(({ read }) => read.intactDigits ?? null),
      rows.map(({ read }) => read.name ?? null),
      rows.map(({ read }) => (read.name === undefined ? null : nameKey(read.name))),
      rows.map(({ read }) => ((read.entry ?? read.person) ? JSON.stringify(read.entry ?? read.person) : null)),
    ],
  );
}

/** Refuses every row of an import for one reason that concerns them all. */
export async function refuseAll(tx: SqlClient, importId: string, problem: RowProblem): Promise<number> {
  return tx.execute(
    `UPDATE roster_row SET good = false, problems = problems || $2::jsonb WHERE import_id = $1 AND good`,
    [importId, JSON.stringify([problem])],
  );
}

/** A good row that waits to be compared or applied. */
export interface WaitingRow {
  readonly rowNumber: number;
  readonly entry: RosterEntry;
  readonly warnings: readonly RowProblem[];
}

export function nextToCompare(tx: SqlClient, importId: string, after: number, limit: number): Promise<WaitingRow[]> {
  return tx.query(
    'SELECT row_number AS "rowNumber", entry, warnings FROM roster_row WHERE import_id = $1 AND row_number > $2 AND good ORDER BY row_number LIMIT $3',
    [importId, after, limit],
  );
}

export function nextToApply(tx: SqlClient, importId: string, limit: number): Promise<WaitingRow[]> {
  return tx.query(
    'SELECT row_number AS "rowNumber", entry, warnings FROM roster_row WHERE import_id = $1 AND good AND applied_at IS NULL ORDER BY row_number LIMIT $2',
    [importId, limit],
  );
}

/** The rows of a file before one of it. */
export interface RowsBefore {
  readonly importId: string;
  readonly before: number;
}

/** The first of these rows that is about each of the people. */
export async function findRowsBefore(
  tx: SqlClient,
  { importId, before }: RowsBefore,
  employeeIds: readonly string[],
): Promise<Map<string, number>> {
  if (employeeIds.length === 0) return new Map();
  const rows = await tx.query<{ id: string; row: number }>(
    `SELECT employee_id AS id, min(row_number) AS row FROM roster_row
      WHERE import_id = $1 AND row_number < $2 AND good AND employee_id = ANY($3::uuid[]) GROUP BY 1`,
    [importId, before, employeeIds],
  );
  return new Map(rows.map(({ id, row }) => [id, row]));
}

/** What these rows say of people of some names who are yet to join. */
export async function findJoinersBefore(
  tx: SqlClient,
  { importId, before }: RowsBefore,
  nameKeys: readonly string[],
): Promise<RosterEntry[]> {
  if (nameKeys.length === 0) return [];
  const rows = await tx.query<{ entry: RosterEntry }>(
    `SELECT entry FROM roster_row
      WHERE import_id = $1 AND row_number < $2 AND good AND applied_at IS NULL AND difference = 'JOINER' AND name_key = ANY($3::text[])`,
    [importId, before, nameKeys],
  );
  return rows.map(({ entry }) => entry);
}

/** What was decided on a row. */
export interface DecidedRow {
  readonly rowNumber: number;
  readonly difference: Difference;
  readonly employeeId: string;
  readonly changes: readonly FieldChange[];
  readonly warnings: readonly RowProblem[];
  /** Of an applied row that made a difference: the employee of before (null for a joiner), and the version that came of it, by which it is undone. */
  readonly undo?: { readonly before: RecordedEmployee | null; readonly afterVersion: number };
}

export async function saveDecisions(
  tx: SqlClient,
  importId: string,
  rows: readonly DecidedRow[],
  applied: boolean,
): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(
    `UPDATE roster_row SET difference = v.d, employee_id = v.e, changes = v.c, warnings = v.w, applied_at = CASE WHEN $7 THEN now() END,
            before = v.b, after_version = v.n
       FROM unnest($2::int[], $3::text[], $4::uuid[], $5::jsonb[], $6::jsonb[], $8::jsonb[], $9::int[]) AS v(r, d, e, c, w, b, n)
      WHERE import_id = $1 AND row_number = v.r`,
    [
      importId,
      rows.map((row) => row.rowNumber),
      rows.map((row) => row.difference),
      rows.map((row) => row.employeeId),
      rows.map((row) => JSON.stringify(row.changes)),
      rows.map((row) => JSON.stringify(row.warnings)),
      applied,
      rows.map((row) => (row.undo?.before ? JSON.stringify(row.undo.before) : null)),
      rows.map((row) => row.undo?.afterVersion ?? null),
    ],
  );
}

export async function refuseRows(
  tx: SqlClient,
  importId: string,
  rows: readonly { rowNumber: number; problems: readonly RowProblem[] }[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(
    `UPDATE roster_row SET good = false, problems = v.p, difference = NULL FROM unnest($2::int[], $3::jsonb[]) AS v(r, p) WHERE import_id = $1 AND row_number = v.r`,
    [importId, rows.map((row) => row.rowNumber), rows.map((row) => JSON.stringify(row.problems))],
  );
}
