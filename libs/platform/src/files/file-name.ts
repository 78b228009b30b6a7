import { FILE_TYPES } from '../media-types.js';
import type { FileType } from '../media-types.js';

const LONGEST = 150;
const LONGEST_KEPT = 200;
/** Where the usual ending is not the kind's name, or there are two. */
const ENDINGS: Partial<Readonly<Record<FileType, readonly string[]>>> = { jpeg: ['.jpg', '.jpeg'] };

/**
 * The name under which a file that somebody sent in is handed out again: of what their computer called it only the last part of the path, without signs
 * that hide or turn text round, and with the ending of what the bytes are, since a reader's computer runs files by their endings. `fallback` names a file
 * of which nothing is left. A kind that we do not take in gets `.bin`.
 */
export function fileNameOf(given: string, mediaType: string, fallback: string): string {
  const last = given.normalize('NFC').split(/[\\/]/).at(-1) ?? '';
  const plain = withoutHidden(last)
    .replace(/^[.\s]+/, '')
    .trim();
  const endings = endingsOf(mediaType);
  const ending = endings.find((one) => plain.toLowerCase().endsWith(one));
  const stem = ending === undefined ? plain : plain.slice(0, -ending.length);
  const short = [...stem].slice(0, LONGEST).join('').trim();
  return `${short || fallback}${ending ?? endings[0]!}`;
}

/** What a computer called a file that was sent in, fit to be kept and shown: the last part of the path, without signs that hide or turn text round. */
export function sentFileName(given: string, fallback: string): string {
  const last = withoutHidden(given.split(/[\\/]/).at(-1) ?? '').trim();
  return [...last].slice(-LONGEST_KEPT).join('') || fallback;
}

/** Controls, signs that turn text round or show nothing, halves of signs. */
export function withoutHidden(text: string): string {
  return text.replace(/\p{C}/gu, '');
}

function endingsOf(mediaType: string): readonly string[] {
  const type = (Object.keys(FILE_TYPES) as FileType[]).find((one) => FILE_TYPES[one] === mediaType);
  return type === undefined ? ['.bin'] : (ENDINGS[type] ?? [`.${type}`]);
}
