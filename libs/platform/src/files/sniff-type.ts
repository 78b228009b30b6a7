import type { FileType } from '../media-types.js';

/** How much of both ends of a file tells its kind. */
export const SNIFFED_BYTES = 64 * 1024;

const PNG = Buffer.from('89504e470d0a1a0a', 'hex');
const JPEG = Buffer.from('ffd8ff', 'hex');
const ZIP = Buffer.from('504b0304', 'hex');

/**
 * The kind of a file by its first and last bytes; undefined for any other. Office files with macros, and a page of
 * HTML that calls itself a PDF further down, are no kind of ours.
 */
export function sniffType(head: Buffer, tail: Buffer): FileType | undefined {
  if (head.subarray(0, 5).toString('latin1') === '%PDF-') return 'pdf';
  if (head.subarray(0, 8).equals(PNG)) return 'png';
  if (head.subarray(0, 3).equals(JPEG)) return 'jpeg';
  const mark = head.subarray(0, 12).toString('latin1');
  if (mark.startsWith('RIFF') && mark.endsWith('WEBP')) return 'webp';
  if (mark.slice(4, 8) === 'ftyp') return 'mp4';
  if (head.subarray(0, 4).equals(ZIP)) return officeType(tail);
  return isText(head) ? 'csv' : undefined;
}

/** Names stand in the archive's directory, at its end. */
function officeType(tail: Buffer): FileType | undefined {
  const names = tail.toString('latin1');
  if (!names.includes('[Content_Types].xml') || names.includes('vbaProject.bin')) return undefined;
  if (names.includes('xl/workbook.xml')) return 'xlsx';
  if (names.includes('word/document.xml')) return 'docx';
  return names.includes('ppt/presentation.xml') ? 'pptx' : undefined;
}

function isText(head: Buffer): boolean {
  if (head.length === 0) return false;
  const text = head.toString('latin1');
  // Markup would run where a browser opens it.
  return !/[\u0000-\u0008\u000e-\u001f]/.test(text) && !/^\s*(?:\u00ef\u00bb\u00bf)?\s*<[!?a-z]/i.test(text);
}
