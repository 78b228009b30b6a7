import type { Readable } from 'node:stream';
import { TO_BE_CORRECTED, columnLetter, streamCsv, type SqlClient } from '@betang/platform';
import { problemText } from '../roster-file/problem-texts.js';
import type { RowProblem } from '../roster-file/roster-entry.js';
import type { ColumnHeading, ColumnMap } from '../roster-file/headings.js';
import { sheetOfLine } from '../roster-file/line-number.js';
import { placeOfLine } from './roster-import.queries.js';
import { headingSynonyms, rosterFields, type RosterField } from '../roster-file/roster-field.js';
import type { RosterImport } from './roster-import.js';

const ROWS_A_PAGE = 1000;
const REASONS = ['Baris', 'Masalah', 'Jalan keluar', 'Problem', 'Way out'];

/**
 * The refused rows of an import as a .csv file with the reasons in front and the cells as they stood behind: corrected there, the same file can be
 * uploaded again.
 */
export function refusedRowsFile(db: SqlClient, job: RosterImport): Readable {
  const columns = columnsOf(job);
  const headings = [...REASONS, ...columns.map(({ heading }) => heading)];
  const sheet = { name: job.importId, columns: headings.map((heading) => ({ heading })) };
  return streamCsv({ ...sheet, rows: cellsOf(db, job, columns) }, TO_BE_CORRECTED);
}

async function* cellsOf(db: SqlClient, job: RosterImport, columns: readonly FileColumn[]): AsyncGenerator<string[]> {
  for (let after = 0; ;) {
    const rows = await db.query<{ rowNumber: number; problems: RowProblem[]; cells: string[] | null }>(
      'SELECT row_number AS "rowNumber", problems, cells FROM roster_row WHERE import_id = $1 AND NOT good AND row_number > $2 ORDER BY row_number LIMIT $3',
      [job.importId, after, ROWS_A_PAGE],
    );
    for (const { rowNumber, problems, cells } of rows) {
      const { sheet, rowNumber: row } = placeOfLine(job, rowNumber);
      const at = columns.map(({ column }) => column(job.mapping?.further ? sheetOfLine(rowNumber) : undefined));
      const values = at.map((column) => (column === undefined ? '' : (cells?.[column] ?? '')));
      yield [sheet === null ? String(row) : `${sheet} ${row}`, ...reasonsOf(problems), ...values];
    }
    if (rows.length < ROWS_A_PAGE) return;
    after = rows.at(-1)!.rowNumber;
  }
}

/** Whom on record the refused rows are about, as far as their numbers tell. */
export async function findRefusedPeople(db: SqlClient, importId: string): Promise<string[]> {
  const rows = await db.query<{ id: string }>(
    `SELECT DISTINCT i.employee_id AS id FROM roster_row r JOIN employee_identifier i ON i.value = r.employee_number
      WHERE r.import_id = $1 AND NOT r.good`,
    [importId],
  );
  return rows.map(({ id }) => id);
}

interface FileColumn {
  readonly heading: string;
  /** Where the cell stands in a row of a sheet; undefined where that sheet has no such column. */
  readonly column: (sheet: number | undefined) => number | undefined;
}

/** Columns of the first sheet as they stood; those of further sheets by what they mean, and what only they have behind. */
function columnsOf(job: RosterImport): FileColumn[] {
  const { sheet: main = 0, map = {}, further = [] } = job.mapping ?? {};
  const found = job.layout?.[main];
  const known = found?.layout?.columns ?? found?.columns ?? [];
  const width = Math.max(
    0,
    ...[...known.map(({ column }) => column), ...Object.values(map)].map((column) => column + 1),
  );
  const of = (field: RosterField | undefined, own: number | undefined) => (sheet: number | undefined) =>
    sheet === undefined || sheet === main ? own : field && further.find((one) => one.sheet === sheet)?.map[field];
  const own = Array.from({ length: width }, (_, index) => ({
    heading: headingOf(index, known, job),
    column: of(fieldAt(map, index), index),
  }));
  const more = rosterFields.filter(
    (field) => map[field] === undefined && further.some((one) => one.map[field] !== undefined),
  );
  return [
    ...own,
    ...more.map((field) => ({ heading: headingSynonyms[field][0]!.toUpperCase(), column: of(field, undefined) })),
  ];
}

function fieldAt(map: ColumnMap, column: number): RosterField | undefined {
  return rosterFields.find((known) => map[known] === column);
}

/** One row of headings that the import recognises again, whatever stood in two merged rows before. */
function headingOf(column: number, columns: readonly ColumnHeading[], job: RosterImport): string {
  const field = fieldAt(job.mapping?.map ?? {}, column);
  if (field) return headingSynonyms[field][0]!.toUpperCase();
  const found = columns.find((heading) => heading.column === column);
  return found ? [found.group, found.heading].filter(Boolean).join(' - ') : columnLetter(column);
}

function reasonsOf(problems: readonly RowProblem[]): string[] {
  const texts = problems.map((problem) => ({
    at: problem.column ? `${problem.column}: ` : '',
    ...problemText(problem),
  }));
  const join = (of: (text: (typeof texts)[number]) => string) => texts.map((text) => text.at + of(text)).join(' ');
  return [join((t) => t.message.id), join((t) => t.remedy.id), join((t) => t.message.en), join((t) => t.remedy.en)];
}
