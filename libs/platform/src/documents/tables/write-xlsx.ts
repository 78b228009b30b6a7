import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import type { Readable, Writable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import type { Cell, Row, Worksheet, stream } from 'exceljs';

import { cleanText } from './sheet.js';
import type { CellValue, Sheet, SheetColumn } from './sheet.js';

export interface XlsxOptions {
  /** The file's own date: the same rows and date give the same bytes. */
  readonly issuedAt: Date;
}

const FORMATS: Readonly<Record<NonNullable<SheetColumn['kind']>, string>> = {
  text: '@',
  integer: '#,##0',
  decimal: '#,##0.00',
  percent: '0.0',
  rupiah: '"Rp" #,##0',
  date: 'yyyy-mm-dd',
};
const WIDTHS = { text: 24, integer: 12, decimal: 12, percent: 10, rupiah: 20, date: 12 } as const;
const ROWS_A_TURN = 500;

/**
 * Writes sheets as .xlsx while rows are made, and ends `out`. Every text is a text cell with the text format, so that
 * an employee number of 18 digits keeps all of them and `=…` is never a formula, not even after a person edits it.
 */
export async function writeXlsx(sheets: readonly Sheet[], out: Writable, options: XlsxOptions): Promise<void> {
  const { default: ExcelJS } = await import('exceljs');
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({ stream: out, useStyles: true, useSharedStrings: false });
  freezeTimes(book, options.issuedAt);
  for (const sheet of sheets) await writeSheet(book, sheet, out);
  await book.commit();
}

/** The same as a stream to answer with. A failure while rows are made ends it with that error. */
export function streamXlsx(sheets: readonly Sheet[], options: XlsxOptions): Readable {
  const out = new PassThrough();
  writeXlsx(sheets, out, options).catch((error: unknown) => out.destroy(error as Error));
  return out;
}

async function writeSheet(book: stream.xlsx.WorkbookWriter, sheet: Sheet, out: Writable): Promise<void> {
  const worksheet = book.addWorksheet(sheetName(sheet.name));
  worksheet.columns = sheet.columns.map(({ kind, width }) => ({ width: width ?? WIDTHS[kind ?? 'text'] }));
  for (const line of sheet.title ?? []) writeLine(worksheet, line, true);
  const headings = worksheet.addRow([]);
  sheet.columns.forEach(({ heading }, index) => setText(headings.getCell(index + 1), heading, true));
  headings.commit();
  let written = 0;
  for await (const values of sheet.rows) {
    writeRow(worksheet.addRow([]), values, sheet.columns);
    written += 1;
    if (written % ROWS_A_TURN === 0) await letFlow(out);
  }
  for (const line of sheet.notes ?? []) writeLine(worksheet, line, false);
  worksheet.commit();
}

function writeRow(row: Row, values: readonly CellValue[], columns: readonly SheetColumn[]): void {
  columns.forEach(({ kind }, index) => {
    const value = values[index] ?? null;
    if (value === null) return;
    const cell = row.getCell(index + 1);
    if (typeof value === 'string') return setText(cell, value, false);
    cell.value = value;
    const format = value instanceof Date ? FORMATS.date : kind === undefined ? undefined : FORMATS[kind];
    if (format !== undefined && typeof value !== 'boolean') cell.numFmt = format;
  });
  row.commit();
}

function writeLine(worksheet: Worksheet, text: string, bold: boolean): void {
  const row = worksheet.addRow([]);
  setText(row.getCell(1), text, bold);
  row.commit();
}

function setText(cell: Cell, text: string, bold: boolean): void {
  cell.value = cleanText(text);
  cell.numFmt = FORMATS.text;
  if (bold) cell.font = { bold: true };
}

/** The library never waits: rows pile up in memory unless who makes them does. Throws where nobody takes them any more: an export may be of a whole region. */
async function letFlow(out: Writable): Promise<void> {
  await setImmediate();
  if (out.writableNeedDrain && !out.destroyed) await Promise.race([once(out, 'drain'), once(out, 'close')]);
  if (out.destroyed) throw new Error('the workbook was given up by its reader');
}

function sheetName(name: string): string {
  const allowed = cleanText(name)
    .replace(/[*?:\\/[\]']/g, ' ')
    .trim()
    .slice(0, 31);
  return allowed === '' ? 'Data' : allowed;
}

interface ZipOfWriter {
  readonly zip: { append(source: unknown, data: { name: string; date?: Date }): unknown };
}

/** The library stamps every part of the file with the present. */
function freezeTimes(book: stream.xlsx.WorkbookWriter, time: Date): void {
  book.created = time;
  book.modified = time;
  const { zip } = book as unknown as ZipOfWriter;
  const append = zip.append.bind(zip);
  zip.append = (source, data) => append(source, { ...data, date: time });
}
