import { SaxesParser } from 'saxes';
import { TableFileError } from './table-file.error.js';

export interface XmlHandler {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  close(name: string): void;
  text(text: string): void;
}

/** Elements of a workbook lie ten deep at most; more of them open at once are a way to fill the memory. */
const DEEPEST = 64;
/** A cell holds 32,767 signs at most; a text, a tag or a comment that goes on for longer would be held in memory whole. */
const LONGEST_UNENDED = 1024 * 1024;

/**
 * Feeds XML pieces to a handler, names without their prefix, and yields after each piece, so that rows can be handed on while the rest is unread.
 * The parser knows no entities but the five of XML, and a document type is refused.
 * Throws TableFileError `table-file-damaged`; `table-file-too-large` for what no program writes and no memory holds.
 */
export async function* parseXml(pieces: AsyncIterable<string>, handler: XmlHandler): AsyncGenerator<void> {
  const parser = new SaxesParser({ xmlns: false });
  let failure: Error | undefined;
  let [depth, unended] = [0, 0];
  parser.on('error', (error) => (failure ??= error));
  parser.on('doctype', () => (failure ??= new Error('a document type is not allowed')));
  parser.on('opentag', (tag) => {
    [depth, unended] = [depth + 1, 0];
    // At once, not after the piece: a piece of a bomb opens thousands.
    if (depth > DEEPEST) throw tooLarge('elements lie too deep in each other');
    handler.open(localName(tag.name), tag.attributes);
  });
  parser.on('closetag', (tag) => {
    [depth, unended] = [depth - 1, 0];
    handler.close(localName(tag.name));
  });
  parser.on('text', (text) => handler.text(text));
  parser.on('cdata', (text) => handler.text(text));
  for await (const piece of pieces) {
    unended += piece.length;
    if (unended > LONGEST_UNENDED) throw tooLarge('a text or a tag does not end');
    parser.write(piece);
    if (failure) throw damaged(failure);
    yield;
  }
  parser.close();
  if (failure) throw damaged(failure);
  yield;
}

/** Reads a part to its end. */
export async function readXml(pieces: AsyncIterable<string>, handler: XmlHandler): Promise<void> {
  for await (const _ of parseXml(pieces, handler));
}

function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}

function tooLarge(reason: string): TableFileError {
  return new TableFileError('table-file-too-large', reason);
}

function damaged(cause: Error): TableFileError {
  return new TableFileError('table-file-damaged', 'a part of the workbook is no XML', cause);
}
