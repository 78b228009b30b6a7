import { SaxesParser } from 'saxes';
import { TableFileError } from './table-file.error.js';

export interface XmlHandler {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  close(name: string): void;
  text(text: string): void;
}

/**
 * Feeds XML pieces to a handler, names without their prefix, and yields after each piece, so that rows can be handed on while the rest is unread.
 * The parser knows no entities but the five of XML, and a document type is refused.
 * Throws TableFileError `table-file-damaged`.
 */
export async function* parseXml(pieces: AsyncIterable<string>, handler: XmlHandler): AsyncGenerator<void> {
  const parser = new SaxesParser({ xmlns: false });
  let failure: Error | undefined;
  parser.on('error', (error) => (failure ??= error));
  parser.on('doctype', () => (failure ??= new Error('a document type is not allowed')));
  parser.on('opentag', (tag) => handler.open(localName(tag.name), tag.attributes));
  parser.on('closetag', (tag) => handler.close(localName(tag.name)));
  parser.on('text', (text) => handler.text(text));
  parser.on('cdata', (text) => handler.text(text));
  for await (const piece of pieces) {
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

function damaged(cause: Error): TableFileError {
  return new TableFileError('table-file-damaged', 'a part of the workbook is no XML', cause);
}
