import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify/sync';
import type { CourseRow } from './course-row.js';
import { courseColumns } from './course-row.js';

/** `rfc4180`: commas, decimals quoted. `excel-id`: what an Indonesian spreadsheet saves, with byte order mark, semicolons and CRLF. */
export type CsvDialect = 'rfc4180' | 'excel-id';

const ROWS_A_CHUNK = 5_000;
const dialects = {
  rfc4180: { bom: false, delimiter: ',', record_delimiter: '\n' },
  'excel-id': { bom: true, delimiter: ';', record_delimiter: '\r\n' },
} as const;

/** Writes the records with the field names of SIASN's course records. Line 1 is the heading, each record one line. */
export async function writeCourseFile(path: string, rows: readonly CourseRow[], dialect: CsvDialect): Promise<void> {
  await pipeline(Readable.from(chunks(rows, dialect)), createWriteStream(path));
}

function* chunks(rows: readonly CourseRow[], dialect: CsvDialect): Generator<string> {
  const { bom, ...format } = dialects[dialect];
  yield stringify([[...courseColumns]], { ...format, bom });
  for (let from = 0; from < rows.length; from += ROWS_A_CHUNK) {
    const records = rows.slice(from, from + ROWS_A_CHUNK).map(({ cells }) => cells);
    yield stringify(records, { ...format, columns: [...courseColumns] });
  }
}
