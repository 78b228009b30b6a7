import { Readable } from 'node:stream';

import { cleanText } from './sheet.js';
import type { CellValue, Sheet } from './sheet.js';

export interface CsvOptions {
  /** Between cells; `;` where spreadsheets are set to Indonesian. Default `,`. */
  readonly separator?: ',' | ';';
  /** For people who open it by a double click: numbers of 16 digits and more stay whole, which a spreadsheet would cut. */
  readonly wholeNumbers?: boolean;
}

/** For files that officers correct in an Indonesian spreadsheet and send in again. */
export const TO_BE_CORRECTED: CsvOptions = { separator: ';', wholeNumbers: true };

/** With it spreadsheets read the file as UTF-8. */
const BYTE_ORDER_MARK = '\ufeff';
const ROWS_A_CHUNK = 200;

/**
 * A sheet's headings and rows as .csv (RFC 4180, UTF-8), without title and notes: machines read it. A text that a
 * spreadsheet would run as a formula begins with an apostrophe.
 */
export function streamCsv(sheet: Sheet, options: CsvOptions = {}): Readable {
  return Readable.from(chunksOf(sheet, options), { objectMode: false });
}

async function* chunksOf(sheet: Pick<Sheet, 'columns' | 'rows'>, options: CsvOptions): AsyncGenerator<string> {
  const width = sheet.columns.length;
  let chunk =
    BYTE_ORDER_MARK +
    lineOf(
      sheet.columns.map(({ heading }) => heading),
      options,
    );
  let rows = 0;
  for await (const values of sheet.rows) {
    // Cells beyond the headings stay: a row handed back to be corrected may have slipped to the right.
    const cells = Array.from({ length: Math.max(width, values.length) }, (_, index) => values[index] ?? null);
    chunk += lineOf(cells, options);
    rows += 1;
    if (rows % ROWS_A_CHUNK !== 0) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}

function lineOf(cells: readonly CellValue[], { separator = ',', wholeNumbers = false }: CsvOptions): string {
  const textOf = (cell: CellValue) => {
    const text = csvText(cell);
    return wholeNumbers && /^\d{16,}$/.test(text) ? `'${text}` : text;
  };
  return `${cells.map((cell) => quoted(textOf(cell), separator)).join(separator)}\r\n`;
}

function quoted(text: string, separator: string): string {
  return /["\r\n]/.test(text) || text.includes(separator) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The text of a cell in a .csv: only texts can hide a formula, numbers with a minus cannot. */
export function csvText(value: CellValue): string {
  if (value === null) return '';
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if (typeof value !== 'string') return String(value);
  const text = cleanText(value);
  return /^\s*[=+\-@|]|^[\t\r\n]/.test(text) ? `'${text}` : text;
}
