import type { DocumentModel } from '../document-model.js';
import { printableText } from './printable-text.js';

export type PdfDocument = PDFKit.PDFDocument;

/** Points (1/72 inch). */
export const MARGIN = 56;
export const FOOTER_HEIGHT = 24;
export const TEXT_SIZE = 10;
export const REGULAR = 'Helvetica';
export const BOLD = 'Helvetica-Bold';

/** Left edge and width of what may be written on. */
export interface Frame {
  readonly left: number;
  readonly width: number;
  readonly bottom: number;
  readonly height: number;
}

export function frameOf(pdf: PdfDocument): Frame {
  const { width, height } = pdf.page;
  const bottom = height - MARGIN - FOOTER_HEIGHT;
  return { left: MARGIN, width: width - 2 * MARGIN, bottom, height: bottom - MARGIN };
}

/** Begins a new page unless so much still fits below. */
export function makeRoom(pdf: PdfDocument, height: number): void {
  const frame = frameOf(pdf);
  if (pdf.y + height > frame.bottom && pdf.y > MARGIN) pdf.addPage();
}

export interface WriteOptions {
  readonly x?: number;
  readonly y?: number;
  readonly width?: number;
  readonly font?: string;
  readonly size?: number;
  readonly align?: 'left' | 'right' | 'center' | 'justify';
}

/** Writes text in the frame, over pages where it is long; the pen ends below it. */
export function write(pdf: PdfDocument, text: string, options: WriteOptions = {}): void {
  const frame = frameOf(pdf);
  pdf.font(options.font ?? REGULAR).fontSize(options.size ?? TEXT_SIZE);
  pdf.text(printableText(text), options.x ?? frame.left, options.y ?? pdf.y, {
    width: options.width ?? frame.width,
    align: options.align ?? 'left',
  });
}

export function heightOf(pdf: PdfDocument, text: string, width: number, font = REGULAR, size = TEXT_SIZE): number {
  return pdf.font(font).fontSize(size).heightOfString(printableText(text), { width });
}

const PAGE_OF: Readonly<Record<DocumentModel['language'], (page: number, pages: number) => string>> = {
  id: (page, pages) => `Halaman ${page} dari ${pages}`,
  en: (page, pages) => `Page ${page} of ${pages}`,
};

/** Writes footers when the number of pages is known. */
export function numberPages(pdf: PdfDocument, { language, footer }: DocumentModel): void {
  const { start, count } = pdf.bufferedPageRange();
  for (let page = start; page < start + count; page += 1) {
    pdf.switchToPage(page);
    const { left, width, bottom } = frameOf(pdf);
    const y = bottom + 10;
    // Below the margin the library would begin a new page.
    pdf.page.margins.bottom = 0;
    pdf.font(REGULAR).fontSize(8).fillColor('#555555');
    if (footer !== undefined)
      pdf.text(printableText(footer), left, y, { width: width - 110, height: 10, ellipsis: true, lineBreak: false });
    const number = PAGE_OF[language](page - start + 1, count);
    pdf.text(number, left + width - 100, y, { width: 100, align: 'right', lineBreak: false });
    pdf.fillColor('black');
  }
}
