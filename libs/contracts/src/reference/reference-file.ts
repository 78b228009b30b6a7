import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { ReferenceDataError } from './reference-data.error.js';
import { ReferenceRow } from './reference-row.js';

/** From src and from dist alike: both lie two folders below the package. */
const FOLDER = new URL('../../reference/', import.meta.url);

/** The text of a file of `reference/`. @throws ReferenceDataError naming the file */
export function readReferenceFile(file: string): string {
  try {
    return readFileSync(new URL(file, FOLDER), 'utf8');
  } catch (cause) {
    throw new ReferenceDataError({ file }, 'cannot be read', { cause });
  }
}

/** The rows of a CSV text whose header is exactly `columns`. @throws ReferenceDataError naming file, line and column */
export function parseReferenceRows<Column extends string>(
  file: string,
  text: string,
  columns: readonly Column[],
): ReferenceRow<Column>[] {
  const [header, ...rows] = parseCsv(file, text);
  columns.forEach((column, index) => {
    if (header?.record[index] !== column)
      throw new ReferenceDataError({ file, line: 1, column }, 'is missing or elsewhere');
  });
  if (rows.length === 0) throw new ReferenceDataError({ file }, 'has no rows');
  return rows.map(({ record, line }) => {
    const cells = Object.fromEntries(columns.map((column, index) => [column, record[index]])) as Record<Column, string>;
    return new ReferenceRow(file, line, cells);
  });
}

interface CsvRow {
  readonly record: readonly string[];
  readonly line: number;
}

/** What csv-parse gives with `info`; its types forget it. */
interface InfoRow {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

function parseCsv(file: string, text: string): CsvRow[] {
  try {
    const rows: unknown = parse(text, { bom: true, trim: true, skip_empty_lines: true, info: true });
    return (rows as InfoRow[]).map(({ record, info }) => ({ record, line: info.lines }));
  } catch (cause) {
    const { lines: line } = cause as { lines?: number };
    throw new ReferenceDataError(
      { file, ...(line && { line }) },
      'is no table: each row needs as many cells as the header',
      { cause },
    );
  }
}
