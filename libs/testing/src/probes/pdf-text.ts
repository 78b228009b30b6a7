import { inflateSync } from 'node:zlib';

/** What a person reads in a PDF, line by line as it was written, and how many pages it has. */
export interface PdfText {
  readonly pages: number;
  readonly lines: readonly string[];
}

/** Windows-1252 from 0x80 on; Node 20's own decoder takes it for Latin-1. */
const WIN_ANSI_80 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** Reads the texts of a PDF that was written with the standard fonts (as `renderPdf` does); for looking at documents in tests. */
export function readPdfText(pdf: Uint8Array): PdfText {
  const bytes = Buffer.from(pdf);
  const source = bytes.toString('latin1');
  if (!source.startsWith('%PDF-') || !source.trimEnd().endsWith('%%EOF')) throw new Error('This is not a whole PDF');
  const lines: string[] = [];
  for (const match of source.matchAll(/stream\r?\n/g)) {
    if (source.slice(match.index - 3, match.index) === 'end') continue;
    const start = match.index + match[0].length;
    const content = inflated(bytes.subarray(start, source.indexOf('endstream', start)));
    for (const shown of content.matchAll(/\[((?:<[0-9a-f]*>|[-\d.\s])*)\]\s*TJ/gi)) lines.push(textOf(shown[1] ?? ''));
  }
  return { pages: source.match(/\/Type \/Page\b(?!s)/g)?.length ?? 0, lines };
}

function inflated(stream: Buffer): string {
  try {
    return inflateSync(stream).toString('latin1');
  } catch {
    return stream.toString('latin1');
  }
}

function textOf(parts: string): string {
  const digits = [...parts.matchAll(/<([0-9a-f]*)>/gi)].map((part) => part[1]).join('');
  const latin = Buffer.from(digits, 'hex').toString('latin1');
  return latin.replace(/[\u0080-\u009f]/g, (sign) => WIN_ANSI_80[sign.charCodeAt(0) - 0x80] ?? sign);
}
