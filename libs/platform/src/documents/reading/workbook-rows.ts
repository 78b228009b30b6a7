import { CalendarDate } from '@betang/asn';
import { MAX_COLUMNS, textCell, type ReadCell, type ReadSheet, type ReadRow } from './read-row.js';
import { readWorkbookParts, type WorkbookParts } from './workbook-parts.js';
import { TableFileError } from './table-file.error.js';
import { parseXml, type XmlHandler } from './xml-events.js';
import { ZipArchive } from './zip-archive.js';

const DAYS_1904 = 1462;

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
  if (!zip.has('xl/workbook.xml'))
    throw new TableFileError('table-file-not-a-workbook', 'the archive holds no workbook');
  const parts = await readWorkbookParts(zip);
  return parts.sheets.map(({ name, part }) => ({ name, rows: () => readRows(zip, part, parts) }));
}

async function* readRows(zip: ZipArchive, part: string, parts: WorkbookParts): AsyncGenerator<ReadRow> {
  const reader = new RowReader(parts);
  for await (const _ of parseXml(zip.read(part), reader)) yield* reader.take();
}

/** Puts the cells of one sheet's XML together into rows. */
class RowReader implements XmlHandler {
  private ready: ReadRow[] = [];
  private rowNumber = 0;
  private cells: ReadCell[] | undefined;
  private column = -1;
  private type = '';
  private style = 0;
  private content = '';
  private collecting = false;

  constructor(private readonly parts: WorkbookParts) {}

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
    } else if (name === 'v' || name === 't') this.collecting = this.cells !== undefined;
    // Reading aids of East Asian text would otherwise join the text they explain.
    else if (name === 'rPh') this.type = 'ignored';
  }

  close(name: string): void {
    if (name === 'v' || name === 't') this.collecting = false;
    else if (name === 'c') this.endCell();
    else if (name === 'row' && this.cells) {
      this.ready.push({ rowNumber: this.rowNumber, cells: this.cells });
      this.cells = undefined;
    }
  }

  text(piece: string): void {
    if (this.collecting && this.type !== 'ignored') this.content += piece;
  }

  private endCell(): void {
    if (!this.cells || this.column < 0 || this.column >= MAX_COLUMNS) return;
    while (this.cells.length < this.column) this.cells.push(null);
    this.cells[this.column] = this.value();
  }

  private value(): ReadCell {
    switch (this.type) {
      case 's':
        return textCell(this.parts.sharedTexts[Number(this.content)] ?? '');
      case 'n':
        return this.numberValue();
      case 'b':
        return this.content === '1' ? 'TRUE' : 'FALSE';
      case 'd':
        return textCell(this.content.slice(0, 10));
      default:
        return textCell(this.content);
    }
  }

  private numberValue(): ReadCell {
    if (this.content.trim() === '') return null;
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

/** 27 for `AB12`, counted from 0. */
function columnIndex(reference: string): number {
  let index = 0;
  for (const letter of reference) {
    const code = letter.charCodeAt(0);
    if (code < 65 || code > 90) break;
    index = index * 26 + code - 64;
  }
  return index - 1;
}
