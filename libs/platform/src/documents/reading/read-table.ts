import type { ReadRow, ReadSheet } from './read-row.js';
import { TableFileError } from './table-file.error.js';

export type TableFileFormat = 'XLSX' | 'CSV';

/** Text that is no list: PDF, RTF, and the pages (HTML, XML, MHTML) that portals hand out under the name of a workbook. */
const OTHER_TEXT = /^(?:%PDF|\{\\rtf|MIME-Version:|<[!?a-z])/i;
const HEAD_BYTES = 1024;
const LINE_END = 10;
const CARRIAGE_RETURN = 13;

/**
 * The format by the content, not by the name: offices rename files. A zip or an OLE container is a workbook, text is CSV.
 * Throws TableFileError `table-file-empty`, `table-file-format-unknown`.
 */
export function tableFormatOf(content: Buffer): TableFileFormat {
  if (content.length === 0) throw new TableFileError('table-file-empty', 'the file is empty');
  const mark = content.subarray(0, 4).toString('hex');
  if (mark === '504b0304' || mark === 'd0cf11e0') return 'XLSX';
  const utf16 = /^(fffe|feff)/.test(mark);
  const head = content.subarray(0, HEAD_BYTES).toString(utf16 ? 'utf16le' : 'utf8');
  if (OTHER_TEXT.test(head.replace(/^[\s\ufeff]+/, '')))
    throw new TableFileError('table-file-format-unknown', 'a document or a web page');
  if (!utf16 && content.subarray(0, 8192).includes(0))
    throw new TableFileError('table-file-format-unknown', 'neither a workbook nor text');
  return 'CSV';
}

/**
 * How many rows stand below the headings, to show how far a reading is: the lines of a .csv after the first, a few more than rows where cells have
 * line breaks. Undefined for a workbook, which does not tell before it is read. Throws as `tableFormatOf` does.
 */
export function expectedRows(content: Buffer): number | undefined {
  if (tableFormatOf(content) !== 'CSV') return undefined;
  // Old Macs end a line with a carriage return alone.
  const end = content.includes(LINE_END) ? LINE_END : CARRIAGE_RETURN;
  let lines = content.at(-1) === end ? 0 : 1;
  for (let at = content.indexOf(end); at >= 0; at = content.indexOf(end, at + 1)) lines += 1;
  return Math.max(0, lines - 1);
}

/** The visible sheets of an .xlsx, or the one of a .csv. Throws TableFileError. */
export async function openTable(content: Buffer): Promise<ReadSheet[]> {
  if (tableFormatOf(content) === 'XLSX') return (await import('./workbook-rows.js')).openWorkbook(content);
  return (await import('./delimited-rows.js')).openDelimited(content);
}

/** Rows of the first sheet that are not blank, numbered as a spreadsheet shows them. Throws TableFileError. */
export async function* readTableRows(content: Buffer): AsyncGenerator<ReadRow> {
  const [first] = await openTable(content);
  if (first === undefined) throw new TableFileError('table-file-empty', 'the workbook has no visible sheet');
  yield* rowsOf(first);
}

/** Rows of a sheet that are not blank. Throws TableFileError. */
export async function* rowsOf(sheet: ReadSheet): AsyncGenerator<ReadRow> {
  for await (const row of sheet.rows()) if (row.cells.some((cell) => cell !== null)) yield row;
}
