import type { TableBlock, TableColumn } from '../document-model.js';
import { BOLD, MARGIN, REGULAR, frameOf, heightOf, makeRoom, write, type PdfDocument } from './pdf-page.js';

const SIZE = 8.5;
const PADDING = 3;
const LINE = '#999999';
const SHADE = '#eeeeee';

interface Row {
  readonly cells: readonly string[];
  readonly font: string;
  readonly shade: boolean;
}

/** Draws a table; its headings stand again on every page that it goes on to. */
export function drawTable(pdf: PdfDocument, table: TableBlock): void {
  const widths = columnWidths(table.columns, frameOf(pdf).width);
  const headings: Row = { cells: table.columns.map(({ heading }) => heading), font: BOLD, shade: true };
  const rows: Row[] = table.rows.map((cells) => ({ cells, font: REGULAR, shade: false }));
  if (table.totals !== undefined) rows.push({ cells: table.totals, font: BOLD, shade: true });
  const headingHeight = rowHeight(pdf, headings, widths);
  const first = rows[0];
  makeRoom(pdf, headingHeight + (first === undefined ? 0 : rowHeight(pdf, first, widths)));
  drawRow(pdf, headings, widths, table.columns);
  for (const row of rows)
    for (const part of partsThatFit(pdf, row, widths, frameOf(pdf).height - headingHeight)) {
      if (pdf.y + rowHeight(pdf, part, widths) > frameOf(pdf).bottom) {
        pdf.addPage();
        drawRow(pdf, headings, widths, table.columns);
      }
      drawRow(pdf, part, widths, table.columns);
    }
  pdf.x = MARGIN;
  pdf.y += 8;
}

function columnWidths(columns: readonly TableColumn[], width: number): number[] {
  const weights = columns.map(({ weight }) => weight ?? 1);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => (width * weight) / sum);
}

function rowHeight(pdf: PdfDocument, { cells, font }: Row, widths: readonly number[]): number {
  const heights = widths.map((width, index) => heightOf(pdf, cells[index] ?? '', width - 2 * PADDING, font, SIZE));
  return Math.max(SIZE, ...heights) + 2 * PADDING;
}

function drawRow(pdf: PdfDocument, row: Row, widths: readonly number[], columns: readonly TableColumn[]): void {
  const top = pdf.y;
  const height = rowHeight(pdf, row, widths);
  let x = frameOf(pdf).left;
  widths.forEach((width, index) => {
    if (row.shade) pdf.rect(x, top, width, height).fill(SHADE).fillColor('black');
    pdf.rect(x, top, width, height).lineWidth(0.5).stroke(LINE);
    const align = columns[index]?.align ?? 'left';
    write(pdf, row.cells[index] ?? '', {
      x: x + PADDING,
      y: top + PADDING,
      width: width - 2 * PADDING,
      font: row.font,
      size: SIZE,
      align,
    });
    x += width;
  });
  pdf.y = top + height;
}

/** A row higher than a page is cut into several: text is never lost over the edge. */
function partsThatFit(pdf: PdfDocument, row: Row, widths: readonly number[], height: number): Row[] {
  if (rowHeight(pdf, row, widths) <= height) return [row];
  const pieces = widths.map((width, index) => piecesThatFit(pdf, row, row.cells[index] ?? '', width, height));
  const count = Math.max(...pieces.map((parts) => parts.length));
  return Array.from({ length: count }, (_, part) => ({ ...row, cells: pieces.map((parts) => parts[part] ?? '') }));
}

function piecesThatFit(pdf: PdfDocument, row: Row, text: string, width: number, height: number): string[] {
  const room = (piece: string) => heightOf(pdf, piece, width - 2 * PADDING, row.font, SIZE) <= height - 2 * PADDING;
  const words = text.split(/(?<=\s)/);
  const pieces: string[] = [];
  for (let from = 0; from < words.length;) {
    let low = from + 1;
    let high = words.length;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (room(words.slice(from, middle).join(''))) low = middle;
      else high = middle - 1;
    }
    pieces.push(words.slice(from, low).join('').trimEnd());
    from = low;
  }
  return pieces;
}
