import { CalendarDate } from '@betang/asn';
import { MergedCells, outlineOf, type SheetOutline } from './sheet-outline.js';
import {
  columnIndex,
  MAX_COLUMNS,
  NOT_COMPUTED,
  textCell,
  type ReadCell,
  type ReadSheet,
  type ReadRow,
} from './read-row.js';
import { findWorkbook, readWorkbookParts, type WorkbookParts } from './workbook-parts.js';
import { TableFileError } from './table-file.error.js';
import { parseXml, type XmlHandler } from './xml-events.js';
import { ZipArchive } from './zip-archive.js';

const DAYS_1904 = 1462;
/** How a workbook writes signs that XML does not hold, among them the carriage return of a cell with two lines. */
const ESCAPED_SIGN = /_x([0-9A-Fa-f]{4})_/g;

/**
 * The visible sheets of an .xlsx file. Rows are streamed; only the texts that cells share are held in memory.
 * Throws TableFileError.
 */
export async function openWorkbook(file: Buffer): Promise<ReadSheet[]> {
  // An encrypted or old (.xls) workbook is an OLE container.
  if (file.subarray(0, 4).equals(Buffer.from('d0cf11e0', 'hex'))) {
    throw new TableFileError('table-file-encrypted', 'the workbook has a password, or is an old .xls file');
  }
  const zip = ZipArchive.open(file);
  const workbook = await findWorkbook(zip);
  if (workbook === undefined) throw new TableFileError('table-file-not-a-workbook', 'the archive holds no workbook');
  const parts = await readWorkbookParts(zip, workbook);
  return parts.sheets.map(({ name, part }) => {
    let outline: Promise<SheetOutline> | undefined;
    return { name, rows: () => readRows(zip, part, parts, () => (outline ??= outlineOf(zip.skim(part)))) };
  });
}

async function* readRows(
  zip: ZipArchive,
  part: string,
  parts: WorkbookParts,
  look: () => Promise<SheetOutline>,
): AsyncGenerator<ReadRow> {
  const { merges, length } = await look();
  const merged = new MergedCells(merges);
  const reader = new RowReader(parts);
  let read = 0;
  const counted = async function* () {
    for await (const piece of zip.read(part)) {
      read += piece.length;
      yield piece;
    }
  };
  for await (const _ of parseXml(counted(), reader)) {
    for (const row of reader.take()) yield merged.cover(row);
    if (read > length && !reader.isInRow) return;
  }
}

/** Puts the cells of one sheet's XML together into rows; those that are only formatted, a million of them below some lists, are left out. */
class RowReader implements XmlHandler {
  private ready: ReadRow[] = [];
  private rowNumber = 0;
  private cells: ReadCell[] | undefined;
  private column = -1;
  private type = '';
  private style = 0;
  private content = '';
  private isFormula = false;
  private collecting = false;

  constructor(private readonly parts: WorkbookParts) {}

  get isInRow(): boolean {
    return this.cells !== undefined;
  }

  take(): ReadRow[] {
    const rows = this.ready;
    this.ready = [];
    return rows;
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === 'row') {
      this.rowNumber = Number(attributes['r'] ?? this.rowNumber + 1);
      this.cells = [];
      this.column = -1;
    } else if (name === 'c') {
      this.column = attributes['r'] ? columnIndex(attributes['r']) : this.column + 1;
      this.type = attributes['t'] ?? 'n';
      this.style = Number(attributes['s'] ?? 0);
      this.content = '';
      this.isFormula = false;
    } else if (name === 'f') this.isFormula = true;
    else if (name === 'v' || name === 't') this.collecting = this.cells !== undefined;
    // Reading aids of East Asian text would otherwise join the text they explain.
    else if (name === 'rPh') this.type = 'ignored';
  }

  close(name: string): void {
    if (name === 'v' || name === 't') this.collecting = false;
    else if (name === 'c') this.endCell();
    else if (name === 'row' && this.cells) {
      if (this.cells.length > 0) this.ready.push({ rowNumber: this.rowNumber, cells: this.cells });
      this.cells = undefined;
    }
  }

  text(piece: string): void {
    if (this.collecting && this.type !== 'ignored') this.content += piece;
  }

  private endCell(): void {
    if (!this.cells || this.column < 0 || this.column >= MAX_COLUMNS) return;
    const value = this.value();
    if (value === null) return;
    while (this.cells.length < this.column) this.cells.push(null);
    this.cells[this.column] = value;
  }

  private value(): ReadCell {
    switch (this.type) {
      case 's':
        return this.sharedText();
      case 'n':
        return this.numberValue();
      case 'b':
        return this.content === '1' ? 'TRUE' : 'FALSE';
      case 'd':
        return textCell(this.content.slice(0, 10));
      default:
        return plainText(this.content);
    }
  }

  private sharedText(): ReadCell {
    // A cell without a number is empty, whatever it says of its type.
    if (this.content.trim() === '') return null;
    const text = this.parts.sharedTexts[Number(this.content)];
    if (text === undefined) throw new TableFileError('table-file-damaged', 'a text that cells share is missing');
    return plainText(text);
  }

  private numberValue(): ReadCell {
    if (this.content.trim() === '') return this.isFormula ? NOT_COMPUTED : null;
    const number = Number(this.content);
    if (!Number.isFinite(number)) return textCell(this.content);
    return this.parts.dateStyles.has(this.style) ? this.day(number) : number;
  }

  private day(serial: number): ReadCell {
    try {
      return CalendarDate.fromSpreadsheetSerial(this.parts.date1904 ? serial + DAYS_1904 : serial);
    } catch {
      return serial;
    }
  }
}

function plainText(text: string): ReadCell {
  return textCell(text.replace(ESCAPED_SIGN, (_, code: string) => String.fromCharCode(parseInt(code, 16))));
}
