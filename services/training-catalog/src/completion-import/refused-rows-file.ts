import type { Readable } from 'node:stream';
import {
  TO_BE_CORRECTED,
  refusalsOf,
  streamCsv,
  type FileImport,
  type RefusedRow,
  type SqlClient,
} from '@betang/platform';
import { headingsOf } from '../completion-file/course-columns.js';
import { problemTexts } from '../completion-file/problem-messages.js';

const REASONS = ['Baris', 'Masalah', 'Jalan keluar', 'Problem', 'Way out'];

/** The refused rows as a .csv file, the reasons before the cells as they stood: corrected there, the same file can be uploaded again. */
export function refusedRowsFile(db: SqlClient, { importId, header }: FileImport): Readable {
  const columns = [...REASONS, ...(header ?? [])].map((heading) => ({ heading }));
  return streamCsv({ name: importId, columns, rows: cellsOf(db, importId, headingsOf(header)) }, TO_BE_CORRECTED);
}

async function* cellsOf(
  db: SqlClient,
  importId: string,
  columnOf: (field: string) => string,
): AsyncGenerator<string[]> {
  for await (const { rowNumber, problems, cells } of refusalsOf(db, importId))
    yield [String(rowNumber), ...reasonsOf(problems, columnOf), ...cells];
}

function reasonsOf(problems: RefusedRow['problems'], columnOf: (field: string) => string): string[] {
  const texts = problems.map((problem) => ({
    at: columnOf(problem.field),
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
