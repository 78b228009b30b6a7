import type { SqlClient } from '@betang/platform';
import { headingOf, type CourseColumns } from '../completion-file/course-columns.js';
import { problemTexts } from '../completion-file/problem-messages.js';
import type { RowProblem } from '../completion-file/read-course-row.decision.js';
import { listRefused } from './import-store.js';

const ROWS_A_PAGE = 1_000;
const REASONS = ['Baris', 'Masalah', 'Jalan keluar', 'Problem', 'Way out'];

/**
 * The refused rows as a .csv file, the reasons before the cells as they stood: corrected there, the same file can be uploaded again.
 * Semicolons and a byte order mark, so that an Indonesian spreadsheet opens it as a table.
 */
export async function* refusedRowsFile(
  db: SqlClient,
  importId: string,
  headings: readonly string[],
  columns: CourseColumns,
): AsyncGenerator<string> {
  yield `\uFEFF${line([...REASONS, ...headings])}`;
  for (let after = 0; ;) {
    const rows = await listRefused(db, importId, after, ROWS_A_PAGE);
    for (const { rowNumber, problems, cells } of rows)
      yield line([String(rowNumber), ...reasonsOf(problems, columns, headings), ...cells]);
    if (rows.length < ROWS_A_PAGE) return;
    after = rows.at(-1)!.rowNumber;
  }
}

function reasonsOf(problems: readonly RowProblem[], columns: CourseColumns, headings: readonly string[]): string[] {
  const texts = problems.map((problem) => ({
    at: headingOf(problem.field, columns, headings),
    id: problemTexts(problem, 'id'),
    en: problemTexts(problem, 'en'),
  }));
  return [
    texts.map(({ at, id }) => `${at}: ${id.message}`),
    texts.map(({ id }) => id.remedy),
    texts.map(({ at, en }) => `${at}: ${en.message}`),
    texts.map(({ en }) => en.remedy),
  ].map((parts) => [...new Set(parts)].join(' '));
}

function line(cells: readonly string[]): string {
  return `${cells.map(cell).join(';')}\r\n`;
}

/** A spreadsheet would run a text that begins with one of these as a formula, and cut a number of 18 digits: both become plain text. */
function cell(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) || /^\d{16,}$/.test(text) ? `'${text}` : text;
  return /[";\r\n]/.test(plain) || plain !== plain.trim() ? `"${plain.replaceAll('"', '""')}"` : plain;
}
