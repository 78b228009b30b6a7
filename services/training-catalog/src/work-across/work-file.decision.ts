import { AppError, type FileType } from '@betang/platform';

/** What a file of a guest may be: it travels in pieces of an event each, so less than at home. */
export const WORK_FILE = {
  maxBytes: 5 * 1024 * 1024,
  types: ['pdf', 'docx', 'xlsx', 'pptx', 'jpeg', 'png'] satisfies readonly FileType[],
};
/** A piece in base64 stays below what a sealed event may hold. */
export const PIECE_BYTES = 128 * 1024;
/** Text in UTF-8, escaped as JSON, beside the other fields of a sealed event. */
const MOST_TEXT_BYTES = 150 * 1024;

/** A file in pieces, base64, in their order. */
export function piecesOf(content: Buffer, pieceBytes = PIECE_BYTES): string[] {
  const pieces: string[] = [];
  for (let start = 0; start < content.length; start += pieceBytes)
    pieces.push(content.subarray(start, start + pieceBytes).toString('base64'));
  return pieces;
}

/** Throws `work-too-large` (413) for text that no sealed event holds. */
export function assertTextTravels(text: string | null): void {
  if (text !== null && Buffer.byteLength(JSON.stringify(text)) > MOST_TEXT_BYTES)
    throw new AppError('work-too-large', { status: 413, field: 'text' });
}
