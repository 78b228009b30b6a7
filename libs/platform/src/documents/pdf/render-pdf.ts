import { AppError } from '../../errors/app-error.js';
import type { DocumentModel } from '../document-model.js';
import { drawBlock, drawLetterhead } from './pdf-blocks.js';
import { FOOTER_HEIGHT, MARGIN, numberPages, type PdfDocument } from './pdf-page.js';
import { printableText } from './printable-text.js';
import { makeQrCode, type QrCode } from './qr-code.js';

/** All pages are held until their number is known. */
const MOST_ROWS = 20_000;

/**
 * The document as a PDF on A4. The same model gives the same bytes: the file's date is `issuedAt`, its id a digest.
 * Throws `document-too-long` (422) for tables of more than 20,000 rows together; write those as .xlsx or .csv.
 */
export async function renderPdf(model: DocumentModel): Promise<Buffer> {
  const rows = model.blocks.reduce((sum, block) => sum + (block.kind === 'table' ? block.rows.length : 0), 0);
  if (rows > MOST_ROWS) throw new AppError('document-too-long', { status: 422, params: { rows, most: MOST_ROWS } });
  const codes = await qrCodesOf(model);
  const { default: PDFDocument } = await import('pdfkit');
  const pdf: PdfDocument = new PDFDocument({
    size: 'A4',
    layout: model.orientation ?? 'portrait',
    margins: { top: MARGIN, left: MARGIN, right: MARGIN, bottom: MARGIN + FOOTER_HEIGHT },
    bufferPages: true,
    lang: model.language,
    displayTitle: true,
    info: { Title: printableText(model.title), Producer: 'Betang', Creator: 'Betang', CreationDate: model.issuedAt },
  });
  const bytes = collect(pdf);
  if (model.letterhead !== undefined && model.letterhead.length > 0) drawLetterhead(pdf, model.letterhead);
  for (const block of model.blocks) drawBlock(pdf, block, codes);
  numberPages(pdf, model);
  pdf.end();
  return bytes;
}

async function qrCodesOf(model: DocumentModel): Promise<Map<string, QrCode>> {
  const codes = new Map<string, QrCode>();
  for (const block of model.blocks) if (block.kind === 'qr') codes.set(block.content, await makeQrCode(block.content));
  return codes;
}

function collect(pdf: PdfDocument): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
    pdf.on('end', () => resolve(Buffer.concat(chunks)));
    pdf.on('error', reject);
  });
}
