import type { Readable } from 'node:stream';
import type { StreamableFile } from '@nestjs/common';

import type { Language } from '../errors/message-catalogue.js';
import type { DocumentBlock, TableColumn } from './document-model.js';
import { begun } from './begun.js';
import { downloadOf } from './download.js';
import { renderPdf } from './pdf/render-pdf.js';
import type { CellValue, Sheet, SheetColumn } from './tables/sheet.js';
import { streamCsv } from './tables/write-csv.js';
import { streamXlsx } from './tables/write-xlsx.js';

/** What a table can be exported as. */
export const EXPORT_FORMATS = ['xlsx', 'csv', 'pdf'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** A table for any of the formats: one description, three files. */
export interface TableExport extends Omit<Sheet, 'name'> {
  /** Name of the file without its ending. */
  readonly name: string;
  readonly language: Language;
  readonly issuedAt: Date;
  readonly orientation?: 'portrait' | 'landscape';
}

/** The endpoint's answer with the table as a file, begun once its first row is read. Throws what that throws, and `document-too-long` (422) for a long PDF. */
export async function exportTable(table: TableExport, format: ExportFormat): Promise<StreamableFile> {
  return downloadOf(await exportContent(table, format), table.name, format);
}

export async function exportContent(table: TableExport, format: ExportFormat): Promise<Buffer | Readable> {
  if (format === 'pdf') return tablePdf(table);
  const sheet = { ...table, rows: await begun(table.rows) };
  return format === 'csv' ? streamCsv(sheet) : streamXlsx([sheet], { issuedAt: table.issuedAt });
}

async function tablePdf(table: TableExport): Promise<Buffer> {
  const rows: string[][] = [];
  for await (const values of table.rows)
    rows.push(table.columns.map((column, index) => shownText(values[index] ?? null, column, table.language)));
  const [title = table.name, ...below] = table.title ?? [];
  const blocks: DocumentBlock[] = [
    { kind: 'title', text: title, ...(below.length === 0 ? {} : { subtitle: below.join('\n') }) },
    { kind: 'table', columns: table.columns.map(pdfColumn), rows },
    ...(table.notes ?? []).map((text): DocumentBlock => ({ kind: 'paragraph', text, align: 'left' })),
  ];
  const { language, issuedAt } = table;
  const orientation = table.orientation ?? (table.columns.length > 6 ? 'landscape' : 'portrait');
  return renderPdf({ title, language, issuedAt, orientation, blocks });
}

function pdfColumn({ heading, kind, width }: SheetColumn): TableColumn {
  const isNumber = kind !== undefined && kind !== 'text' && kind !== 'date';
  // Amounts in rupiah need room: a number over two lines is misread.
  const weight = width ?? (kind === 'rupiah' ? 24 : isNumber ? 12 : 24);
  return { heading, weight, align: isNumber ? 'right' : 'left' };
}

const TRUTH = { id: ['ya', 'tidak'], en: ['yes', 'no'] } as const;
const LOCALES: Readonly<Record<Language, string>> = { id: 'id-ID', en: 'en-GB' };

/** A cell's value as a person reads it in the language: `1.234,5` in Indonesian. */
export function shownText(value: CellValue, { kind }: Pick<SheetColumn, 'kind'>, language: Language): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if (typeof value === 'boolean') return TRUTH[language][value ? 0 : 1];
  const decimals = kind === 'integer' || kind === 'rupiah' ? 0 : kind === 'percent' ? 1 : 2;
  const number = value.toLocaleString(LOCALES[language], {
    maximumFractionDigits: decimals,
    minimumFractionDigits: kind === 'decimal' || kind === 'percent' ? decimals : 0,
  });
  return kind === 'rupiah' ? `Rp ${number}` : number;
}
