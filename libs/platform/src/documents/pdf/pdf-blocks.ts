import type {
  DocumentBlock,
  HeadingBlock,
  KeyValuesBlock,
  ListBlock,
  SignatureBlock,
  Signer,
  TitleBlock,
} from '../document-model.js';
import { BOLD, MARGIN, TEXT_SIZE, frameOf, heightOf, makeRoom, write, type PdfDocument } from './pdf-page.js';
import { drawTable } from './pdf-table.js';
import type { QrCode } from './qr-code.js';

const HEADING_SIZES = { 1: 13, 2: 11.5, 3: 10.5 } as const;
const KEY_WIDTH = 150;
const SIGNATURE_SPACE = 52;
const QR_SIDE = 92;
/** Light squares around a QR code, without which readers miss it. */
const QUIET = 4;

export function drawLetterhead(pdf: PdfDocument, lines: readonly string[]): void {
  lines.forEach((line, index) =>
    write(pdf, line, { align: 'center', font: index < 2 ? BOLD : 'Helvetica', size: index < 2 ? 13 : 9 }),
  );
  const { left, width } = frameOf(pdf);
  const y = pdf.y + 4;
  pdf
    .moveTo(left, y)
    .lineTo(left + width, y)
    .lineWidth(1.5)
    .stroke('black');
  pdf.y = y + 14;
}

/** Draws one block where the pen stands. QR codes are made before, since making them waits. */
export function drawBlock(pdf: PdfDocument, block: DocumentBlock, codes: ReadonlyMap<string, QrCode>): void {
  switch (block.kind) {
    case 'title':
      return drawTitle(pdf, block);
    case 'heading':
      return drawHeading(pdf, block);
    case 'paragraph':
      write(pdf, block.text, {
        align: block.align ?? 'justify',
        ...(block.bold === true ? { font: BOLD } : {}),
      });
      pdf.y += 6;
      return;
    case 'list':
      return drawList(pdf, block);
    case 'table':
      return drawTable(pdf, block);
    case 'key-values':
      return drawKeyValues(pdf, block);
    case 'signature':
      return drawSignatures(pdf, block);
    case 'qr':
      return drawQr(pdf, codes.get(block.content), block.caption);
    case 'page-break':
      pdf.addPage();
  }
}

function drawTitle(pdf: PdfDocument, { text, subtitle, number }: TitleBlock): void {
  write(pdf, text, { align: 'center', font: BOLD, size: 15 });
  if (subtitle !== undefined) write(pdf, subtitle, { align: 'center', size: 11 });
  if (number !== undefined) write(pdf, number, { align: 'center' });
  pdf.y += 12;
}

function drawHeading(pdf: PdfDocument, { level, text }: HeadingBlock): void {
  const size = HEADING_SIZES[level];
  // Never alone at the foot of a page.
  makeRoom(pdf, heightOf(pdf, text, frameOf(pdf).width, BOLD, size) + 4 * TEXT_SIZE);
  pdf.y += 4;
  write(pdf, text, { font: BOLD, size });
  pdf.y += 4;
}

function drawList(pdf: PdfDocument, { items, numbered }: ListBlock): void {
  const { left, width } = frameOf(pdf);
  items.forEach((item, index) => {
    makeRoom(pdf, 2 * TEXT_SIZE);
    const y = pdf.y;
    write(pdf, numbered === true ? `${index + 1}.` : '•', { y, width: 18 });
    write(pdf, item, { x: left + 20, y, width: width - 20 });
    pdf.y += 2;
  });
  pdf.x = MARGIN;
  pdf.y += 6;
}

function drawKeyValues(pdf: PdfDocument, { entries }: KeyValuesBlock): void {
  const { left, width } = frameOf(pdf);
  for (const [key, value] of entries) {
    const height = Math.max(heightOf(pdf, key, KEY_WIDTH), heightOf(pdf, value, width - KEY_WIDTH - 12));
    makeRoom(pdf, Math.min(height, frameOf(pdf).height));
    const y = pdf.y;
    write(pdf, key, { y, width: KEY_WIDTH });
    write(pdf, ':', { x: left + KEY_WIDTH, y, width: 10 });
    write(pdf, value, { x: left + KEY_WIDTH + 12, y, width: width - KEY_WIDTH - 12 });
    pdf.y = Math.max(pdf.y, y + heightOf(pdf, key, KEY_WIDTH)) + 2;
  }
  pdf.x = MARGIN;
  pdf.y += 6;
}

function drawSignatures(pdf: PdfDocument, { signers }: SignatureBlock): void {
  const { left, width } = frameOf(pdf);
  const column = Math.min(width / Math.max(signers.length, 2), 240);
  const height = Math.max(0, ...signers.map((signer) => signatureHeight(pdf, signer, column)));
  makeRoom(pdf, height);
  const top = pdf.y + 8;
  signers.forEach((signer, index) => {
    const x = left + width - column * (signers.length - index);
    drawSigner(pdf, signer, x, top, column - 8);
  });
  pdf.x = MARGIN;
  pdf.y = top + height;
}

function signatureHeight(pdf: PdfDocument, signer: Signer, width: number): number {
  const lines = [signer.placeAndDate ?? '', signer.position, signer.name, ...(signer.below ?? [])];
  return lines.reduce((sum, line) => sum + heightOf(pdf, line, width - 8), SIGNATURE_SPACE + 8);
}

function drawSigner(pdf: PdfDocument, signer: Signer, x: number, top: number, width: number): void {
  pdf.y = top;
  write(pdf, signer.placeAndDate ?? ' ', { x, width });
  write(pdf, signer.position, { x, width });
  pdf.y += SIGNATURE_SPACE;
  write(pdf, signer.name, { x, width, font: BOLD });
  for (const line of signer.below ?? []) write(pdf, line, { x, width });
}

function drawQr(pdf: PdfDocument, code: QrCode | undefined, caption: string | undefined): void {
  if (code === undefined) return;
  makeRoom(pdf, QR_SIDE + 16);
  const { left, width } = frameOf(pdf);
  const square = QR_SIDE / (code.size + 2 * QUIET);
  const top = pdf.y;
  for (const { row, from, length } of code.runs)
    pdf.rect(left + (from + QUIET) * square, top + (row + QUIET) * square, length * square, square);
  pdf.fill('black');
  if (caption !== undefined)
    write(pdf, caption, { x: left + QR_SIDE + 8, y: top + 10, width: width - QR_SIDE - 8, size: 9 });
  pdf.x = MARGIN;
  pdf.y = Math.max(pdf.y, top + QR_SIDE) + 6;
}
