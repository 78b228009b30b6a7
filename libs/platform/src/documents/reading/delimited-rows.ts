import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { TableFileError } from './table-file.error.js';
import { MAX_COLUMNS, textCell, type ReadSheet, type ReadRow } from './read-row.js';

const DELIMITERS = [';', ',', '\t', '|'];
const SAMPLE_LINES = 40;
const MAX_RECORD_BYTES = 128 * 1024;

/**
 * The one sheet of a .csv file: delimiter found by itself (Indonesian spreadsheets write `;`), UTF-8 with or without mark, UTF-16 with mark, else
 * Windows-1252. `rowNumber` is the row that a spreadsheet shows. Throws TableFileError.
 */
export function openDelimited(file: Buffer): ReadSheet[] {
  const text = decode(file);
  if (text.trim() === '') throw new TableFileError('table-file-empty', 'the file is empty');
  return [{ name: 'CSV', rows: () => readRows(text, findDelimiter(text)) }];
}

async function* readRows(text: string, delimiter: string): AsyncGenerator<ReadRow> {
  const options = {
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: false,
    max_record_size: MAX_RECORD_BYTES,
  } as const;
  const parser = Readable.from(pieces(text)).pipe(parse(options));
  let rowNumber = 0;
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      rowNumber += 1;
      yield { rowNumber, cells: record.slice(0, MAX_COLUMNS).map(textCell) };
    }
  } catch (cause) {
    throw new TableFileError('table-file-damaged', `a quotation mark is not closed after line ${rowNumber}`, cause);
  }
}

function* pieces(text: string): Generator<string> {
  const size = 64 * 1024;
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

function decode(file: Buffer): string {
  if (file[0] === 0xff && file[1] === 0xfe) return new TextDecoder('utf-16le').decode(file);
  if (file[0] === 0xfe && file[1] === 0xff) return new TextDecoder('utf-16be').decode(file);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(file);
  } catch {
    return new TextDecoder('windows-1252').decode(file);
  }
}

/** The delimiter that the first lines hold most often, outside quotation marks. */
function findDelimiter(text: string): string {
  const sample = text
    .split('\n', SAMPLE_LINES)
    .join('\n')
    .replace(/"[^"]*"/g, '');
  const counts = DELIMITERS.map((delimiter) => sample.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))]!;
}
